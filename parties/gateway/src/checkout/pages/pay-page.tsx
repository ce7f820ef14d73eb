// The page where the card is typed: what for and how much on one side, the form on the other.

import { type Asset, ButtonLink, Card, Notice, renderPage, type Theme } from '@kassa/pages';
import type { BrandId } from './brands.ts';
import type { FieldErrors } from './card-checks.ts';
import { CardForm } from './card-form.tsx';
import { Frame } from './frame.tsx';
import { LinePicture, type LineStates } from './line-picture.tsx';
import { OrderHead, OrderLines } from './order-summary.tsx';
import { withLanguage } from './page-language.ts';
import type { CheckoutView } from './ports.ts';
import type { KeptEntry } from './read-card.ts';
import type { TestCard } from './test-card.ts';
import { isCertain, type Lang, refusalTexts, type Say, texts } from './texts.ts';

export type PayPage = {
  readonly view: CheckoutView;
  readonly lang: Lang;
  readonly look: Theme;
  readonly kept: KeptEntry;
  readonly errors: FieldErrors;
  readonly lines: LineStates;
  readonly accepted: readonly BrandId[];
  readonly testCards: readonly TestCard[];
  readonly island: Asset;
};

export function payPage(page: PayPage): string {
  const { view, lang } = page;
  const t = texts(lang);
  const shop = view.merchant.name;
  return renderPage({
    title: titleOf(page, t),
    lang,
    theme: page.look,
    scripts: [page.island],
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
          <OrderHead t={t} view={view} />
          <div className="pay-side">
            <Card title={t('card')} className="pay-form">
              <div className="stack gap-l">
                <News t={t} page={page} />
                <CardForm {...page} t={t} />
              </div>
            </Card>
            <LinePicture t={t} shop={shop} lines={page.lines} isTest={view.isTest} />
          </div>
          <OrderLines t={t} view={view} />
        </div>
      </Frame>
    ),
  });
}

function News({ t, page: { view, errors, lang } }: { t: Say; page: PayPage }) {
  if (Object.keys(errors).length > 0) return <Notice tone="bad">{t('checkFields')}</Notice>;
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
function titleOf({ view, errors }: PayPage, t: Say): string {
  if (Object.keys(errors).length > 0) return t('titleCheck');
  const isRefused = view.state.kind === 'open' && view.state.problem !== null;
  return isRefused ? t('titleRefused') : t('title');
}
