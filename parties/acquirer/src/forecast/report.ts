// The same for programs: amounts are minor units as text.

import type { NegativeBalance } from '../debts/negative-balance.ts';
import type { Arrival } from './forecast.ts';

export function forecastReportOf(arrivals: readonly Arrival[], owed: readonly NegativeBalance[]) {
  return {
    arrivals: arrivals.map(({ on, payout, sales, held, released, carried, unpriced }) => ({
      on,
      currency: sales.currency,
      payoutMinor: payout === null ? null : String(payout.minor),
      salesMinor: String(sales.minor),
      heldMinor: String(held.minor),
      releasedMinor: String(released.minor),
      carriedMinor: String(carried.minor),
      unpriced,
    })),
    owed: owed.map(({ owed: amount, openedOn }) => ({
      currency: amount.currency,
      owedMinor: String(amount.minor),
      since: openedOn,
    })),
  };
}
