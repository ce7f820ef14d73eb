// To which banking day a payment belongs that is made now, and when it is paid out. Late in the day
// and on days without banking it is the next one, as the merchants' contracts say [F04, F07].

import {
  addBankingDays,
  dateIn,
  isBankingDay,
  nextBankingDay,
  type PlainDate,
  timeIn,
} from '@kassa/time';

const calendar = 'ba';
export const zone = 'Europe/Sarajevo';
export const cutOff = '18:00';

export type BusinessDay = {
  /** The day whose cut-off takes in a payment made now. */
  readonly businessDate: PlainDate;
  /** Its value date, Tx+1. */
  readonly paidOutOn: PlainDate;
};

export function businessDayOf(nowMs: number): BusinessDay {
  const today = dateIn(nowMs, zone);
  const isInTime = isBankingDay(calendar, today) && timeIn(nowMs, zone) < `${cutOff}:00`;
  const businessDate = isInTime ? today : nextBankingDay(calendar, today);
  return { businessDate, paidOutOn: addBankingDays(calendar, businessDate, 1) };
}
