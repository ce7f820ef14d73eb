// Which line the card number travels on, and which of them are encrypted [C07]. It says what is
// true of this very page: over plain HTTP the first line is drawn open.

import { Icon, type IconName } from '@kassa/pages';
import type { Say } from './texts.ts';

export type LineState = 'encrypted' | 'open';
export type LineStates = { readonly browser: LineState; readonly banks: LineState };

export function LinePicture(props: { t: Say; shop: string; lines: LineStates; isTest: boolean }) {
  const { t, shop, lines } = props;
  const isOpen = lines.browser === 'open' || lines.banks === 'open';
  return (
    <figure className="lines" aria-labelledby="lines-title">
      <figcaption id="lines-title">{t('lines')}</figcaption>
      <ol>
        <Place icon="phone" name={t('lineYou')} at={t('lineYouAt')} />
        <Line t={t} state={lines.browser} />
        <Place icon="shield" name={t('lineKassa')} at={t('lineKassaAt')} />
        <Line t={t} state={lines.banks} />
        <Place icon="bank" name={t('lineBank')} at={t('lineBankAt')} />
      </ol>
      <p className="lines-shop">
        <Icon name="cart" />
        <span>{t('lineShop', { shop })}</span>
      </p>
      {isOpen && props.isTest && <p className="lines-why">{t('lineOpenWhy')}</p>}
    </figure>
  );
}

function Place(props: { icon: IconName; name: string; at: string }) {
  return (
    <li className="lines-place">
      <Icon name={props.icon} />
      <span className="lines-name">{props.name}</span>
      <span className="lines-at">{props.at}</span>
    </li>
  );
}

function Line({ t, state }: { t: Say; state: LineState }) {
  return (
    <li className={`lines-line lines-${state}`}>
      <Icon name={state === 'encrypted' ? 'lock' : 'eye'} />
      <span>{t(state === 'encrypted' ? 'lineEncrypted' : 'lineOpen')}</span>
    </li>
  );
}
