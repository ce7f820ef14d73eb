// A contract in one sentence, as its merchant reads it.

import { format, isZero } from '@kassa/money';
import type { Contract } from '../merchants/contract.ts';
import { type Lang, texts } from './texts.ts';

export function termsOf(contract: Contract, lang: Lang): string {
  const t = texts(lang);
  const line = t('contractLine', {
    price: priceOf(contract, lang),
    cutOff: contract.cutOffAt,
    payday: paydayOf(contract, lang),
    payout: contract.payoutAt,
  });
  const minimum = contract.payoutMinimum.map((amount) => format(amount, lang)).join(', ');
  const { reserve } = contract;
  return [
    line,
    ...(minimum === '' ? [] : [t('contractMinimum', { minimum })]),
    ...(reserve
      ? [t('contractReserve', { share: percent(reserve.basisPoints, lang), days: reserve.days })]
      : []),
  ].join(' ');
}

function priceOf({ pricing, feeBasisPoints, feeFixed }: Contract, lang: Lang): string {
  const t = texts(lang);
  const fixed = feeFixed.filter((amount) => !isZero(amount)).map((one) => format(one, lang));
  const share = percent(feeBasisPoints, lang);
  const fee = fixed.length === 0 ? share : `${share} + ${fixed.join(' / ')}`;
  return t(pricing === 'blended' ? 'contractBlended' : 'contractCostPlus', { fee });
}

function percent(points: number, lang: Lang): string {
  const share = new Intl.NumberFormat(lang, { style: 'percent', minimumFractionDigits: 2 });
  return share.format(points / 10_000);
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
