// On which days a contract pays out. Money is the merchant's Tx + n, and goes out on the first payday
// from then on: a merchant knows beforehand on which day each of its payments arrives.

import {
  addBankingDays,
  addDays,
  type Calendar,
  dayOfMonth,
  type PlainDate,
  weekday,
} from '@kassa/time';

export const weekdayNames = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday'] as const;

export type Payday =
  | { readonly every: 'day' }
  /** 1 is Monday. */
  | { readonly every: 'week'; readonly on: number }
  /** A day that every month has: 1 to 28. */
  | { readonly every: 'month'; readonly on: number };

/** Longer than any run of days on which banks rest. */
const restMax = 10;

/** The first payday on or after the date. Where banks rest on it, it is their next day. */
export function paydayFrom(payday: Payday, calendar: Calendar, date: PlainDate): PlainDate {
  if (payday.every === 'day') return addBankingDays(calendar, date, 0);
  // A payday of before the date may have been put off until after it.
  for (let day = addDays(date, -restMax); ; day = addDays(day, 1)) {
    if (!isNamed(payday, day)) continue;
    const moved = addBankingDays(calendar, day, 0);
    if (moved >= date) return moved;
  }
}

function isNamed(payday: Exclude<Payday, { every: 'day' }>, day: PlainDate): boolean {
  return payday.on === (payday.every === 'week' ? weekday(day) : dayOfMonth(day));
}
