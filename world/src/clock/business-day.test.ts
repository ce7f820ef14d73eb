import { atZone, type PlainDate } from '@kassa/time';
import { describe, expect, test } from 'vitest';
import { businessDayOf, zone } from './business-day.ts';

describe('a payment', () => {
  test.each<[when: string, date: PlainDate, time: string, belongsTo: string, paidOutOn: string]>([
    ['on a Friday at noon', '2026-11-20', '12:00', '2026-11-20', '2026-11-23'],
    ['a minute before the cut-off', '2026-11-20', '17:59', '2026-11-20', '2026-11-23'],
    ['at the cut-off', '2026-11-20', '18:00', '2026-11-23', '2026-11-24'],
    ['on a Sunday', '2026-11-22', '05:00', '2026-11-23', '2026-11-24'],
    ['on a Tuesday before the holiday', '2026-11-24', '10:00', '2026-11-24', '2026-11-26'],
    ['on the holiday', '2026-11-25', '10:00', '2026-11-26', '2026-11-27'],
  ])('%s (%s %s) belongs to %s and is paid out on %s', (_when, date, time, day, paid) => {
    expect(businessDayOf(atZone(date, time, zone))).toEqual({ businessDate: day, paidOutOn: paid });
  });
});
