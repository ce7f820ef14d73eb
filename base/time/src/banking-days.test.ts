import Holidays from 'date-holidays';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  addBankingDays,
  addDays,
  type Calendar,
  dateFrom,
  isBankingDay,
  nextBankingDay,
  type PlainDate,
  weekday,
} from './index.ts';

const years = Array.from({ length: 25 }, (_, index) => 2015 + index);
const names = { languages: ['en'] };

describe('banking days', () => {
  test('in Norway are the working days without public holidays, and Christmas Eve is none', () => {
    const norway = new Holidays('NO', names);
    const closed = (year: number) =>
      norway
        .getHolidays(year)
        .filter((day) => day.type === 'public' || day.name === 'Christmas Eve')
        .map((day) => day.date.slice(0, 10));
    agrees('no', closed);
  });

  test('in Bosnia follow the secular holidays of the Federation with their substitutes', () => {
    const federation = new Holidays('BA', 'BIH', names);
    const secular = /New Year|Labour Day|Independence Day|Statehood Day/;
    const closed = (year: number) =>
      federation
        .getHolidays(year)
        .filter((day) => secular.test(day.name) && !/Orthodox|Islamic/.test(day.name))
        .map((day) => day.date.slice(0, 10));
    agrees('ba', closed);
  });

  test('of TARGET leave out its six holidays', () => {
    // Germany has all six among its own; date-holidays has no entry for TARGET itself.
    const six = /New Year|Good Friday|Easter Monday|Labour Day|Christmas Day|Boxing Day/;
    const germany = new Holidays('DE', names);
    const closed = (year: number) =>
      germany
        .getHolidays(year)
        .filter((day) => day.type === 'public' && six.test(day.name))
        .map((day) => day.date.slice(0, 10));
    for (const year of years) expect(closed(year)).toHaveLength(6);
    agrees('target', closed);
  });

  test.each<[Calendar, PlainDate, PlainDate]>([
    ['ba', '2026-11-20', '2026-11-23'],
    ['ba', '2026-11-24', '2026-11-26'],
    ['ba', '2026-12-31', '2027-01-04'],
    // 1 January 2023 was a Sunday, so the 3rd was closed as well.
    ['ba', '2022-12-30', '2023-01-04'],
    ['no', '2026-04-01', '2026-04-07'],
    ['no', '2026-12-23', '2026-12-28'],
    ['target', '2026-12-24', '2026-12-28'],
    ['target', '2026-04-02', '2026-04-07'],
  ])('in %s the next after %s is %s', (calendar, date, next) => {
    expect(nextBankingDay(calendar, date)).toBe(next);
  });

  test('count forwards and backwards, and nought rolls to the next one', () => {
    expect(addBankingDays('ba', '2026-11-20', 2)).toBe('2026-11-24');
    expect(addBankingDays('ba', '2026-11-22', 1)).toBe('2026-11-23');
    expect(addBankingDays('ba', '2026-11-22', 0)).toBe('2026-11-23');
    expect(addBankingDays('ba', '2026-11-23', 0)).toBe('2026-11-23');
    expect(addBankingDays('ba', '2026-11-23', -1)).toBe('2026-11-20');
  });

  test('forwards and back again lands on the same banking day', () => {
    const calendars = fc.constantFrom<Calendar>('ba', 'no', 'target');
    fc.assert(
      fc.property(calendars, fc.nat(9_000), fc.nat(40), (calendar, day, count) => {
        const start = addBankingDays(calendar, addDays('2015-01-01', day), 0);
        const there = addBankingDays(calendar, start, count);
        expect(isBankingDay(calendar, there)).toBe(true);
        expect(addBankingDays(calendar, there, -count)).toBe(start);
      }),
    );
  });
});

function agrees(calendar: Calendar, closedIn: (year: number) => readonly string[]): void {
  for (const year of years) {
    const closed = new Set(closedIn(year));
    for (let day = dateFrom(year, 1, 1); day < dateFrom(year + 1, 1, 1); day = addDays(day, 1)) {
      const open = weekday(day) <= 5 && !closed.has(day);
      expect(`${day} ${isBankingDay(calendar, day)}`).toBe(`${day} ${open}`);
    }
  }
}
