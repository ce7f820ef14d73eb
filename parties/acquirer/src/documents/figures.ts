// Amounts and dates as a document shows them: a table names the currency once, in its header.

import { type Currency, exponentOf, type Money, toMajor } from '@kassa/money';
import { localeOf } from '@kassa/pages';
import type { PlainDate } from '@kassa/time';
import type { Lang } from '../pages/texts.ts';

export type Figures = {
  amount(amount: Money): string;
  count(items: number): string;
  date(date: PlainDate): string;
  month(month: PlainDate): string;
};

/** One for each document: to make a formatter costs far more than to use it. */
export function figuresIn(lang: Lang, currency: Currency): Figures {
  const locale = localeOf(lang);
  const digits = exponentOf(currency);
  const amounts = new Intl.NumberFormat(locale, {
    ...{ minimumFractionDigits: digits, maximumFractionDigits: digits },
  });
  const counts = new Intl.NumberFormat(locale);
  const dates = new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeZone: 'UTC' });
  const months = new Intl.DateTimeFormat(locale, {
    ...{ month: 'long', year: 'numeric', timeZone: 'UTC' },
  });
  return {
    amount: (amount) => amounts.format(toMajor(amount)).replace('-', '\u2212'),
    count: (items) => counts.format(items),
    date: (date) => dates.format(Date.parse(`${date}T00:00:00Z`)),
    month: (month) => months.format(Date.parse(`${month}T00:00:00Z`)),
  };
}
