// One authorization, seen from both sides: agreed, or a discrepancy with a name.

import {
  type Discrepancy,
  type DiscrepancyName,
  type Here,
  remedies,
  type There,
} from './discrepancy.ts';

/** After so long an outcome should have been learnt: tries are quick in the beginning. */
export const openTooLongMs = 10 * 60_000;
/** What changed while both sides were read may look different and be none. */
export const tooYoungMs = 60_000;

export type Pair = { readonly here: Here | null; readonly there: There | null };

export function classify(pair: Pair, nowMs: number): Discrepancy | null {
  if (pair.here !== null && nowMs - pair.here.touchedAtMs < tooYoungMs) return null;
  const name = nameOf(pair, nowMs);
  if (name === undefined) return null;
  const { by, otherwise } = remedies[name];
  const about = pair.here?.advices.filter(({ kind }) => by.includes(kind)) ?? [];
  const manual = about.find(({ state }) => state === 'manual');
  const waiting = about.find(({ state }) => state === 'waiting');
  const remedy = manual ? 'decide' : waiting ? 'settles_itself' : otherwise;
  return { name, ...pair, remedy, advice: manual ?? waiting ?? about.at(-1) ?? null };
}

function nameOf({ here, there }: Pair, nowMs: number): DiscrepancyName | undefined {
  if (here === null) return there?.state === 'approved' ? 'held_there_unknown_here' : undefined;
  switch (here.state) {
    case 'open':
    case 'unknown':
      return nowMs - here.openedAtMs > openTooLongMs ? 'open_too_long' : undefined;
    case 'approved':
      return ofApproved(here, there);
    case 'challenged':
    case 'authenticated':
    case 'refused':
    case 'unauthenticated':
    case 'not_attempted':
    case 'abandoned':
    case 'reversed':
    case 'voided':
      return ofNothingHeld(here, there);
  }
}

function ofApproved(here: Here, there: There | null): DiscrepancyName | undefined {
  // A hold that was let go, though its attempt was approved.
  if (here.charge === 'released') return ofNothingHeld(here, there);
  switch (there?.state) {
    case undefined:
    case 'sent':
      return 'approved_here_unknown_there';
    case 'reversed':
      return 'held_here_reversed_there';
    case 'approved':
      return ofBothApproved(here, there);
    default:
      return 'approved_here_refused_there';
  }
}

function ofBothApproved(here: Here, there: There): DiscrepancyName | undefined {
  const isHeld = here.charge === 'authorized' || here.charge === 'partly_captured';
  if (here.currency !== there.currency) return 'amount_differs';
  if (isHeld && here.amountMinor !== there.amountMinor) return 'amount_differs';
  if (here.capturedMinor > there.capturedMinor) return 'captured_here_not_there';
  if (here.capturedMinor < there.capturedMinor) return 'captured_there_not_here';
  if (here.refundedMinor > there.refundedMinor) return 'refunded_here_not_there';
  if (here.refundedMinor < there.refundedMinor) return 'refunded_there_not_here';
  return undefined;
}

const letGo: readonly Here['state'][] = ['reversed', 'voided', 'approved'];

function ofNothingHeld(here: Here, there: There | null): DiscrepancyName | undefined {
  if (there === null) return undefined;
  if (there.state === 'approved') {
    if (there.capturedMinor > 0n) return 'captured_there_not_here';
    return letGo.includes(here.state) ? 'reversed_here_held_there' : 'refused_here_held_there';
  }
  return there.reversalsOpen > 0 ? 'reversal_not_at_issuer' : undefined;
}
