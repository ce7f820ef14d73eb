// The page where the card is typed: what for and how much on one side, the form on the other.

import { type Asset, ButtonLink, Notice, renderPage, type Theme } from '@kassa/pages';
import type { BrandId } from './brands.ts';
import type { FieldErrors } from './card-checks.ts';
import { Frame } from './frame.tsx';
import { LinePicture, type LineStates } from './line-picture.tsx';
import type { OrderErrors, TypedOrder } from './order-form.ts';
import { OrderHead, OrderLines } from './order-summary.tsx';
import { withLanguage } from './page-language.ts';
import { PayForm } from './pay-form.tsx';
import type { CheckoutView } from './ports.ts';
import type { KeptEntry } from './read-card.ts';
import type { TestCard } from './test-card.ts';
import { isCertain, type Lang, refusalTexts, type Say, texts } from './texts.ts';
import { orderTexts } from './texts-order.ts';

export type PayPage = {
  readonly view: CheckoutView;
  readonly lang: Lang;
  readonly look: Theme;
  readonly kept: KeptEntry;
  readonly errors: FieldErrors;
  readonly typed: TypedOrder;
  readonly orderErrors: OrderErrors;
  /** The order was another one than the page had shown when the form was sent. */
  readonly isChanged: boolean;
  readonly lines: LineStates;
  readonly accepted: readonly BrandId[];
  readonly testCards: readonly TestCard[];
  readonly islands: readonly Asset[];
};

export function payPage(page: PayPage): string {
  const { view, lang } = page;
  const t = texts(lang);
  const shop = view.merchant.name;
  const asked = { view, lang, say: orderTexts(lang), typed: page.typed, errors: page.orderErrors };
  return renderPage({
    title: titleOf(page, t),
    lang,
    theme: page.look,
    scripts: page.islands,
    body: (
      <Frame
        t={t}
        lang={lang}
        here={`/c/${view.id}`}
        shop={shop}
        backUrl={view.cancelUrl}
        isTest={view.isTest}
        testCards={page.testCards}
        width="wide"
      >
        <div className="pay">
          <OrderHead {...asked} t={t} />
          <div className="pay-side">
            <PayForm
              {...asked}
              t={t}
              kept={page.kept}
              accepted={page.accepted}
              cardErrors={page.errors}
              news={<News t={t} page={page} />}
            />
            <LinePicture t={t} shop={shop} lines={page.lines} isTest={view.isTest} />
          </div>
          <OrderLines {...asked} t={t} />
        </div>
      </Frame>
    ),
  });
}

function News({ t, page }: { t: Say; page: PayPage }) {
  const { view, lang } = page;
  if (isWrong(page)) return <Notice tone="bad">{t('checkFields')}</Notice>;
  if (page.isChanged) {
    const say = orderTexts(lang);
    return (
      <Notice tone="warn" title={say('changed')}>
        {say('changedText')}
      </Notice>
    );
  }
  const { state } = view;
  if (state.kind === 'confirming') {
    return (
      <Notice tone="info" title={t('confirming')}>
        <div className="stack gap-m">
          <p>{t('confirmingText')}</p>
          <p>
            <ButtonLink
              href={withLanguage(state.challengeUrl, lang)}
              size="s"
              iconAfter="arrow-right"
            >
              {t('confirmingGo')}
            </ButtonLink>
          </p>
        </div>
      </Notice>
    );
  }
  if (state.kind !== 'open' || state.problem === null) return null;
  const { what, next } = refusalTexts[state.problem];
  return (
    <Notice tone="bad" title={t(what)}>
      {isCertain(state.problem) && <strong>{t('nothingCharged')} </strong>}
      {t(next)}
    </Notice>
  );
}

// What a screen reader says first after a form was sent.
function titleOf(page: PayPage, t: Say): string {
  const { view } = page;
  if (isWrong(page) || page.isChanged) return t('titleCheck');
  const isRefused = view.state.kind === 'open' && view.state.problem !== null;
  if (view.mode === 'setup' && !isRefused) return orderTexts(page.lang)('keepTitle');
  return isRefused ? t('titleRefused') : t('title');
}

const isWrong = ({ errors, orderErrors }: PayPage): boolean =>
  Object.keys(errors).length + Object.keys(orderErrors).length > 0;
