// What a merchant does about a dispute, by the gateway's name for it: answers with what it has to show,
// contests the issuer's pre-arbitration, or gives up. And what happens when it does nothing.

import type { DisputeMessage } from '@kassa/clearing-file';
import { type Unit, unit } from '@kassa/database';
import { err, ok, type Result } from '@kassa/result';
import type { Ports } from '../ports.ts';
import { type AnswerRefusal, type Asked, decideAcceptance, decideAnswer } from './decide.ts';
import type { Dispute, Step } from './dispute.ts';
import { expiredDisputes, findDispute, insertStep, moveDispute } from './store.ts';

export type AnsweredBy = {
  readonly id: string;
  readonly what: Asked['what'];
  readonly reference: string;
  readonly documents: DisputeMessage['documents'];
  readonly statement: string;
};

const attemptsMax = 8;

export async function answerDispute(
  ports: Ports,
  answer: AnsweredBy,
): Promise<Result<Dispute, AnswerRefusal | 'dispute_unknown'>> {
  const { id, what, reference, documents, statement } = answer;
  return changed(ports, id, (dispute, nowMs) => {
    const decided = decideAnswer(dispute, { what, reference, nowMs });
    if (!decided.ok) return decided;
    if (decided.value === 'repeated') return ok('repeated');
    const said = { by: 'merchant', text: statement, documents } as const;
    const list = documents.join(',');
    if (decided.value === 'answer') {
      return ok({
        set: {
          ...{ state: 'answered', reference, documents: list, statement },
          ...{ answered_at_ms: nowMs, next_attempt_at_ms: nowMs },
        },
        step: { ...said, kind: 'answered', atMs: nowMs },
      });
    }
    return ok({
      set: {
        ...{ state: 'contested', pre_reference: reference, pre_documents: list },
        ...{ pre_statement: statement, pre_answered_at_ms: nowMs },
        ...{ next_attempt_at_ms: nowMs, attempts: 0 },
      },
      step: { ...said, kind: 'contested', atMs: nowMs },
    });
  });
}

export async function acceptDispute(
  ports: Ports,
  { id, reference }: Pick<AnsweredBy, 'id' | 'reference'>,
): Promise<Result<Dispute, AnswerRefusal | 'dispute_unknown'>> {
  return changed(ports, id, (dispute, nowMs) => {
    const decided = decideAcceptance(dispute, { reference });
    if (!decided.ok) return decided;
    if (decided.value === 'repeated') return ok('repeated');
    const step = { kind: 'accepted', by: 'merchant', atMs: nowMs } as const;
    if (decided.value === 'accept') {
      return ok({
        set: { state: 'lost', lost_by: 'accepted', reference, ended_at_ms: nowMs },
        step,
      });
    }
    // The issuer has the money when the network has heard of it.
    return ok({
      set: {
        ...{ state: 'conceded', pre_reference: reference, pre_answered_at_ms: nowMs },
        ...{ next_attempt_at_ms: nowMs, attempts: 0 },
      },
      step,
    });
  });
}

type Change = {
  readonly set: { readonly state: string; readonly [column: string]: string | number };
  readonly step: Step;
};

async function changed(
  ports: Ports,
  id: string,
  plan: (dispute: Dispute, nowMs: number) => Result<Change | 'repeated', AnswerRefusal>,
): Promise<Result<Dispute, AnswerRefusal | 'dispute_unknown'>> {
  for (let attempt = 1; ; attempt += 1) {
    const dispute = await findDispute(ports.db, id);
    if (!dispute) return err('dispute_unknown');
    const nowMs = ports.clock.nowMs();
    const planned = plan(dispute, nowMs);
    if (!planned.ok) return planned;
    if (planned.value === 'repeated') return ok(dispute);
    const done = await ports.db.commit(unitOf(dispute, planned.value, nowMs));
    if (!done.ok && attempt === attemptsMax) throw new Error(`dispute ${id} finds no rest`);
  }
}

function unitOf(dispute: Dispute, { set, step }: Change, nowMs: number): Unit {
  return unit(moveDispute(dispute, { ...set, changed_at_ms: nowMs }), insertStep(dispute.id, step));
}

const batch = 200;

/** Nobody answered: the merchant has lost. How many. To pre-arbitration the network takes silence for an answer. */
export async function expireDisputes(ports: Ports): Promise<number> {
  const nowMs = ports.clock.nowMs();
  let count = 0;
  for (;;) {
    const found = await expiredDisputes(ports.db, nowMs, batch);
    for (const dispute of found) {
      const set = { state: 'lost', lost_by: 'expired', ended_at_ms: nowMs };
      const step = { kind: 'expired', by: 'merchant', atMs: nowMs } as const;
      await ports.db.commit(unitOf(dispute, { set, step }, nowMs));
    }
    count += found.length;
    if (found.length < batch) return count;
  }
}
