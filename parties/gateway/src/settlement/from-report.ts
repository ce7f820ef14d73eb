// The acquirer's settlement report in our words: what it settled, at which fee, and where the money
// went. Amounts travel as text, signed as the merchant sees them.

import { z } from 'zod';

const minorText = z
  .string()
  .regex(/^-?\d+$/)
  .transform(BigInt);

const summarySchema = z.object({
  id: z.string().min(1),
  /** `credited`: no payout, but money at the merchant's disposal with the acquirer. */
  status: z.enum(['created', 'credited', 'paid', 'refused', 'returned']),
  currency: z.string().regex(/^[A-Z]{3}$/),
  amountMinor: minorText,
  valueOn: z.string(),
  createdAtMs: z.number(),
});

const itemSchema = z.object({
  id: z.string().min(1),
  kind: z.enum(['capture', 'refund', 'chargeback', 'chargeback_reversal', 'arbitration_fee']),
  rrn: z.string(),
  /** Which of several captures of one authorization; acquirers that know one only leave it out. */
  part: z.number().int().positive().default(1),
  /** Of a chargeback and its reversal: the dispute, as the acquirer names it. */
  disputeId: z.string().nullish(),
  /** The dispute may take money, and give it back, more than once. */
  disputeRound: z.number().int().positive().nullish(),
  currency: z.string(),
  grossMinor: minorText,
  feeMinor: minorText,
  /** Parts of the fee that are not the acquirer's own; an acquirer need not tell them. */
  interchangeMinor: minorText.optional(),
  schemeFeeMinor: minorText.optional(),
  netMinor: minorText,
});

/** Held back with this payout, or released in it; of a hold the net is below zero. */
const reserveSchema = z.object({
  id: z.string().min(1),
  holdId: z.string().min(1),
  kind: z.enum(['hold', 'release']),
  currency: z.string(),
  netMinor: minorText,
  releaseOn: z.string(),
});

const listSchema = z.object({ settlements: z.array(summarySchema), hasMore: z.boolean() });
const reportSchema = summarySchema.extend({
  items: z.array(itemSchema),
  reserves: z.array(reserveSchema).default([]),
  /** Where the next page of items begins; an acquirer that knows no pages leaves it out. */
  next: z.string().nullish(),
});

export type SettlementSummary = z.output<typeof summarySchema>;
export type SettlementItem = z.output<typeof itemSchema>;
export type ReserveMovement = z.output<typeof reserveSchema>;
export type SettlementReport = z.output<typeof reportSchema>;

export const readList = (body: unknown) => listSchema.parse(body);
export const readReport = (body: unknown): SettlementReport => reportSchema.parse(body);

export type PayoutStatus = 'in_transit' | 'paid' | 'failed';

/** The bank's four states are three of the merchant's. */
export const statusOf: Readonly<
  Record<Exclude<SettlementSummary['status'], 'credited'>, PayoutStatus>
> = {
  created: 'in_transit',
  paid: 'paid',
  refused: 'failed',
  returned: 'failed',
};
