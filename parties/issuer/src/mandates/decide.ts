// May a collection be booked: the pure part. The reasons are codes of ISO's external list, as they go
// back to the creditor.

import type { Money } from '@kassa/money';
import { err, ok, type Result } from '@kassa/result';
import type { SubAccount } from '../accounts/store.ts';
import type { Mandate } from './mandate.ts';

export type CollectionRefusal =
  /** No such account. */
  | 'AC01'
  /** Not in this currency. */
  | 'AM03'
  /** The customer has given no such mandate, or has taken it back. */
  | 'MD01'
  /** Above what the customer allows at once. */
  | 'AM02'
  /** Not enough money. */
  | 'AM04';

export type CollectionFacts = {
  readonly amount: Money;
  /** The balance that it would come from. */
  readonly account: SubAccount | undefined;
  readonly hasIban: boolean;
  readonly mandate: Mandate | undefined;
  /** What the customer can spend, credit line included. */
  readonly availableMinor: bigint;
};

/** The order of the checks is the precedence of the refusals. */
export function decideCollection(facts: CollectionFacts): Result<SubAccount, CollectionRefusal> {
  const { amount, account, mandate } = facts;
  if (!facts.hasIban) return err('AC01');
  if (!account) return err('AM03');
  if (!mandate || mandate.cancelledAtMs !== null) return err('MD01');
  if (mandate.currency !== amount.currency) return err('AM03');
  if (mandate.paymentMax && amount.minor > mandate.paymentMax.minor) return err('AM02');
  if (amount.minor > facts.availableMinor) return err('AM04');
  return ok(account);
}
