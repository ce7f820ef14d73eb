// The times in which nobody knew whether money was held: from the answer that did not come to the
// event that ended the question. Drawn as what they are.

import type { PaymentEventType } from '../../payments/payment-event.ts';
import type { Story } from './story.ts';

export type UnknownSpan = {
  readonly fromMs: number;
  /** Null: it is not over. */
  readonly toMs: number | null;
};

const begins: readonly PaymentEventType[] = ['outcome_unknown', 'increment_unknown'];
const ends: readonly PaymentEventType[] = [
  'approved',
  'refused',
  'not_attempted',
  'reversal_acknowledged',
  'reversal_forced',
  'approval_forced',
  'increment_approved',
  'increment_refused',
  'increment_not_attempted',
  'increment_reversed',
];

type Mark = { readonly atMs: number; readonly isEnd: boolean };

export function unknownSpans({ wire, moves }: Pick<Story, 'wire' | 'moves'>): UnknownSpan[] {
  const silences = wire
    .filter(({ direction, type, failure }) => {
      const isAsked = type === '0100' || type === '0101';
      // What has not left is no question to anybody.
      return direction === 'none' && isAsked && failure !== 'not_sent';
    })
    .map(({ atMs }): Mark => ({ atMs, isEnd: false }));
  const events = moves.flatMap(({ type, atMs }): Mark[] => {
    if (begins.includes(type)) return [{ atMs, isEnd: false }];
    return ends.includes(type) ? [{ atMs, isEnd: true }] : [];
  });
  // At the same millisecond the question comes before its end.
  const marks = [...silences, ...events].sort(
    (one, other) => one.atMs - other.atMs || Number(one.isEnd) - Number(other.isEnd),
  );
  const spans: UnknownSpan[] = [];
  let fromMs: number | null = null;
  for (const { atMs, isEnd } of marks) {
    if (!isEnd) fromMs ??= atMs;
    else if (fromMs !== null) {
      spans.push({ fromMs, toMs: atMs });
      fromMs = null;
    }
  }
  return fromMs === null ? spans : [...spans, { fromMs, toMs: null }];
}

export function isWithin(spans: readonly UnknownSpan[], atMs: number): boolean {
  return spans.some(({ fromMs, toMs }) => fromMs <= atMs && (toMs === null || atMs < toMs));
}
