// Days as numbers, and the last banking day on which something is in time.

import {
  addBankingDays,
  type Calendar,
  dateIn,
  instant,
  type PlainDate,
  utcMidnightMs,
} from '@kassa/time';
import type { DayNumber } from '../matching/source-row.ts';

const dayMs = 86_400_000;

export const dayOf = (atMs: number): DayNumber => Math.floor(atMs / dayMs);
export const dayOfDate = (date: PlainDate): DayNumber => dayOf(utcMidnightMs(date));
export const startOf = (day: DayNumber): number => day * dayMs;

export const dateOf = (day: DayNumber): PlainDate => dateIn(instant(startOf(day)), 'UTC');

const calendars: Readonly<Record<string, Calendar>> = { BA: 'ba', NO: 'no' };
export const calendarOf = (country: string): Calendar => calendars[country] ?? 'target';

export function dueAfter(day: DayNumber, calendar: Calendar, bankingDays: number): DayNumber {
  return dayOfDate(addBankingDays(calendar, dateOf(day), bankingDays));
}
