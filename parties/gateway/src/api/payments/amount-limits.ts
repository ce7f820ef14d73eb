// How little and how much one payment may be. The least amounts are the original's own, currency by
// currency; one that it does not name has none. The most is eight digits, whatever the currency.

import type { Currency } from '@kassa/money';
import { type ApiError, invalid } from '../kernel/api-error.ts';
import { written } from '../kernel/written-amount.ts';

const leastMinor: Partial<Readonly<Record<string, number>>> = {
  AED: 200,
  AUD: 50,
  BGN: 100,
  BRL: 50,
  CAD: 50,
  CHF: 50,
  CZK: 1_500,
  DKK: 250,
  EUR: 50,
  GBP: 30,
  HKD: 400,
  HUF: 17_500,
  INR: 50,
  JPY: 50,
  MXN: 1_000,
  MYR: 200,
  NOK: 300,
  NZD: 50,
  PLN: 200,
  RON: 200,
  SEK: 300,
  SGD: 50,
  THB: 1_000,
  USD: 50,
};

const mostMinor = 99_999_999;

/** Undefined if the amount may be charged. */
export function amountFault(
  amount: number,
  currency: Currency,
  param = 'amount',
): ApiError | undefined {
  const least = leastMinor[currency] ?? 1;
  if (amount < least) {
    const message = `Amount must be at least ${written(least, currency)} ${currency.toLowerCase()}`;
    return invalid(message, { code: 'amount_too_small', param });
  }
  if (amount > mostMinor) {
    const message = `Amount must be no more than ${written(mostMinor, currency)}`;
    return invalid(message, { code: 'amount_too_large', param });
  }
  return undefined;
}
