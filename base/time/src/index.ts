export {
  addBankingDays,
  type Calendar,
  easter,
  isBankingDay,
  nextBankingDay,
} from './banking-days.ts';
export {
  type Clock,
  type Instant,
  instant,
  realClock,
  type VirtualClock,
  virtualClock,
} from './clock.ts';
export {
  addDays,
  type DateError,
  dateFrom,
  dayOfMonth,
  daysBetween,
  isPlainDate,
  type PlainDate,
  parseDate,
  utcMidnightMs,
  weekday,
  yearOf,
} from './plain-date.ts';
export { atZone, dateIn, timeIn } from './zone.ts';
