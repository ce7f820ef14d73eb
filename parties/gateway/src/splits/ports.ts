// What moving money between accounts needs of the other rooms.

import type { Database, Refused, Unit } from '@kassa/database';
import { Bug, err, ok, type Result } from '@kassa/result';
import type { Clock } from '@kassa/time';
import type { MerchantDirectory } from '../merchants/directory.ts';
import type { RecordMeans } from '../webhooks/record-event.ts';
import type { SplitRefusal } from './errors.ts';

export type SplitMeans = RecordMeans & {
  readonly db: Database;
  readonly clock: Clock;
  readonly directory: MerchantDirectory;
};

type Made<Value> = { readonly value: Value; readonly unit: Unit };

const triesMax = 20;

/** Prepared from what is loaded, committed; and again if another came first. */
export async function untilCommitted<Value>(
  { db }: SplitMeans,
  prepare: () => Promise<Result<Made<Value>, SplitRefusal>>,
): Promise<Result<Value, SplitRefusal>> {
  for (let tries = 1; ; tries++) {
    const made = await prepare();
    if (!made.ok) return made;
    const committed = await db.commit(made.value.unit);
    if (committed.ok) return ok(made.value.value);
    const refusal = refusalOf(committed.error);
    if (refusal.code !== 'busy' || tries === triesMax) return err(refusal);
  }
}

function refusalOf(refused: Refused): SplitRefusal {
  switch (refused.code) {
    case 'guard':
      return { code: 'busy' };
    case 'refused':
      if (refused.reason === 'charge_moved') return { code: 'busy' };
      if (refused.reason === 'balance_insufficient') return { code: 'balance_insufficient' };
      break;
    case 'conflict':
      if (refused.constraint === 'idempotency_record_pk') return { code: 'key_used' };
      if (/_reversed$|_refunded$/.test(refused.constraint)) return { code: 'busy' };
  }
  throw new Bug(`a split was refused: ${JSON.stringify(refused)}`);
}
