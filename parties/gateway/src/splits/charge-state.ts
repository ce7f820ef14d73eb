// Whose money is split, and whether it is there. Whoever splits a charge names what they have seen of
// it; should the acquirer settle it meanwhile, or another split it, the commit is refused.

import { column, type Database, type Unit } from '@kassa/database';
import { type Currency, currencyOf } from '@kassa/money';
import { unwrap } from '@kassa/result';
import { type AccountId, idFrom } from '../ids.ts';
import type { Bucket } from './book.ts';

export type SplitCharge = {
  readonly accountId: AccountId;
  readonly id: string;
  readonly currency: Currency;
  readonly capturedMinor: bigint;
  readonly isSettled: boolean;
  /** How often it was split; names the state that was seen. */
  readonly splits: number;
  /** Of transfers that name it as their source, less what was reversed. */
  readonly transferredMinor: bigint;
  readonly group: string | null;
};

export async function findSplitCharge(
  db: Database,
  accountId: AccountId,
  id: string,
): Promise<SplitCharge | undefined> {
  const text = `
    select c.account_id, c.id, c.currency, c.captured, c.settled_at, c.splits,
      i.wishes -> 'split' ->> 'transferGroup' as transfer_group,
      coalesce((
        select sum(t.amount - t.reversed) from transfer t
        where t.account_id = c.account_id and t.source_charge = c.id
      ), 0)::bigint as transferred
    from charge c
    join payment_intent i on i.account_id = c.account_id and i.id = c.intent_id
    where c.account_id = $1 and c.id = $2`;
  return db.one({ text, values: [accountId, id] }, (row) => ({
    accountId: idFrom('acct', column.text(row, 'account_id')),
    id: column.text(row, 'id'),
    currency: unwrap(currencyOf(column.text(row, 'currency'))),
    capturedMinor: column.big(row, 'captured'),
    isSettled: column.integerOrNull(row, 'settled_at') !== null,
    splits: column.integer(row, 'splits'),
    transferredMinor: column.big(row, 'transferred'),
    group: column.textOrNull(row, 'transfer_group'),
  }));
}

export const bucketOf = (charge: SplitCharge | undefined): Bucket =>
  charge === undefined || charge.isSettled ? 'available' : 'pending';

/** Refused as `charge_moved` if it is no longer what was seen. */
export function splitOff(charge: SplitCharge | undefined): Unit {
  if (charge === undefined) return {};
  const { accountId, id: chargeId, isSettled, splits } = charge;
  return { calls: [{ fn: 'charge_split', arg: [{ accountId, chargeId, isSettled, splits }] }] };
}

/** Refused as `balance_insufficient` if less than nothing would be left. After the postings. */
export function mustCover(accountId: AccountId, currency: Currency): Unit {
  return { calls: [{ fn: 'balance_covers', arg: [{ accountId, currency }] }] };
}
