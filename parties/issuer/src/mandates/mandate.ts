// What a customer has agreed to: that a creditor collects from an account.

import type { Currency, Money } from '@kassa/money';

export type MandateKey = {
  readonly bankAccountId: string;
  /** The creditor's identifier in the scheme. */
  readonly creditorId: string;
  /** The creditor's reference of the agreement. */
  readonly mandateId: string;
};

export type Mandate = MandateKey & {
  readonly creditorName: string;
  readonly currency: Currency;
  /** No collection above it. */
  readonly paymentMax: Money | undefined;
  readonly givenAtMs: number;
  readonly cancelledAtMs: number | null;
};
