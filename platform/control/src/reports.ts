// What parties answer about their books, as schemas: the answers travel between programs.

import { z } from 'zod';

export const finding = z.object({ what: z.string(), where: z.string(), detail: z.string() });

export const proofReport = z.object({
  party: z.string(),
  ok: z.boolean(),
  findings: z.array(finding),
  counts: z.record(z.string(), z.number()),
});

/** What one party says it has open with another; `minor` is signed: + means they owe us. */
export const position = z.object({
  with: z.string(),
  what: z.string(),
  currency: z.string(),
  minor: z.string().regex(/^-?\d+$/),
  /** How much of it the other side may not have heard of yet. */
  openMinor: z.string().regex(/^\d+$/).optional(),
  reference: z.string().optional(),
});

export const traceLine = z.object({
  at: z.number(),
  what: z.string(),
  account: z.string().optional(),
  amount: z.string().optional(),
  currency: z.string().optional(),
});

export const health = z.object({
  party: z.string(),
  ok: z.boolean(),
  details: z.record(z.string(), z.unknown()),
});

export const clockState = z.object({
  nowMs: z.number(),
  offsetMs: z.number(),
  nextDueMs: z.number().nullable(),
});

export const clockMoved = clockState.extend({
  ran: z.array(z.string()),
  /** Only grows: the same as at the last move, and nothing has happened there since. */
  commits: z.number().optional(),
});

export type ProofReport = z.infer<typeof proofReport>;
export type Position = z.infer<typeof position>;
export type TraceLine = z.infer<typeof traceLine>;
export type Health = z.infer<typeof health>;
export type ClockState = z.infer<typeof clockState>;
export type ClockMoved = z.infer<typeof clockMoved>;

/** One authorization in a party's own eyes, for comparing it with the others'. */
export type ApprovalRow = {
  readonly rrn: string;
  readonly currency: string;
  readonly minor: bigint;
  readonly atMs: number;
  /** Approved, and not taken back. */
  readonly isApproved: boolean;
  /** Nothing of it has been captured or presented yet, so its amount is the same everywhere. */
  readonly isUntouched: boolean;
  /** What changes it is being told, or is not known yet: it may look different elsewhere. */
  readonly isUnderWay: boolean;
};

export type ApprovalWindow = { readonly sinceMs: number; readonly limit: number };
