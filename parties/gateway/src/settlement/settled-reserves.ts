// What the acquirer held back with a payout, or released from what it held before: lines of the balance,
// and money that moves between what is available and what is reserved.

import { column, type Database, type Unit, unit } from '@kassa/database';
import { type Posting, post } from '@kassa/ledger';
import { currencyOf, money } from '@kassa/money';
import { unwrap } from '@kassa/result';
import { open } from '../book/chart.ts';
import type { Merchant } from '../merchants/merchant.ts';
import { openBook } from '../payments/postings.ts';
import { balanceRow } from './balance-transaction.ts';
import type { ReserveMovement } from './from-report.ts';
import type { Import, SettlementMeans } from './import-settlements.ts';
import { reservedEntries } from './postings.ts';

/** Of a payout that came back they come again in a later one: they are booked already. */
export async function reserveUnit(means: SettlementMeans, coming: Import): Promise<Unit> {
  const { merchant, report } = coming;
  if (report.reserves.length === 0) return {};
  const known = await knownMovements(means.db, merchant, report.reserves);
  const fresh = report.reserves.filter(({ id }) => !known.has(id));
  if (fresh.length === 0) return {};
  const currency = unwrap(currencyOf(report.currency));
  const of = { accountId: merchant.accountId, currency };
  return unit(
    ...openBook(merchant.accountId, merchant.acquirer.provider, currency),
    open('reserved', of),
    {
      inserts: [
        { table: 'balance_transaction', rows: fresh.map((one) => rowOf(means, coming, one)) },
      ],
    },
    post(fresh.map((one) => postingOf(means, coming, one))),
  );
}

const typeOf = ({ kind }: ReserveMovement) =>
  kind === 'hold' ? ('reserve_hold' as const) : ('reserve_release' as const);

const amountOf = ({ currency, netMinor }: ReserveMovement) =>
  money(unwrap(currencyOf(currency)), netMinor);

function rowOf(means: SettlementMeans, coming: Import, movement: ReserveMovement) {
  const { merchant, payoutId, nowMs } = coming;
  const { kind, releaseOn } = movement;
  return balanceRow({
    accountId: merchant.accountId,
    id: means.makeId('txn'),
    type: typeOf(movement),
    sourceId: movement.id,
    amount: amountOf(movement),
    fees: [],
    maturesWith: null,
    availableOnMs: nowMs,
    description:
      kind === 'hold' ? `Held in reserve until ${releaseOn}` : 'Released from the reserve',
    payoutId,
    createdAtMs: nowMs,
  });
}

function postingOf(
  { makeId }: SettlementMeans,
  { merchant, nowMs }: Import,
  movement: ReserveMovement,
): Posting {
  return {
    ...{ accountId: merchant.accountId, id: makeId('ltx'), at: nowMs, kind: 'posted' },
    description: movement.kind === 'hold' ? 'held in reserve' : 'released from the reserve',
    reference: movement.holdId,
    entries: reservedEntries(amountOf(movement)),
  };
}

async function knownMovements(
  db: Database,
  { accountId }: Pick<Merchant, 'accountId'>,
  movements: readonly ReserveMovement[],
): Promise<Set<string>> {
  const text = `select source_id from balance_transaction
    where account_id = $1 and type in ('reserve_hold', 'reserve_release') and source_id = any($2)`;
  const values = [accountId, movements.map(({ id }) => id)];
  return new Set(await db.query({ text, values }, (row) => column.text(row, 'source_id')));
}
