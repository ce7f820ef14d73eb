// The frame around every page of a shop.
import { type Asset, Icon, LanguageSwitch, renderPage, Shell, type ShellProps } from '@kassa/pages';
import { dateIn } from '@kassa/time';
import type { ReactNode } from 'react';
import { vatRateOn } from '../pricing/vat.ts';
import { rateText } from '../texts/texts.ts';
import type { Visit } from './visit.ts';

export type FrameProps = {
  readonly title: string;
  readonly body: ReactNode;
  readonly width?: ShellProps['width'];
  readonly category?: string | undefined;
  /** Seconds until the page asks again. */
  readonly refreshSeconds?: number | undefined;
  readonly listed?: boolean | undefined;
  readonly head?: ReactNode;
  readonly scripts?: readonly Asset[] | undefined;
};

export function page(visit: Visit, props: FrameProps): string {
  const { lang, look, shop } = visit;
  const { refreshSeconds: seconds } = props;
  return renderPage({
    title: props.title,
    lang,
    theme: look.theme,
    zone: shop.zone,
    listed: props.listed,
    head: props.head,
    scripts: props.scripts,
    refresh: seconds === undefined ? undefined : { seconds },
    body: (
      <Shell
        nav={navOf(visit, props.category)}
        side={<Side visit={visit} />}
        footer={<Footer visit={visit} />}
        width={props.width}
      >
        {props.body}
      </Shell>
    ),
  });
}

function navOf({ shop, lang, t }: Visit, current: string | undefined) {
  const all = { href: '/', label: t('nav.all'), isCurrent: current === 'all' };
  const some = shop.categories.map(({ id, name }) => ({
    href: `/?category=${id}`,
    label: name[lang],
    isCurrent: current === id,
  }));
  return [all, ...some];
}

function Side({ visit }: { visit: Visit }) {
  const { t, cart, shop, here } = visit;
  const label = cart.pieces === 0 ? t('nav.cart') : t('nav.cartOf', { count: cart.pieces });
  return (
    <>
      <LanguageSwitch languages={shop.languages} here={here} />
      <a className="cart-link" href="/cart">
        <Icon name="cart" />
        <span className="unseen">{label}</span>
        <span className="cart-word" aria-hidden="true">
          {t('nav.cart')}
        </span>
        {cart.pieces > 0 && (
          <span className="cart-count" aria-hidden="true">
            {cart.pieces}
          </span>
        )}
      </a>
    </>
  );
}

function Footer({ visit }: { visit: Visit }) {
  const { t, shop, lang, nowMs } = visit;
  const rate = rateText(lang, vatRateOn(shop.country, dateIn(nowMs, shop.zone)));
  return (
    <>
      <p>
        {shop.legalName}, {shop.address}. {t('foot.prices', { rate })}
      </p>
      <p>
        <a href="/info">{t('foot.info')}</a>
      </p>
    </>
  );
}
