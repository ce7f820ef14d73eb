// The four fields of a card. Whole without scripts: the server checks the same things and shows the
// same words. Neither number nor CVC ever has a value here.

import { Field, Fields } from '@kassa/pages';
import { BrandMarks, CvcPlaces } from './brand-marks.tsx';
import { type BrandId, cardBrands } from './brands.ts';
import { cardFields, type FieldErrorCode, type FieldErrors } from './card-checks.ts';
import type { KeptEntry } from './read-card.ts';
import type { Say } from './texts.ts';

export type CardFieldsProps = {
  readonly t: Say;
  readonly kept: KeptEntry;
  readonly cardErrors: FieldErrors;
  readonly accepted: readonly BrandId[];
};

/** Number, expiry, code and name: also of the element that a shop has in its own page. */
export function CardFields({ t, kept, cardErrors: errors, accepted }: CardFieldsProps) {
  const first = cardFields.find((field) => errors[field] !== undefined);
  const field = (name: (typeof cardFields)[number], error = errors[name]) => ({
    name,
    error: error && t(error),
    autoFocus: first === name,
    spellCheck: false,
  });
  return (
    <>
      <Field
        {...field('number')}
        label={t('number')}
        autoComplete="cc-number"
        inputMode="numeric"
        maxLength={30}
        placeholder=" "
        end={<BrandMarks accepted={accepted} />}
      />
      <Fields pair>
        <Field
          {...field('expiry')}
          label={t('expiry')}
          hint={t('expiryHint')}
          autoComplete="cc-exp"
          inputMode="numeric"
          maxLength={9}
          value={kept.expiry}
          placeholder={t('expiryShape')}
        />
        <Field
          {...field('cvc')}
          label={t('cvc')}
          hint={<span data-cvc-hint>{t('cvcThree')}</span>}
          autoComplete="cc-csc"
          inputMode="numeric"
          maxLength={4}
          end={<CvcPlaces />}
        />
      </Fields>
      <Field
        {...field('name')}
        label={t('name')}
        autoComplete="cc-name"
        maxLength={80}
        value={kept.name}
      />
    </>
  );
}

/** Filled by the island; empty, they say that the browser runs no scripts. */
export const browserFields = { screen: '', zone: '', java: '' };

const errorCodes = [
  'number_missing',
  'number_not_digits',
  'number_length',
  'number_wrong',
  'expiry_missing',
  'expiry_unreadable',
  'expiry_past',
  'expiry_far',
  'cvc_missing',
  'cvc_three',
  'cvc_four',
  'name_missing',
  'name_is_number',
  'name_long',
] as const satisfies readonly FieldErrorCode[];

export function islandTexts(t: Say): Readonly<Record<string, string>> {
  return {
    ...Object.fromEntries(errorCodes.map((code) => [code, t(code)])),
    three: t('cvcThree'),
    four: t('cvcFour'),
    recognised: t('recognised', { brand: '*' }),
    paying: t('paying'),
  };
}

export const namesOf = (accepted: readonly BrandId[]): string =>
  cardBrands
    .filter(({ id }) => accepted.includes(id))
    .map(({ name }) => name)
    .join(', ');
