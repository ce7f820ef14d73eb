// Our own table of card ranges: brand, funding, country of the issuer. The longest prefix wins.
// The test ranges follow the numbers that developers know: in 4000 00cc c… and the debit cards of
// 4000 05cc c… the three digits after six are the country's ISO 3166 number.

import { alphaCountry } from '../countries.ts';
import type { CardBrand, Funding } from './card.ts';

export type BinRow = {
  readonly brand: CardBrand;
  readonly funding: Funding;
  readonly country: string;
};

const table: readonly (readonly [prefix: string, CardBrand, Funding, country: string])[] = [
  ['4', 'visa', 'credit', ''],
  ['400000', 'visa', 'credit', 'US'],
  ['400005', 'visa', 'debit', 'US'],
  ['400000070', 'visa', 'debit', 'BA'],
  ['424242', 'visa', 'credit', 'US'],
  ['51', 'mastercard', 'credit', ''],
  ['52', 'mastercard', 'credit', ''],
  ['53', 'mastercard', 'credit', ''],
  ['54', 'mastercard', 'credit', ''],
  ['55', 'mastercard', 'credit', ''],
  ['555555', 'mastercard', 'credit', 'US'],
  ['555555826', 'mastercard', 'credit', 'GB'],
  ['520082', 'mastercard', 'debit', 'US'],
  ['510510', 'mastercard', 'prepaid', 'US'],
  ...twoSeries(),
  ['34', 'amex', 'credit', 'US'],
  ['37', 'amex', 'credit', 'US'],
  ['30', 'diners', 'credit', 'US'],
  ['36', 'diners', 'credit', 'US'],
  ['38', 'diners', 'credit', 'US'],
  ['6011', 'discover', 'credit', 'US'],
  ['65', 'discover', 'credit', 'US'],
  ['35', 'jcb', 'credit', 'JP'],
  ['62', 'unionpay', 'credit', 'CN'],
];

/** Mastercard's second series: 2221 to 2720. */
function twoSeries(): [string, CardBrand, Funding, string][] {
  return Array.from({ length: 2720 - 2221 + 1 }, (_, index) => {
    return [String(2221 + index), 'mastercard', 'credit', ''];
  });
}

const rows = new Map(
  table.map(([prefix, brand, funding, country]) => [prefix, { brand, funding, country }] as const),
);
const lengths = [...new Set(table.map(([prefix]) => prefix.length))].sort((a, b) => b - a);
const unknown: BinRow = { brand: 'unknown', funding: 'unknown', country: '' };

/** What a card's first nine digits say. */
export function lookUpBin(digits: string): BinRow {
  const length = lengths.find((size) => rows.has(digits.slice(0, size)));
  const row = (length !== undefined && rows.get(digits.slice(0, length))) || unknown;
  const country = /^40000[05]/.test(digits) ? alphaCountry(digits.slice(6, 9)) : undefined;
  return country === undefined ? row : { ...row, country };
}
