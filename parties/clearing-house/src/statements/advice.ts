// Movements of a member's account in ISO 20022: the advice (camt.054) and the statement's entries.

import { type AccountEntry, writeCamt054 } from '@kassa/iso20022';
import { type Currency, negate } from '@kassa/money';
import { instant } from '@kassa/time';
import type { Movement } from '../book/booking.ts';

/** The number of a member's account at the central bank. */
export function accountNumber(member: string, currency: Currency): string {
  return `${member}/${currency}`;
}

export function entryOf(movement: Movement): AccountEntry {
  const { messageId, endToEndId, counterparty, remittance } = movement;
  const isCredit = movement.amount.minor > 0n;
  return {
    reference: movement.id,
    amount: isCredit ? movement.amount : negate(movement.amount),
    side: isCredit ? 'credit' : 'debit',
    bookedOn: movement.bookedOn,
    valueOn: movement.bookedOn,
    kind: movement.kind,
    ...(messageId !== undefined && { messageId }),
    ...(endToEndId !== undefined && { endToEndId }),
    ...(counterparty !== undefined && { counterparty }),
    ...(remittance !== undefined && { remittance }),
  };
}

/** One notification for each currency. */
export function writeAdvice(
  id: string,
  member: string,
  movements: readonly Movement[],
  atMs: number,
): string {
  const currencies = [...new Set(movements.map((movement) => movement.amount.currency))];
  return writeCamt054({
    messageId: id,
    createdAtMs: instant(atMs),
    notifications: currencies.map((currency) => ({
      id: `${id}-${currency}`,
      account: accountNumber(member, currency),
      entries: movements.filter(({ amount }) => amount.currency === currency).map(entryOf),
    })),
  });
}
