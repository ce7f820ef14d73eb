// What arbitration costs. Who files pays the filing fee; who loses bears both fees. A table with dates.
//
// Where the amounts are from (looked up in November 2026): Mastercard, 150 to file and 250 for the
// ruling in USD or EUR, since 17 July 2020 (payvision.com, "New workflow in the escalation process for
// disputes"); that the loser bears the filing fee too: merchantconnect.com, "Arbitration". Visa asks for
// more, in one fee: 500 USD, since 1 October 2024 600 (razorpay.com, "Chargeback fees and penalties").
// Other currencies are the same in round sums.

import type { DisputeSide } from '@kassa/clearing-file';
import type { Currency } from '@kassa/money';

export type ArbitrationFees = {
  readonly effectiveFrom: string;
  readonly currency: string;
  readonly filingMinor: bigint;
  readonly rulingMinor: bigint;
};

const row = (currency: string, filing: bigint, ruling: bigint): ArbitrationFees => ({
  effectiveFrom: '2020-07-17',
  currency,
  filingMinor: filing * 100n,
  rulingMinor: ruling * 100n,
});

export const arbitrationFees: readonly ArbitrationFees[] = [
  row('EUR', 150n, 250n),
  row('USD', 150n, 250n),
  row('BAM', 290n, 490n),
  row('NOK', 1_750n, 2_900n),
  row('SEK', 1_650n, 2_750n),
];

/** Undefined: the network hears no cases in that currency. */
export function feesOn(currency: Currency, day: string): ArbitrationFees | undefined {
  return arbitrationFees.findLast((one) => one.currency === currency && one.effectiveFrom <= day);
}

/** What each side pays the network, below zero what it gets back. */
export type Charged = { readonly issuerMinor: bigint; readonly acquirerMinor: bigint };

export const uncharged: Charged = { issuerMinor: 0n, acquirerMinor: 0n };

export function chargedForFiling({ filingMinor }: ArbitrationFees): Charged {
  return { issuerMinor: filingMinor, acquirerMinor: 0n };
}

/** The issuer has filed, and paid for it; if it was right the acquirer makes up for that. */
export function chargedForRuling(
  { filingMinor, rulingMinor }: ArbitrationFees,
  favours: DisputeSide,
): Charged {
  return favours === 'acquirer'
    ? { issuerMinor: rulingMinor, acquirerMinor: 0n }
    : { issuerMinor: -filingMinor, acquirerMinor: filingMinor + rulingMinor };
}
