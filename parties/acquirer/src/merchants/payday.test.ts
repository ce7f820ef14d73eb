import {
  addDays,
  atZone,
  type Calendar,
  dateFrom,
  isBankingDay,
  type PlainDate,
} from '@kassa/time';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { nextPayday } from './contract.ts';
import { type Payday, paydayFrom } from './payday.ts';

const monday: Payday = { every: 'week', on: 1 };
const fifth: Payday = { every: 'month', on: 5 };

test.each<[string, Payday, Calendar, PlainDate, PlainDate]>([
  ['a banking day is its own payday', { every: 'day' }, 'ba', '2026-11-24', '2026-11-24'],
  ['a Saturday is paid on Monday', { every: 'day' }, 'ba', '2026-11-28', '2026-11-30'],
  ['the Monday itself', monday, 'ba', '2026-11-23', '2026-11-23'],
  ['the Monday after', monday, 'ba', '2026-11-24', '2026-11-30'],
  ['Easter Monday is put off to Tuesday', monday, 'no', '2026-04-01', '2026-04-07'],
  ['which still is that payday', monday, 'no', '2026-04-07', '2026-04-07'],
  ['and no later day is', monday, 'no', '2026-04-08', '2026-04-13'],
  ['a fifth on a Saturday', fifth, 'target', '2026-12-02', '2026-12-07'],
  ['the fifth of the next month', fifth, 'target', '2026-12-08', '2027-01-05'],
])('%s', (_, payday, calendar, date, expected) => {
  expect(paydayFrom(payday, calendar, date)).toBe(expected);
});

test('is a banking day, never before the date, and the same for every day up to it', () => {
  const payday = fc.oneof(
    fc.constant<Payday>({ every: 'day' }),
    fc.integer({ min: 1, max: 5 }).map((on): Payday => ({ every: 'week', on })),
    fc.integer({ min: 1, max: 28 }).map((on): Payday => ({ every: 'month', on })),
  );
  const calendar = fc.constantFrom<Calendar>('target', 'no', 'ba');
  const days = fc.integer({ min: 0, max: 4_000 });
  fc.assert(
    fc.property(payday, calendar, days, (wished, banks, after) => {
      const date = addDays(dateFrom(2024, 1, 1), after);
      const paid = paydayFrom(wished, banks, date);
      expect(isBankingDay(banks, paid)).toBe(true);
      expect(paid >= date).toBe(true);
      for (let day = date; day < paid; day = addDays(day, 1)) {
        expect(paydayFrom(wished, banks, day)).toBe(paid);
      }
    }),
  );
});

test.each<[string, Payday, PlainDate, string, PlainDate]>([
  ['before the hour of its payout, today', { every: 'day' }, '2026-11-27', '09:59', '2026-11-27'],
  ['after it, over the weekend', { every: 'day' }, '2026-11-27', '10:00', '2026-11-30'],
  ['on a day without banking', { every: 'day' }, '2026-11-28', '12:00', '2026-11-30'],
  ['on Mondays, after that of today', monday, '2026-11-23', '18:00', '2026-11-30'],
])('what is due at once goes out %s', (_, payday, date, time, expected) => {
  const zone = 'Europe/Sarajevo';
  const contract = { payday, calendar: 'ba', zone, payoutAt: '10:00' } as const;
  expect(nextPayday(contract, atZone(date, time, zone))).toBe(expected);
});
