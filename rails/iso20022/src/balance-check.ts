// Whether a statement adds up: what stood, and what was booked, against what stands.

import { add, type Money, money, negate, subtract } from '@kassa/money';
import type { ImportedStatement } from './imported-statement.ts';

export type BalanceCheck = {
  readonly opening: Money;
  readonly booked: Money;
  readonly closing: Money;
  /** Closing less opening less booked: nothing, in a statement that adds up. */
  readonly difference: Money;
};

/** Pairs that can be compared, the best first. A previous closing is an opening by another name. */
const pairs = [
  ['OPBD', 'CLBD'],
  ['PRCD', 'CLBD'],
  ['OPBD', 'ITBD'],
  ['OPAV', 'CLAV'],
] as const;

/** Undefined where the statement has no such pair of balances, or amounts in other currencies. */
export function checkBalances(statement: ImportedStatement): BalanceCheck | undefined {
  const balanceOf = (code: string) => statement.balances.find((one) => one.code === code)?.amount;
  for (const [first, last] of pairs) {
    const [opening, closing] = [balanceOf(first), balanceOf(last)];
    if (!opening || !closing) continue;
    const booked = bookedIn(statement, opening.currency);
    if (!booked || closing.currency !== opening.currency) return undefined;
    const difference = subtract(subtract(closing, opening), booked);
    return { opening, booked, closing, difference };
  }
  return undefined;
}

/** The sum of what is booked; entries that are pending or for information move no balance. */
function bookedIn(statement: ImportedStatement, currency: Money['currency']): Money | undefined {
  let sum = money(currency, 0n);
  for (const { amount, side, status } of statement.entries) {
    if (status !== 'booked') continue;
    if (amount.currency !== currency) return undefined;
    sum = add(sum, side === 'credit' ? amount : negate(amount));
  }
  return sum;
}
