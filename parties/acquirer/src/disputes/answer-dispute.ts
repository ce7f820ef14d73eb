// What a merchant does about a dispute, by the gateway's name for it: answers with what it has to show,
// or gives up. And what happens when it does nothing.

import type { DisputeMessage } from '@kassa/clearing-file';
import { err, ok, type Result } from '@kassa/result';
import type { Ports } from '../ports.ts';
import { type AnswerRefusal, decideAcceptance, decideAnswer } from './decide.ts';
import type { Dispute } from './dispute.ts';
import { expiredDisputes, findDispute, moveDispute } from './store.ts';

export type AnsweredBy = {
  readonly id: string;
  readonly reference: string;
  readonly documents: DisputeMessage['documents'];
  readonly statement: string;
};

const attemptsMax = 8;

export async function answerDispute(
  ports: Ports,
  answer: AnsweredBy,
): Promise<Result<Dispute, AnswerRefusal | 'dispute_unknown'>> {
  return changed(ports, answer.id, (dispute, nowMs) => {
    const decided = decideAnswer(dispute, { reference: answer.reference, nowMs });
    if (!decided.ok) return decided;
    if (decided.value === 'repeated') return ok('repeated');
    return ok({
      state: 'answered',
      reference: answer.reference,
      documents: answer.documents.join(','),
      statement: answer.statement,
      answered_at_ms: nowMs,
      next_attempt_at_ms: nowMs,
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
    return ok({ state: 'lost', lost_by: 'accepted', reference, ended_at_ms: nowMs });
  });
}

type Change = { readonly state: string; readonly [column: string]: string | number };

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
    const set = { ...planned.value, changed_at_ms: nowMs };
    const done = await ports.db.commit(moveDispute(dispute, set));
    if (!done.ok && attempt === attemptsMax) throw new Error(`dispute ${id} finds no rest`);
  }
}

const batch = 200;

/** Nobody answered: the merchant has lost. How many. */
export async function expireDisputes(ports: Ports): Promise<number> {
  const nowMs = ports.clock.nowMs();
  let count = 0;
  for (;;) {
    const found = await expiredDisputes(ports.db, nowMs, batch);
    for (const dispute of found) {
      const set = { state: 'lost', lost_by: 'expired', ended_at_ms: nowMs, changed_at_ms: nowMs };
      await ports.db.commit(moveDispute(dispute, set));
    }
    count += found.length;
    if (found.length < batch) return count;
  }
}
