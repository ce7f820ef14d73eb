// Calendar months on the wall of the bank's own clock.

import { atZone, dateFrom, dateIn, type PlainDate, yearOf } from '@kassa/time';

/** Named by its first day. */
export type Month = PlainDate;

/** Half-open: since, but not until. */
export type Span = { readonly sinceMs: number; readonly untilMs: number };

/** Undefined if `2026-10` is none. */
export function monthOf(text: string): Month | undefined {
  const match = /^(2\d{3})-(0[1-9]|1[0-2])$/.exec(text);
  return match ? dateFrom(Number(match[1]), Number(match[2]), 1) : undefined;
}

export function monthAt(ms: number, zone: string): Month {
  return monthsFrom(dateIn(ms, zone), 0);
}

/** So many months later; earlier below zero. */
export function monthsFrom(date: PlainDate, months: number): Month {
  return dateFrom(yearOf(date), Number(date.slice(5, 7)) + months, 1);
}

export function spanOf(month: Month, zone: string): Span {
  return {
    sinceMs: atZone(month, '00:00', zone),
    untilMs: atZone(monthsFrom(month, 1), '00:00', zone),
  };
}

/** What was decided just before midnight may be written just after it. */
const restMs = 600_000;

export function isOver(month: Month, zone: string, nowMs: number): boolean {
  return nowMs >= spanOf(month, zone).untilMs + restMs;
}

/** `2026-10` */
export function nameOf(month: Month): string {
  return month.slice(0, 7);
}
