// What the acquirer says of disputes, in our words. Amounts travel as text.

import { z } from 'zod';
import type { DisputeStatus } from './dispute.ts';

const minorText = z.string().regex(/^\d+$/).transform(BigInt);

const disputeSchema = z.object({
  id: z.string().min(1),
  rrn: z.string(),
  currency: z.string().regex(/^[A-Z]{3}$/),
  amountMinor: minorText,
  feeMinor: minorText,
  reason: z.string(),
  state: z.enum(['open', 'answered', 'represented', 'won', 'lost']),
  openedAtMs: z.number(),
  dueAtMs: z.number(),
  changedAtMs: z.number(),
});

const listSchema = z.object({ disputes: z.array(disputeSchema), hasMore: z.boolean() });

export type ToldDispute = z.output<typeof disputeSchema>;
export const readDisputes = (body: unknown) => listSchema.parse(body);

export const statusOf: Readonly<Record<ToldDispute['state'], DisputeStatus>> = {
  open: 'needs_response',
  answered: 'under_review',
  represented: 'under_review',
  won: 'won',
  lost: 'lost',
};
