// Days of the Gregorian calendar without a time or a zone: booking, value and business dates.
// As text 'YYYY-MM-DD' they sort and compare as strings.

import { assert, err, ok, type Result } from '@kassa/result';

export type PlainDate = `${number}-${number}-${number}`;

export type DateError = { readonly code: 'not_a_date'; readonly text: string };

const dayMs = 86_400_000;

/** Reads '2026-11-23'; the 30th of February is refused. */
export function parseDate(text: string): Result<PlainDate, DateError> {
  return isPlainDate(text) ? ok(text) : err({ code: 'not_a_date', text: text.slice(0, 32) });
}

export function isPlainDate(text: string): text is PlainDate {
  return !Number.isNaN(midnightOf(text));
}

/** Not a number for what is no day. */
function midnightOf(text: string): number {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return Number.NaN;
  const at = new Date(`${text}T00:00:00Z`);
  return at.getUTCDate() === Number(text.slice(8)) ? at.getTime() : Number.NaN;
}

/** n days later; earlier if n is negative. */
export function addDays(date: PlainDate, days: number): PlainDate {
  assert(Number.isSafeInteger(days), `days must be whole: ${days}`);
  return fromUtcMs(utcMidnightMs(date) + days * dayMs);
}

/** Days from one date to the other; negative if the other is earlier. */
export function daysBetween(from: PlainDate, to: PlainDate): number {
  return (utcMidnightMs(to) - utcMidnightMs(from)) / dayMs;
}

/** 1 is Monday, 7 is Sunday (ISO 8601). */
export function weekday(date: PlainDate): number {
  return new Date(utcMidnightMs(date)).getUTCDay() || 7;
}

export function yearOf(date: PlainDate): number {
  return Number(date.slice(0, 4));
}

/** 1 to 31. */
export function dayOfMonth(date: PlainDate): number {
  return Number(date.slice(8));
}

export function dateFrom(year: number, month: number, day: number): PlainDate {
  return fromUtcMs(Date.UTC(year, month - 1, day));
}

/** The instant of the day's first moment in UTC: for arithmetic, not for banks. */
export function utcMidnightMs(date: PlainDate): number {
  const ms = midnightOf(date);
  assert(!Number.isNaN(ms), `not a date: ${date}`);
  return ms;
}

function fromUtcMs(ms: number): PlainDate {
  return new Date(ms).toISOString().slice(0, 10) as PlainDate;
}
