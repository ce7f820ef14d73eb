// The page in the frame: the four fields of a card in the shop's colours, and no button, since the
// shop's own page has one.

import { type Asset, FieldError, Form, Notice, renderPage, type Theme } from '@kassa/pages';
import type { BrandId } from '../checkout/pages/brands.ts';
import { CardFields, islandTexts } from '../checkout/pages/card-form.tsx';
import { nothingKept } from '../checkout/pages/read-card.ts';
import { type Lang, texts } from '../checkout/pages/texts.ts';

export type CardPage = {
  readonly lang: Lang;
  readonly look: Theme;
  /** The publishable key, which is no secret. */
  readonly apiKey: string;
  /** The only origin that may talk to the frame. */
  readonly shop: string;
  readonly accepted: readonly BrandId[];
  readonly island: Asset;
};

export function cardPage({ lang, look, apiKey, shop, accepted, island }: CardPage): string {
  const t = texts(lang);
  return renderPage({
    title: t('card'),
    lang,
    theme: look,
    scripts: [island],
    body: (
      <main
        id="card-form"
        className="element"
        data-key={apiKey}
        data-shop={shop}
        data-texts={JSON.stringify(islandTexts(t))}
      >
        <h1 className="unseen">{t('card')}</h1>
        <Form action="/elements/card" noValidate>
          <CardFields t={t} kept={nothingKept} cardErrors={{}} accepted={accepted} />
        </Form>
        <p className="unseen" role="status" data-said />
        <noscript>
          <Notice tone="warn">{t('elementNeedsScript')}</Notice>
        </noscript>
        <template>
          <FieldError id="">{null}</FieldError>
        </template>
      </main>
    ),
  });
}
