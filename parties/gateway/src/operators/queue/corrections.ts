// What a person may record of an advice, by its kind: the words of the form, and the correction they
// stand for.

import type { AdviceKind } from '../../connectors/connector.ts';
import type { Correction } from '../../payments/correct-advice.ts';

export type Outcome = Correction['outcome'];

export const outcomeWords: Readonly<Record<Outcome, { label: string; hint: string }>> = {
  reversed: {
    label: 'Nothing is held',
    hint: 'The provider has reversed it, or never had it. The buyer may pay again.',
  },
  approved: {
    label: 'It was approved, and stands',
    hint: 'Only with the bank’s authorization code. It is captured if that was the wish.',
  },
  refunded: { label: 'The refund was made', hint: 'The provider has booked it.' },
  refund_failed: { label: 'The refund was not made', hint: 'The merchant is told that it failed.' },
  done: { label: 'The provider has it', hint: 'By whatever way: it is told no more.' },
};

export const outcomesOf: Readonly<Record<AdviceKind, readonly Outcome[]>> = {
  reversal: ['reversed', 'approved'],
  refund: ['refunded', 'refund_failed'],
  capture: ['done'],
  void: ['done'],
  release: ['done'],
};

export const outcomes = Object.keys(outcomeWords).filter(
  (name): name is Outcome => name in outcomeWords,
);

/** Undefined: an approval without its code. */
export function correctionOf(outcome: Outcome, authorizationCode: string): Correction | undefined {
  if (outcome !== 'approved') return { outcome };
  return /^[A-Z0-9]{6}$/.test(authorizationCode) ? { outcome, authorizationCode } : undefined;
}

export function codeOf(correction: Correction): string {
  return correction.outcome === 'approved' ? correction.authorizationCode : '';
}
