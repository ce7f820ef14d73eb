// A contract in one sentence, as its merchant reads it.

import { format } from '@kassa/money';
import type { Contract } from '../merchants/contract.ts';
import { type Lang, texts } from './texts.ts';

export function termsOf(contract: Contract, lang: Lang): string {
  const t = texts(lang);
  const share = new Intl.NumberFormat(lang, { style: 'percent', minimumFractionDigits: 2 });
  const line = t('contractLine', {
    fee: share.format(contract.feeBasisPoints / 10_000),
    cutOff: contract.cutOffAt,
    payday: paydayOf(contract, lang),
    payout: contract.payoutAt,
  });
  if (contract.payoutMinimum.length === 0) return line;
  const minimum = contract.payoutMinimum.map((amount) => format(amount, lang)).join(', ');
  return `${line} ${t('contractMinimum', { minimum })}`;
}

function paydayOf({ payday, valueDays: days }: Contract, lang: Lang): string {
  const t = texts(lang);
  if (payday.every === 'day') return t('paydayDaily', { days });
  if (payday.every === 'month') return t('paydayMonthly', { days, day: payday.on });
  return t('paydayWeekly', { days, weekday: weekdayName(payday.on, lang) });
}

/** 1 is Monday. */
function weekdayName(weekday: number, lang: Lang): string {
  const named = new Intl.DateTimeFormat(lang, { weekday: 'long', timeZone: 'UTC' });
  // The first of January of 2024 was a Monday.
  return named.format(Date.UTC(2024, 0, weekday));
}
