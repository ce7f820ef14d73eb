// Where the gateway and an acquirer differ about one authorization: what the difference is called, and
// what is right to do about it. Pure; the test is a table.

import type { AdviceKind } from '../../connectors/connector.ts';
import type { AttemptState } from '../../payments/intent.ts';

/** An attempt as the gateway has it. */
export type Here = {
  readonly accountId: string;
  readonly intentId: string;
  readonly rrn: string;
  readonly state: AttemptState;
  readonly charge: 'failed' | 'authorized' | 'partly_captured' | 'captured' | 'released' | null;
  readonly currency: string;
  /** What is held or was, increments counted in. */
  readonly amountMinor: bigint;
  readonly capturedMinor: bigint;
  readonly refundedMinor: bigint;
  readonly openedAtMs: number;
  /** When anything about it last changed. */
  readonly touchedAtMs: number;
  readonly advices: readonly OpenAdvice[];
};

/** What has been told of it, or is to be. */
export type OpenAdvice = {
  readonly id: string;
  readonly kind: AdviceKind;
  readonly state: 'waiting' | 'manual' | 'acknowledged' | 'refused' | 'corrected';
  readonly tries: number;
  readonly decidedBy: string | null;
};

/** The same as the acquirer has it. */
export type There = {
  readonly rrn: string;
  readonly state: ThereState;
  readonly currency: string;
  readonly amountMinor: bigint;
  readonly capturedMinor: bigint;
  readonly refundedMinor: bigint;
  readonly receivedAtMs: number;
  /** Reversals that the issuer's side has not acknowledged to the acquirer. */
  readonly reversalsOpen: number;
};

export const thereStates = [
  'sent',
  'approved',
  'declined',
  'not_sent',
  'unknown',
  'never_arrived',
  'reversed',
] as const;
export type ThereState = (typeof thereStates)[number];

export const names = [
  'held_there_unknown_here',
  'refused_here_held_there',
  'reversed_here_held_there',
  'reversal_not_at_issuer',
  'approved_here_unknown_there',
  'approved_here_refused_there',
  'held_here_reversed_there',
  'amount_differs',
  'captured_here_not_there',
  'captured_there_not_here',
  'refunded_here_not_there',
  'refunded_there_not_here',
  'open_too_long',
] as const;
export type DiscrepancyName = (typeof names)[number];

export type Remedy =
  /** It is being told, or asked: nothing to do. */
  | 'settles_itself'
  /** It waits in the queue for a decision. */
  | 'decide'
  | 'tell_again'
  | 'inquire'
  | 'forced_correction';

export type Discrepancy = {
  readonly name: DiscrepancyName;
  readonly here: Here | null;
  readonly there: There | null;
  readonly remedy: Remedy;
  /** The advice that settles it, or that a person has to decide on. */
  readonly advice: OpenAdvice | null;
};

/** What settles a difference by itself when it is told, and what is right when nothing is being told. */
export const remedies: Readonly<
  Record<DiscrepancyName, { readonly by: readonly AdviceKind[]; readonly otherwise: Remedy }>
> = {
  held_there_unknown_here: { by: [], otherwise: 'forced_correction' },
  refused_here_held_there: { by: ['reversal'], otherwise: 'tell_again' },
  reversed_here_held_there: { by: ['reversal', 'void', 'release'], otherwise: 'tell_again' },
  reversal_not_at_issuer: { by: [], otherwise: 'settles_itself' },
  approved_here_unknown_there: { by: [], otherwise: 'inquire' },
  approved_here_refused_there: { by: [], otherwise: 'forced_correction' },
  held_here_reversed_there: { by: [], otherwise: 'forced_correction' },
  amount_differs: { by: ['release', 'reversal'], otherwise: 'inquire' },
  captured_here_not_there: { by: ['capture'], otherwise: 'tell_again' },
  captured_there_not_here: { by: [], otherwise: 'forced_correction' },
  refunded_here_not_there: { by: ['refund'], otherwise: 'tell_again' },
  refunded_there_not_here: { by: [], otherwise: 'forced_correction' },
  open_too_long: { by: ['reversal'], otherwise: 'inquire' },
};
