// What both sides of a dispute have done, as the acquirer tells it: kept for people who have to
// understand the whole of it. Programs are told by events.

import { z } from 'zod';

export const stepSides = ['issuer', 'merchant', 'acquirer', 'network'] as const;

export const stepKinds = [
  'charged_back',
  'answered',
  'represented',
  'closed',
  'charged_back_again',
  'pre_arbitration',
  'contested',
  'declined',
  'filed',
  'ruled',
  'accepted',
  'expired',
  'rejected',
  'conceded',
] as const;
export type StepKind = (typeof stepKinds)[number];

export type LifeStep = {
  readonly kind: StepKind;
  readonly by: (typeof stepSides)[number];
  readonly atMs: number;
  readonly text: string;
  readonly documents: readonly string[];
  /** Until when it is to be answered. */
  readonly dueAtMs: number | null;
  /** What the network takes from the acquirer because of it, in minor units. */
  readonly networkFeeMinor: string | null;
};

const lifeSchema = z.array(
  z.object({
    kind: z.enum(stepKinds),
    by: z.enum(stepSides),
    atMs: z.number(),
    text: z.string(),
    documents: z.array(z.string()),
    dueAtMs: z.number().nullable(),
    networkFeeMinor: z.string().nullable(),
  }),
);

/** As it was kept. */
export const lifeIn = (json: unknown): readonly LifeStep[] => lifeSchema.parse(json);
