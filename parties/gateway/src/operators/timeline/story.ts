// Everything that is kept about one payment, as it was read: what the time line is made from.

import type { RecordedTransaction } from '@kassa/ledger';
import type { Money } from '@kassa/money';
import type { AdviceKind } from '../../connectors/connector.ts';
import type { PaymentEventType } from '../../payments/payment-event.ts';
import type { LoggedRequest } from '../../requests/logged-request.ts';
import type { BalanceTransaction } from '../../settlement/read.ts';
import type { StoredWireMessage } from '../../wire-log/store.ts';

export type Headline = {
  readonly accountId: string;
  readonly id: string;
  readonly status: string;
  readonly amount: Money;
  readonly createdAtMs: number;
  readonly description: string | null;
  readonly sessionId: string | null;
  readonly merchant: { readonly name: string; readonly zone: string };
  readonly card: ShownCard | null;
  readonly capturedMinor: bigint;
  readonly refundedMinor: bigint;
  /** Of the last charge. */
  readonly chargeId: string | null;
  readonly authorizationCode: string | null;
  readonly problem: string | null;
};

export type ShownCard = {
  readonly brand: string;
  readonly last4: string;
  readonly country: string;
  readonly expiry: string;
};

export type StoredMove = {
  readonly seq: number;
  readonly type: PaymentEventType;
  readonly to: string;
  readonly atMs: number;
  readonly data: unknown;
};

export type ShownAttempt = {
  readonly id: string;
  readonly provider: string;
  readonly state: string;
  readonly amount: Money;
  readonly rrn: string;
  readonly stan: string;
  readonly responseCode: string | null;
  readonly openedAtMs: number;
  /** As it was stored: its reasons grow richer faster than this page. */
  readonly routing: unknown;
};

export type ShownAdvice = {
  readonly id: string;
  readonly kind: AdviceKind;
  readonly state: 'waiting' | 'acknowledged' | 'refused' | 'manual' | 'corrected';
  readonly amount: Money;
  readonly stan: string;
  readonly rrn: string;
  readonly tries: number;
  readonly responseCode: string | null;
  readonly createdAtMs: number;
  readonly closedAtMs: number | null;
  readonly manualAtMs: number | null;
  readonly decided: { readonly by: string; readonly why: string } | null;
};

export type ShownTold = {
  readonly eventId: string;
  readonly type: string;
  readonly atMs: number;
  readonly requestId: string | null;
};

export type ShownTry = {
  readonly eventId: string;
  readonly endpointId: string;
  readonly type: string;
  readonly url: string;
  readonly number: number;
  readonly atMs: number;
  readonly status: number | null;
  readonly failure: string | null;
  readonly durationMs: number | null;
};

export type Story = {
  readonly headline: Headline;
  readonly moves: readonly StoredMove[];
  readonly attempts: readonly ShownAttempt[];
  readonly wire: readonly StoredWireMessage[];
  readonly advices: readonly ShownAdvice[];
  readonly book: readonly RecordedTransaction[];
  /** What acquirers have settled of it, at which fees. */
  readonly settled: readonly BalanceTransaction[];
  readonly told: readonly ShownTold[];
  readonly tries: readonly ShownTry[];
  readonly asked: readonly LoggedRequest[];
  readonly disputes: readonly { readonly id: string; readonly status: string }[];
  /** Which of these lists were cut. */
  readonly cut: readonly string[];
};
