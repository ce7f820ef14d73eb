// What the acquirer says of disputes, in our words. Amounts travel as text.

import { z } from 'zod';
import type { DisputeStatus } from './dispute.ts';
import { type LifeStep, stepKinds, stepSides } from './life.ts';

const minorText = z.string().regex(/^\d+$/).transform(BigInt);
const signedText = z
  .string()
  .regex(/^-?\d+$/)
  .transform(BigInt);

const moveSchema = z.object({
  kind: z.enum(['chargeback', 'chargeback_reversal', 'arbitration_fee']),
  round: z.number().int().positive(),
  amountMinor: signedText,
  feeMinor: minorText,
  /** The payout it goes with; an acquirer need not say. */
  valueOn: z.string().nullish(),
});

const stepSchema = z.object({
  kind: z.enum(stepKinds),
  by: z.enum(stepSides),
  atMs: z.number(),
  text: z.string(),
  documents: z.array(z.string()),
  dueAtMs: z.number().nullable(),
  networkFeeMinor: z.string().nullable(),
});

const disputeSchema = z.object({
  id: z.string().min(1),
  rrn: z.string(),
  currency: z.string().regex(/^[A-Z]{3}$/),
  amountMinor: minorText,
  feeMinor: minorText,
  reason: z.string(),
  state: z.enum([
    'open',
    'answered',
    'represented',
    'pre_arbitration',
    'contested',
    'conceded',
    'declined',
    'won',
    'lost',
  ]),
  openedAtMs: z.number(),
  dueAtMs: z.number(),
  changedAtMs: z.number(),
  /** An acquirer that knows chargebacks only tells neither. */
  steps: z.array(stepSchema).max(50).default([]),
  moves: z.array(moveSchema).max(10).default([]),
});

const listSchema = z.object({ disputes: z.array(disputeSchema), hasMore: z.boolean() });

export type ToldDispute = Omit<z.output<typeof disputeSchema>, 'steps'> & {
  readonly steps: readonly LifeStep[];
};
export type ToldMove = z.output<typeof moveSchema>;
export const readDisputes = (
  body: unknown,
): { readonly disputes: readonly ToldDispute[]; readonly hasMore: boolean } =>
  listSchema.parse(body);

export const statusOf: Readonly<Record<ToldDispute['state'], DisputeStatus>> = {
  open: 'needs_response',
  answered: 'under_review',
  represented: 'under_review',
  pre_arbitration: 'needs_response',
  contested: 'under_review',
  declined: 'under_review',
  conceded: 'lost',
  won: 'won',
  lost: 'lost',
};

/** In order; of an acquirer that does not tell them: what its state means. */
export function movesOf(told: ToldDispute): readonly ToldMove[] {
  if (told.moves.length > 0) return told.moves;
  const { amountMinor, feeMinor, state } = told;
  const taken: ToldMove = { kind: 'chargeback', round: 1, amountMinor: -amountMinor, feeMinor };
  if (state !== 'won') return [taken];
  return [taken, { kind: 'chargeback_reversal', round: 1, amountMinor, feeMinor: 0n }];
}
