// A batch: the small-value payments of one message that go to one member in one window.

import type { Currency } from '@kassa/money';
import type { WindowKey } from '../windows/window.ts';

export const batchKinds = ['ach', 'credit_transfer', 'collection', 'return'] as const;
export type BatchKind = (typeof batchKinds)[number];

export type Batch = {
  readonly id: string;
  readonly kind: BatchKind;
  readonly sender: string;
  readonly messageId: string;
  readonly part: string | null;
  readonly receiver: string;
  readonly currency: Currency;
  /** What the receiver gets when the window has settled. */
  readonly body: string;
};

export type Item = {
  /** Our reference of this one payment; it is in the batch, and returns name it. */
  readonly id: string;
  readonly endToEndId: string;
  /** Member codes: whose account falls, and whose rises. */
  readonly payer: string;
  readonly payee: string;
  readonly minor: bigint;
};

export type NewBatch = Pick<Batch, 'id' | 'kind' | 'receiver' | 'body'> & {
  readonly part?: string;
  readonly window: WindowKey;
  readonly items: readonly Item[];
};
