// What may be done about a dispute? Pure; the order of the checks is the precedence.

import { err, ok, type Result } from '@kassa/result';
import type { Dispute } from './dispute.ts';

export type AnswerRefusal =
  /** Given up, expired or judged: nothing can be said any more. */
  | 'dispute_ended'
  /** Answered before, under another reference. */
  | 'answered_before'
  | 'too_late';

export type Asked = { readonly reference: string; readonly nowMs: number };

/** `repeated`: it was done under this very reference, and is not done again. */
export function decideAnswer(
  dispute: Pick<Dispute, 'state' | 'reference' | 'dueAtMs'>,
  { reference, nowMs }: Asked,
): Result<'answer' | 'repeated', AnswerRefusal> {
  if (dispute.reference === reference) return ok('repeated');
  if (dispute.state === 'won' || dispute.state === 'lost') return err('dispute_ended');
  if (dispute.state !== 'open') return err('answered_before');
  return nowMs > dispute.dueAtMs ? err('too_late') : ok('answer');
}

/** Giving up is always in time, but an answer cannot be taken back. */
export function decideAcceptance(
  dispute: Pick<Dispute, 'state' | 'reference'>,
  { reference }: Pick<Asked, 'reference'>,
): Result<'accept' | 'repeated', AnswerRefusal> {
  if (dispute.reference === reference) return ok('repeated');
  if (dispute.state === 'open') return ok('accept');
  return err(
    dispute.state === 'won' || dispute.state === 'lost' ? 'dispute_ended' : 'answered_before',
  );
}
