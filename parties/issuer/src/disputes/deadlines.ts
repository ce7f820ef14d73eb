// How long the bank waits for its cardholder, in days from the shop's answer. A table with dates.
//
// Banks give their cardholders some ten to fourteen days; the network gives the bank thirty for a
// pre-arbitration, and the bank's own word must reach it in time (docs.chargeflow.io, "Network
// timelines", looked up in November 2026).

import { assert } from '@kassa/result';

const holderDays: readonly { readonly effectiveFrom: string; readonly days: number }[] = [
  { effectiveFrom: '2020-01-01', days: 14 },
];

/** Of the network's days some are the bank's own. */
const spareDays = 3;
const dayMs = 86_400_000;

/** `networkDueOn`: the last day of the network, if it named one. */
export function holderDueAtMs(
  nowMs: number,
  { today, networkDueOn }: { readonly today: string; readonly networkDueOn: string | undefined },
): number {
  const row = holderDays.findLast(({ effectiveFrom }) => effectiveFrom <= today);
  assert(row, `no deadline for cardholders is in force on ${today}`);
  const own = nowMs + row.days * dayMs;
  const last = Date.parse(networkDueOn ?? '') - spareDays * dayMs;
  return Number.isNaN(last) ? own : Math.max(nowMs, Math.min(own, last));
}
