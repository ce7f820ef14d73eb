// Returns, the pure part: is this a payment that the bank was given and may send back, whole and once.

import type { ReturnedTransfer } from '@kassa/iso20022';
import type { Money } from '@kassa/money';
import { err, ok, type Result } from '@kassa/result';
import type { Refusal } from '../errors.ts';

/** What is returned, settled by itself or in a window. */
export type Original = {
  readonly id: string;
  readonly endToEndId: string;
  /** The message in which it came to us, and what that was. */
  readonly messageId: string;
  readonly messageName: string;
  /** Member codes: who sent it, and to whom it was handed on. */
  readonly sender: string;
  readonly receiver: string;
  /** Whose account fell, and whose rose. */
  readonly payer: string;
  readonly payee: string;
  readonly amount: Money;
  readonly isReturned: boolean;
  /** Returned as it came: at once, or in a window. */
  readonly settled: 'at_once' | 'in_window';
};

export function decideReturn(
  returned: ReturnedTransfer,
  original: Original | undefined,
  returner: string,
): Result<Original, Refusal> {
  const { returnId, amount } = returned;
  if (!original) {
    const named = returned.original.transactionId ?? 'a payment without its transaction id';
    return err({ code: 'unknown_original', detail: `${returnId} returns ${named}` });
  }
  if (original.receiver !== returner) {
    return err({ code: 'not_yours', detail: `${original.id} was not handed to ${returner}` });
  }
  if (original.isReturned) {
    return err({ code: 'returned_before', detail: `${original.id} has come back before` });
  }
  const isWhole =
    amount.currency === original.amount.currency && amount.minor === original.amount.minor;
  if (!isWhole) {
    const detail = `${returnId} is not the amount of ${original.id}`;
    return err({ code: 'wrong_amount', detail });
  }
  return ok(original);
}
