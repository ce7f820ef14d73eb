import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  addDays,
  atZone,
  dateFrom,
  dateIn,
  daysBetween,
  instant,
  isPlainDate,
  parseDate,
  realClock,
  timeIn,
  virtualClock,
  weekday,
} from './index.ts';

describe('a clock', () => {
  test('the real one tells the time of the machine', () => {
    const before = Date.now();
    expect(realClock().nowMs()).toBeGreaterThanOrEqual(before);
  });

  test('the virtual one moves on and never back', () => {
    const below = { nowMs: () => 1_000 };
    const clock = virtualClock({ offsetMs: 50, below });
    expect(clock.nowMs()).toBe(1_050);
    clock.advanceTo(3_000);
    expect([clock.nowMs(), clock.offsetMs()]).toEqual([3_000, 2_000]);
    clock.advanceTo(2_000);
    clock.setOffsetMs(7);
    expect(clock.offsetMs()).toBe(2_000);
    clock.setOffsetMs(9_000);
    expect(clock.nowMs()).toBe(10_000);
  });

  test('fractions of a millisecond are a bug', () => {
    expect(() => virtualClock({ offsetMs: 0.5 })).toThrow('whole');
    expect(() => instant(Number.NaN)).toThrow('whole');
  });
});

describe('a date', () => {
  test.each(['2026-02-30', '2026-13-01', '26-01-01', '2026-1-1', '', '2026-01-01T00:00', 'today'])(
    '%j is none',
    (text) => {
      expect(parseDate(text)).toEqual({ ok: false, error: { code: 'not_a_date', text } });
    },
  );

  test('counts days over leap years and compares as text', () => {
    expect(addDays('2024-02-28', 1)).toBe('2024-02-29');
    expect(addDays('2026-01-01', -1)).toBe('2025-12-31');
    expect(daysBetween('2024-02-28', '2024-03-01')).toBe(2);
    expect(weekday('2026-11-22')).toBe(7);
    expect(weekday('2026-11-23')).toBe(1);
    expect(dateFrom(2026, 11, 22)).toBe('2026-11-22');
    expect('2026-09-30' < '2026-10-01').toBe(true);
  });

  test('adding days and counting them agree', () => {
    const days = fc.integer({ min: -200_000, max: 200_000 });
    fc.assert(
      fc.property(days, (count) => {
        const day = addDays('2026-11-22', count);
        expect(isPlainDate(day)).toBe(true);
        expect(daysBetween('2026-11-22', day)).toBe(count);
        expect(weekday(day)).toBe(((((6 + count) % 7) + 7) % 7) + 1);
      }),
    );
  });
});

describe('a zone', () => {
  const iso = (ms: number) => new Date(ms).toISOString();

  test.each([
    ['2026-11-22T23:30:00Z', 'Europe/Sarajevo', '2026-11-23', '00:30:00'],
    ['2026-07-01T22:00:01Z', 'Europe/Oslo', '2026-07-02', '00:00:01'],
    ['2026-01-01T03:00:00Z', 'America/New_York', '2025-12-31', '22:00:00'],
    ['2026-01-01T00:00:00Z', 'Asia/Kathmandu', '2026-01-01', '05:45:00'],
    ['2026-01-01T00:00:00Z', 'UTC', '2026-01-01', '00:00:00'],
  ])('%s in %s is %s %s', (at, zone, date, time) => {
    expect([dateIn(Date.parse(at), zone), timeIn(Date.parse(at), zone)]).toEqual([date, time]);
  });

  test.each([
    ['2026-11-23', '18:00', 'Europe/Sarajevo', '2026-11-23T17:00:00.000Z'],
    ['2026-07-01', '18:00', 'Europe/Sarajevo', '2026-07-01T16:00:00.000Z'],
    ['2026-07-01', '08:00:30', 'UTC', '2026-07-01T08:00:30.000Z'],
    // Clocks go forward at 02:00: half past two does not exist and is taken an hour later.
    ['2026-03-29', '02:30', 'Europe/Sarajevo', '2026-03-29T01:30:00.000Z'],
    ['2026-03-29', '03:30', 'Europe/Sarajevo', '2026-03-29T01:30:00.000Z'],
    ['2026-03-29', '01:59', 'Europe/Sarajevo', '2026-03-29T00:59:00.000Z'],
    // Clocks go back at 03:00: half past two comes twice, the first counts.
    ['2026-10-25', '02:30', 'Europe/Sarajevo', '2026-10-25T00:30:00.000Z'],
    ['2026-10-25', '03:00', 'Europe/Sarajevo', '2026-10-25T02:00:00.000Z'],
  ])('%s %s in %s is %s', (date, time, zone, at) => {
    expect(isPlainDate(date) && iso(atZone(date, time, zone))).toBe(at);
  });

  test('what the wall shows leads back to the same second, or to its twin an hour earlier', () => {
    const zones = fc.constantFrom('Europe/Sarajevo', 'Europe/Oslo', 'America/New_York', 'UTC');
    const seconds = fc.integer({ min: 0, max: 4_000_000_000 });
    fc.assert(
      fc.property(seconds, zones, (second, zone) => {
        const ms = second * 1000;
        const back = atZone(dateIn(ms, zone), timeIn(ms, zone), zone);
        expect([0, 3_600_000]).toContain(ms - back);
      }),
    );
  });

  test.each(['24:00', '8:00', '12:60', ''])('%j is no time of day', (time) => {
    expect(() => atZone('2026-01-01', time, 'UTC')).toThrow('time of day');
  });
});
