// Small parts that the list and the single exception share.

import { currencyOf, money } from '@kassa/money';
import { Amount } from '@kassa/pages';
import type { StoredException } from '../../reconciliation/desk/stored.ts';
import { pairs } from '../../reconciliation/matching/pair.ts';
import type { Translate } from './texts.ts';

/** The first two names are enough to know it by; the page of the exception has all. */
export function namesOf({ pair, expecting, answering }: StoredException): string {
  const rows = [...expecting, ...answering];
  const names = rows.flatMap((row) => (pairs[pair].gathers ? [row.batch ?? ''] : row.names));
  const [first = '–', second] = [...new Set(names.filter(Boolean))];
  return second === undefined ? first : `${first} ${second}`;
}

export function differenceOf({ differenceMinor, currency }: StoredException, t: Translate) {
  if (differenceMinor === null) return t('between');
  return <AmountIn currency={currency} minor={differenceMinor} signed />;
}

type In = { readonly currency: string; readonly minor: bigint; readonly signed?: boolean };

/** A currency that nobody knows is shown as it was told. */
export function AmountIn({ currency, minor, signed = false }: In) {
  const known = currencyOf(currency);
  if (!known.ok) return <>{`${minor} ${currency}`}</>;
  return <Amount of={money(known.value, minor)} signed={signed} />;
}
