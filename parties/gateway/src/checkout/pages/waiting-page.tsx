// The bank has not answered: an outcome that nobody knows yet is said as such. The page looks for
// itself, by its island or, without scripts, by loading itself; both only for a while.

import {
  Amount,
  type Asset,
  ButtonLink,
  Card,
  Facts,
  renderPage,
  type Theme,
  Waiting,
} from '@kassa/pages';
import { Frame } from './frame.tsx';
import type { CheckoutView } from './ports.ts';
import { type Lang, texts } from './texts.ts';

/** 3 s at first, then slower; some twenty minutes in all, after which only the shopper looks. */
export const looksMax = 40;
export const secondsBefore = (look: number): number => Math.min(3 + look * 2, 45);

export type WaitingPage = {
  readonly view: CheckoutView;
  readonly lang: Lang;
  readonly look: Theme;
  /** How often this page has already looked. */
  readonly looked: number;
  readonly island: Asset;
};

export const waitPath = (id: string): string => `/c/${id}/wait`;

export function waitingPage(page: WaitingPage): string {
  const { view, lang, looked } = page;
  const t = texts(lang);
  const shop = view.merchant.name;
  const looksAgain = looked < looksMax;
  const again = `${secondsBefore(looked)};url=${waitPath(view.id)}?look=${looked + 1}`;
  return renderPage({
    title: t('wait'),
    lang,
    theme: page.look,
    scripts: looksAgain ? [page.island] : [],
    // With scripts the island looks without disturbing who is reading (WCAG 2.2.1).
    head: looksAgain && (
      <noscript>
        <meta httpEquiv="refresh" content={again} />
      </noscript>
    ),
    body: (
      <Frame t={t} lang={lang} here={waitPath(view.id)} shop={shop} isTest={view.isTest}>
        <Card>
          <div
            className="wait"
            data-state={`/c/${view.id}/state`}
            data-shown="waiting"
            data-next={waitPath(view.id)}
            data-looks={looksMax - looked}
            data-still={t('waitStill')}
          >
            {looksAgain && <Waiting label={t('waitMark')} />}
            <h1>{t('wait')}</h1>
            <p className="lead">{t('waitLead')}</p>
            <div className="state-facts">
              <Facts
                facts={[
                  view.orderNumber !== null && {
                    term: t('yourOrder'),
                    value: <span className="mono">{view.orderNumber}</span>,
                  },
                  { term: t('total'), value: <Amount of={view.total} />, isTotal: true },
                ]}
              />
            </div>
            <ul className="wait-facts">
              <li>{t('waitTwice')}</li>
              <li>{t('waitHold')}</li>
              <li>
                {view.email === null
                  ? t('waitNoMail', { shop })
                  : t('waitMail', { email: view.email })}
              </li>
            </ul>
            <p className="small soft" role="status" data-says>
              {looksAgain ? t('waitFresh') : t('waitStill')}
            </p>
            <ButtonLink href={waitPath(view.id)} look="plain" icon="refresh">
              {t('waitAgain')}
            </ButtonLink>
          </div>
        </Card>
      </Frame>
    ),
  });
}
