// On which days banks move money. Three calendars: TARGET (euro), Norway, Bosnia and Herzegovina.

import { assert } from '@kassa/result';
import { addDays, dateFrom, type PlainDate, weekday, yearOf } from './plain-date.ts';

export type Calendar = 'target' | 'no' | 'ba';

export function isBankingDay(calendar: Calendar, date: PlainDate): boolean {
  return weekday(date) <= 5 && !holidaysOf(calendar, yearOf(date)).has(date);
}

/** The first banking day strictly after the date. */
export function nextBankingDay(calendar: Calendar, date: PlainDate): PlainDate {
  return nearest(calendar, addDays(date, 1), 1);
}

/**
 * n banking days on (back, if n is negative), counted from the date whether it is one or not.
 * With n = 0: the date itself, or the next banking day if it is none.
 */
export function addBankingDays(calendar: Calendar, date: PlainDate, days: number): PlainDate {
  assert(Number.isSafeInteger(days), `banking days must be whole: ${days}`);
  const step = days < 0 ? -1 : 1;
  let day = days === 0 ? nearest(calendar, date, 1) : date;
  for (let left = Math.abs(days); left > 0; left--) {
    day = nearest(calendar, addDays(day, step), step);
  }
  return day;
}

function nearest(calendar: Calendar, from: PlainDate, step: 1 | -1): PlainDate {
  let day = from;
  while (!isBankingDay(calendar, day)) day = addDays(day, step);
  return day;
}

const knownHolidays = new Map<string, ReadonlySet<PlainDate>>();

function holidaysOf(calendar: Calendar, year: number): ReadonlySet<PlainDate> {
  const name = `${calendar} ${year}`;
  const known = knownHolidays.get(name) ?? new Set(holidays[calendar](year));
  // Four digits of a year and three calendars: no more than that is ever kept.
  knownHolidays.set(name, known);
  return known;
}

/** Bank holidays of a year, weekends left aside (they are closed anyway). */
const holidays: Record<Calendar, (year: number) => readonly PlainDate[]> = {
  // The closing days of the ECB's settlement system (Guideline (EU) 2022/912), the same since 2002.
  target: (year) => [
    dateFrom(year, 1, 1),
    addDays(easter(year), -2),
    addDays(easter(year), 1),
    dateFrom(year, 5, 1),
    dateFrom(year, 12, 25),
    dateFrom(year, 12, 26),
  ],
  // Settlement days of Norges Bank (NBO): the public holidays and Christmas Eve, but not the
  // 31st of December, when shops of banks are closed and settlement runs.
  no: (year) => [
    dateFrom(year, 1, 1),
    addDays(easter(year), -3),
    addDays(easter(year), -2),
    addDays(easter(year), 1),
    dateFrom(year, 5, 1),
    dateFrom(year, 5, 17),
    addDays(easter(year), 39),
    addDays(easter(year), 50),
    dateFrom(year, 12, 24),
    dateFrom(year, 12, 25),
    dateFrom(year, 12, 26),
  ],
  // Sarajevo, as the Federation keeps them: New Year and Labour Day (two days each, and the next
  // working day for one that falls on a Sunday), Independence Day (1 March) and Statehood Day
  // (25 November). Not counted: the feasts of the Catholic, Orthodox, Islamic and Jewish
  // calendars, on which each worker may stay at home by choice while the banks work, and the
  // holidays of Republika Srpska (9 January, 9 May, 21 November).
  ba: (year) => [
    ...twoDays(dateFrom(year, 1, 1)),
    dateFrom(year, 3, 1),
    ...twoDays(dateFrom(year, 5, 1)),
    dateFrom(year, 11, 25),
  ],
};

/** A holiday of two days; one of them on a Sunday closes the next working day as well. */
function twoDays(first: PlainDate): readonly PlainDate[] {
  const second = addDays(first, 1);
  const onSunday = weekday(first) === 7 || weekday(second) === 7;
  return onSunday ? [first, second, addDays(second, 1)] : [first, second];
}

/** Easter Sunday of the Gregorian calendar, by the method of Meeus, Jones and Butcher. */
export function easter(year: number): PlainDate {
  const golden = year % 19;
  const century = Math.floor(year / 100);
  const rest = year % 100;
  const moonShift = Math.floor((century - Math.floor((century + 8) / 25) + 1) / 3);
  const epact = (19 * golden + century - Math.floor(century / 4) - moonShift + 15) % 30;
  const toSunday = (32 + 2 * (century % 4) + 2 * Math.floor(rest / 4) - epact - (rest % 4)) % 7;
  const late = Math.floor((golden + 11 * epact + 22 * toSunday) / 451);
  const days = epact + toSunday - 7 * late + 114;
  return dateFrom(year, Math.floor(days / 31), (days % 31) + 1);
}
