// A dispute's line: the payment's own moments and postings, refunds, and every step of the dispute.
// Pure. What went over wires and webhooks is left to the payment's page.

import { format } from '@kassa/money';
import type { Tone } from '@kassa/pages';
import type { DisputeStep } from '../../disputes/steps.ts';
import { type Moment, momentsOf } from '../timeline/moments.ts';
import type { Case } from './case.ts';

export function caseMoments({ story, steps, refunds }: Case): readonly Moment[] {
  const payment = momentsOf({ ...story, asked: [], wire: [], advices: [], tries: [] });
  const given = refunds.map(
    (one): Moment => ({
      key: one.id,
      atMs: one.createdAtMs,
      lane: 'payment',
      title: `Refund ${one.status}`,
      tone: one.status === 'failed' ? 'bad' : 'plain',
      text: format(one.amount, 'en'),
    }),
  );
  const said = steps.map((one, index) => ofStep(one, steps[index - 1]));
  // Of one instant the step first, then what it did to the book.
  const moments = [...said, ...payment, ...given];
  return moments.sort((one, other) => one.atMs - other.atMs);
}

/** When the shop handed evidence in, and how often. */
export const handedIn = (steps: readonly DisputeStep[]): readonly DisputeStep[] =>
  steps.filter(({ submissions }, index) => submissions > (steps[index - 1]?.submissions ?? 0));

function ofStep(step: DisputeStep, before: DisputeStep | undefined): Moment {
  const isHandedIn = step.submissions > (before?.submissions ?? 0);
  const [title, tone] = wordsOf(step, isHandedIn);
  const { eventId: key, atMs, status, type } = step;
  return { key, atMs, lane: 'dispute', title, tone, text: `${type} · now ${status}` };
}

function wordsOf({ type, status }: DisputeStep, isHandedIn: boolean): readonly [string, Tone] {
  if (isHandedIn) return ['The shop handed in its evidence', 'info'];
  switch (type) {
    case 'charge.dispute.created':
      return ['The cardholder’s bank disputes the sale', 'bad'];
    case 'charge.dispute.funds_withdrawn':
      return ['The money was taken back', 'bad'];
    case 'charge.dispute.funds_reinstated':
      return ['The money came back', 'good'];
    case 'charge.dispute.closed':
      return status === 'won' ? ['Won', 'good'] : ['Lost', 'bad'];
    default:
      return ['It moved on, or the shop changed its evidence', 'plain'];
  }
}
