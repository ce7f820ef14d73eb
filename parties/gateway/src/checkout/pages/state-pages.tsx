// The pages without a form: paid, expired, cancelled, not there, not read. Each says what is true of
// the money first, then where to go.

import { Amount, ButtonLink, Card, Empty, Facts, renderPage, type Theme, When } from '@kassa/pages';
import type { ReactNode } from 'react';
import { Frame } from './frame.tsx';
import type { CheckoutView } from './ports.ts';
import { type Lang, type Say, texts } from './texts.ts';
import { orderTexts } from './texts-order.ts';

export type StatePage = {
  readonly view: CheckoutView;
  readonly lang: Lang;
  readonly look: Theme;
};

/** After paying, also by the browser's Back: never a form again. The shopper's own receipt [D19]. */
export function paidPage(page: StatePage): string {
  const { view } = page;
  if (view.mode === 'setup') return keptPage(page);
  const t = texts(page.lang);
  const shop = view.merchant.name;
  const { reference, paidAtMs } =
    view.state.kind === 'paid' ? view.state : { reference: null, paidAtMs: null };
  return framed(page, t('paid'), {
    icon: 'done',
    tone: 'good',
    text: (
      <>
        <p>{t('paidText', { shop })}</p>
        {view.confirmation && <p>{view.confirmation}</p>}
        <div className="state-facts">
          <Facts
            facts={[
              view.orderNumber !== null && {
                term: t('yourOrder'),
                value: <span className="mono">{view.orderNumber}</span>,
              },
              paidAtMs !== null && { term: t('paidWhen'), value: <When at={paidAtMs} /> },
              reference !== null && {
                term: t('paidReference'),
                value: <span className="mono">{reference}</span>,
              },
              { term: t('paidAmount'), value: <Amount of={view.total} />, isTotal: true },
            ]}
          />
        </div>
      </>
    ),
    action: view.successUrl && (
      <ButtonLink href={view.successUrl}>{t('paidGo', { shop })}</ButtonLink>
    ),
  });
}

/** A card was kept: nothing is charged, and nothing is to be done again. */
function keptPage(page: StatePage): string {
  const { view } = page;
  const say = orderTexts(page.lang);
  const shop = view.merchant.name;
  return framed(page, say('kept'), {
    icon: 'done',
    tone: 'good',
    text: <p>{say('keptText', { shop })}</p>,
    action: view.successUrl && (
      <ButtonLink href={view.successUrl}>{say('keptGo', { shop })}</ButtonLink>
    ),
  });
}

export function expiredPage(page: StatePage): string {
  const t = texts(page.lang);
  const shop = page.view.merchant.name;
  return framed(page, t('expired'), {
    icon: 'clock',
    tone: 'warn',
    text: (
      <>
        <p>{t('expiredText')}</p>
        <p>{t('expiredNext', { shop })}</p>
      </>
    ),
    action: backTo(page, t),
  });
}

export function canceledPage(page: StatePage): string {
  const t = texts(page.lang);
  return framed(page, t('canceled'), {
    icon: 'close',
    tone: 'plain',
    text: <p>{t('canceledText')}</p>,
    action: backTo(page, t),
  });
}

/** A link of the merchant's that takes no payments any more, in the merchant's own words. */
export function linkOffPage(page: {
  readonly shop: string;
  readonly message: string | null;
  readonly lang: Lang;
  readonly look: Theme;
}): string {
  const { shop, message, lang } = page;
  const say = orderTexts(lang);
  return renderPage({
    title: say('linkOff'),
    lang,
    theme: page.look,
    body: (
      <Frame t={texts(lang)} lang={lang} here={null} shop={shop}>
        <Card>
          <Empty level={1} icon="close" tone="plain" title={say('linkOff')}>
            <p>{message ?? say('linkOffText', { shop })}</p>
          </Empty>
        </Card>
      </Frame>
    ),
  });
}

export type PlainState = 'missing' | 'otherSite' | 'broken' | 'unread';

/** A page about a request rather than a payment; in the house's colours where no shop is known. */
export function plainPage(page: {
  readonly state: PlainState;
  readonly lang: Lang;
  readonly look: Theme;
  /** Address of the payment page to go on from. */
  readonly paymentPath: string | null;
  readonly requestId?: string | undefined;
}): string {
  const t = texts(page.lang);
  const { state, paymentPath, requestId } = page;
  return renderPage({
    title: t(state),
    lang: page.lang,
    theme: page.look,
    body: (
      <Frame t={t} lang={page.lang} here={null}>
        <Card>
          <Empty
            level={1}
            icon={state === 'missing' ? 'search' : 'warning'}
            tone={state === 'broken' ? 'bad' : 'plain'}
            title={t(state)}
            actions={paymentPath && <ButtonLink href={paymentPath}>{t('toPayment')}</ButtonLink>}
          >
            <p>{t(`${state}Text`)}</p>
            {requestId && <p className="small mono">{t('requestId', { id: requestId })}</p>}
          </Empty>
        </Card>
      </Frame>
    ),
  });
}

type Said = {
  readonly icon: 'done' | 'clock' | 'close';
  readonly tone: 'good' | 'warn' | 'plain';
  readonly text: ReactNode;
  readonly action: ReactNode;
};

function framed({ view, lang, look }: StatePage, title: string, said: Said): string {
  return renderPage({
    title,
    lang,
    theme: look,
    body: (
      <Frame
        t={texts(lang)}
        lang={lang}
        here={`/c/${view.id}`}
        shop={view.merchant.name}
        isTest={view.isTest}
      >
        <Card>
          <Empty level={1} icon={said.icon} tone={said.tone} title={title} actions={said.action}>
            {said.text}
          </Empty>
        </Card>
      </Frame>
    ),
  });
}

const backTo = ({ view }: StatePage, t: Say) =>
  view.cancelUrl && (
    <ButtonLink href={view.cancelUrl}>{t('back', { shop: view.merchant.name })}</ButtonLink>
  );
