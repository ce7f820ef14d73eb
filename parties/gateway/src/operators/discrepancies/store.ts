// Our own view of a contract's authorizations, for comparing.

import { column, type Database, type RawRow } from '@kassa/database';
import { z } from 'zod';
import type { Contract } from '../../merchants/merchant.ts';
import { attemptStates } from '../../payments/rows.ts';
import type { Here } from './discrepancy.ts';
import type { Window } from './read-acquirer.ts';

export type Wanted = Window & {
  readonly contract: Contract;
  /** Those that the acquirer has named are read too, whenever they were. */
  readonly rrns: readonly string[];
  readonly limit: number;
};

/** Attempts that were opened in the window, and those of these names. */
export function loadHere(db: Database, wanted: Wanted): Promise<Here[]> {
  const { contract, sinceMs, untilMs, rrns, limit } = wanted;
  const text = `
    with named as (
      select account_id, id from payment_attempt
      where provider = $1 and merchant_id = $2 and opened_at >= $3 and opened_at < $4
      union
      select account_id, id from payment_attempt
      where provider = $1 and merchant_id = $2 and rrn = any($5)
      limit $6
    )
    select a.account_id, a.intent_id, a.rrn, a.state, a.currency, a.opened_at, a.touched_at,
      coalesce(c.amount, a.amount) as amount, c.state as charge,
      coalesce(c.captured, 0) as captured, coalesce(c.refunded, 0) as refunded,
      coalesce((
        select jsonb_agg(jsonb_build_object(
          'id', d.id, 'kind', d.kind, 'state', d.state, 'tries', d.tries,
          'decidedBy', d.decided_by, 'atMs', coalesce(d.closed_at, d.created_at)) order by d.id)
        from advice d
        where d.account_id = a.account_id and d.intent_id = a.intent_id and d.attempt_id = a.id
      ), '[]') as advices
    from named n
    join payment_attempt a on a.account_id = n.account_id and a.id = n.id
    left join charge c on c.account_id = a.account_id and c.id = a.charge_id
      and c.attempt_id = a.id
    order by a.opened_at`;
  const values = [contract.provider, contract.merchantId, sinceMs, untilMs, rrns, limit];
  return db.query({ text, values }, decodeHere);
}

const adviceSchema = z.array(
  z.object({
    id: z.string(),
    kind: z.enum(['capture', 'refund', 'void', 'reversal', 'release']),
    state: z.enum(['waiting', 'manual', 'acknowledged', 'refused', 'corrected']),
    tries: z.coerce.number(),
    decidedBy: z.string().nullable(),
    atMs: z.coerce.number(),
  }),
);

function decodeHere(row: RawRow): Here {
  const advices = adviceSchema.parse(column.json(row, 'advices'));
  const charge = column.textOrNull(row, 'charge');
  return {
    accountId: column.text(row, 'account_id'),
    intentId: column.text(row, 'intent_id'),
    rrn: column.text(row, 'rrn'),
    state: column.oneOf(row, 'state', attemptStates),
    charge: charge === null ? null : column.oneOf(row, 'charge', chargeStates),
    currency: column.text(row, 'currency'),
    amountMinor: column.big(row, 'amount'),
    capturedMinor: column.big(row, 'captured'),
    refundedMinor: column.big(row, 'refunded'),
    openedAtMs: column.integer(row, 'opened_at'),
    touchedAtMs: Math.max(column.integer(row, 'touched_at'), ...advices.map(({ atMs }) => atMs)),
    advices,
  };
}

const chargeStates = ['failed', 'authorized', 'partly_captured', 'captured', 'released'] as const;
