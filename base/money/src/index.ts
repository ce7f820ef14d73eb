export { allocate } from './allocate.ts';
export {
  type Currency,
  type CurrencyError,
  currencies,
  currencyFromNumeric,
  currencyOf,
  exponentOf,
  numericOf,
} from './currency.ts';
export {
  add,
  compare,
  isNegative,
  isZero,
  type Money,
  money,
  negate,
  subtract,
  sum,
} from './money.ts';
export { basisPoints, divide, multiplyRatio, type Rounding } from './rounding.ts';
export { type AmountTextError, format, parseMajor, toMajor } from './text.ts';
