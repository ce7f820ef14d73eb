// What a merchant does about a dispute: adds evidence, hands it in, or gives up. What the acquirer has
// to know goes to it as a job of the same commit.

import { type Database, type Unit, unit } from '@kassa/database';
import { Bug, err, ok, type Result } from '@kassa/result';
import type { Clock } from '@kassa/time';
import type { AccountId } from '../ids.ts';
import type { Cause, Once } from '../payments/ports.ts';
import type { BalanceTransaction } from '../settlement/read.ts';
import type { RecordMeans } from '../webhooks/record-event.ts';
import type { Dispute } from './dispute.ts';
import { type Evidence, mergeEvidence } from './evidence.ts';
import { changedUnit } from './record-dispute.ts';
import { findDispute, movementsOf } from './store.ts';
import { tellLater } from './tell-acquirer.ts';
import { moved } from './transitions.ts';

export type DisputeRefusal =
  | { readonly code: 'dispute_unknown' }
  | { readonly code: 'dispute_closed'; readonly status: Dispute['status'] }
  | { readonly code: 'evidence_late' }
  | { readonly code: 'evidence_missing' }
  | { readonly code: 'busy' | 'key_used' };

export type ChangeMeans = {
  readonly db: Database;
  readonly clock: Clock;
  readonly recording: RecordMeans;
};

export type Changed = {
  readonly dispute: Dispute;
  readonly movements: readonly BalanceTransaction[];
  readonly nowMs: number;
};

export type Asked = {
  readonly accountId: AccountId;
  readonly id: string;
  readonly cause: Cause;
  readonly once: Once<Changed>;
};

type Update = Asked & {
  readonly evidence: Evidence | undefined;
  readonly metadata: (before: Dispute['metadata']) => Dispute['metadata'];
  readonly isSubmitted: boolean;
};

export function updateDispute(
  means: ChangeMeans,
  update: Update,
): Promise<Result<Changed, DisputeRefusal>> {
  return change(means, update, (before, nowMs) => {
    const metadata = update.metadata(before.metadata);
    const hasEvidence = update.evidence !== undefined || update.isSubmitted;
    if (!hasEvidence) return ok({ ...before, metadata });
    const { status } = before;
    const next = moved(status, 'submit');
    if (next === undefined) return err({ code: 'dispute_closed', status });
    if (nowMs > before.dueByMs) return err({ code: 'evidence_late' });
    const evidence = mergeEvidence(before.evidence, update.evidence ?? {});
    const staged = { ...before, metadata, evidence };
    if (!update.isSubmitted) return ok(staged);
    if (Object.keys(evidence).length === 0) return err({ code: 'evidence_missing' });
    return ok({ ...staged, status: next, submissions: before.submissions + 1 });
  });
}

/** Gives up: the money stays with the cardholder. */
export function closeDispute(
  means: ChangeMeans,
  asked: Asked,
): Promise<Result<Changed, DisputeRefusal>> {
  return change(means, asked, (before, nowMs) => {
    const { status } = before;
    const next = moved(status, 'accept');
    if (next === undefined) return err({ code: 'dispute_closed', status });
    return ok({ ...before, status: next, isAccepted: true, endedAtMs: nowMs });
  });
}

const triesMax = 10;

async function change(
  means: ChangeMeans,
  { accountId, id, cause, once }: Asked,
  decide: (before: Dispute, nowMs: number) => Result<Dispute, DisputeRefusal>,
): Promise<Result<Changed, DisputeRefusal>> {
  const { db, clock, recording } = means;
  for (let tries = 1; tries <= triesMax; tries++) {
    const before = await findDispute(db, accountId, id);
    if (before === undefined) return err({ code: 'dispute_unknown' });
    const nowMs = clock.nowMs();
    const decided = decide(before, nowMs);
    if (!decided.ok) return decided;
    const after = decided.value;
    const movements = (await movementsOf(db, accountId, [id])).get(id) ?? [];
    const changed = { dispute: after, movements, nowMs };
    const done = await db.commit(
      unit(
        changedUnit(recording, { before, after }, { cause, atMs: nowMs, movements }),
        toldOf(before, after),
        once.settle(changed, id),
      ),
    );
    if (done.ok) return ok(changed);
    const { error } = done;
    if (error.code === 'conflict' && error.constraint === 'idempotency_record_pk') {
      return err({ code: 'key_used' });
    }
    const isMoved = error.code === 'guard' && error.guard === 'dispute_as_it_was';
    if (!isMoved) throw new Bug(`a dispute is not changed: ${JSON.stringify(error)}`);
  }
  return err({ code: 'busy' });
}

function toldOf(before: Dispute, after: Dispute): Unit {
  return before.status === after.status ? {} : tellLater(after);
}
