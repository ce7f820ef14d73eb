// What may be done about a dispute? Pure; the order of the checks is the precedence.

import { err, ok, type Result } from '@kassa/result';
import type { Dispute } from './dispute.ts';

export type AnswerRefusal =
  /** Given up, expired or judged: nothing can be said any more. */
  | 'dispute_ended'
  /** Answered before, under another reference. */
  | 'answered_before'
  /** The issuer has not asked again. */
  | 'not_asked'
  | 'too_late';

/** An answer to the chargeback, or to pre-arbitration. */
export const answers = ['representment', 'declination'] as const;

export type Asked = {
  readonly what: (typeof answers)[number];
  readonly reference: string;
  readonly nowMs: number;
};

type Known = Pick<Dispute, 'state' | 'reference' | 'preReference' | 'dueAtMs' | 'preDueAtMs'>;

/** `repeated`: it was done under this very reference, and is not done again. */
export function decideAnswer(
  dispute: Known,
  { what, reference, nowMs }: Asked,
): Result<'answer' | 'contest' | 'repeated', AnswerRefusal> {
  if (isDone(dispute, reference)) return ok('repeated');
  const { state } = dispute;
  if (state === 'won' || state === 'lost') return err('dispute_ended');
  if (what === 'representment') {
    if (state !== 'open') return err('answered_before');
    return nowMs > dispute.dueAtMs ? err('too_late') : ok('answer');
  }
  if (dispute.preDueAtMs === null) return err('not_asked');
  if (state !== 'pre_arbitration') return err('answered_before');
  return nowMs > dispute.preDueAtMs ? err('too_late') : ok('contest');
}

/** Giving up is always in time, but an answer cannot be taken back. */
export function decideAcceptance(
  dispute: Pick<Known, 'state' | 'reference' | 'preReference'>,
  { reference }: Pick<Asked, 'reference'>,
): Result<'accept' | 'concede' | 'repeated', AnswerRefusal> {
  if (isDone(dispute, reference)) return ok('repeated');
  const { state } = dispute;
  if (state === 'open') return ok('accept');
  if (state === 'pre_arbitration') return ok('concede');
  return err(state === 'won' || state === 'lost' ? 'dispute_ended' : 'answered_before');
}

function isDone(dispute: Pick<Known, 'reference' | 'preReference'>, reference: string): boolean {
  return dispute.reference === reference || dispute.preReference === reference;
}
