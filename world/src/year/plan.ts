// What happens on one day of the year, drawn from the seed and nothing else: who buys what with which
// card, what becomes of it later, and what breaks meanwhile.

import { type Chance, chanceFrom } from '@kassa/chance';
import { diva, nordlys, tezga } from '../cast/cast.ts';
import type { MerchantPlan } from '../cast/plans.ts';

/** What the shop is told at once. `any`: something is broken, and what is told must only be true. */
export type Expected = 'paid' | 'held' | 'declined' | 'any';

/** How the shop answers when the cardholder disputes it. */
export type Evidence = 'winning_evidence' | 'losing_evidence' | 'none';

export type Later =
  | { readonly kind: 'capture' | 'refund'; readonly afterDays: number; readonly minor: number }
  | { readonly kind: 'cancel'; readonly afterDays: number };

export type Sale = {
  /** Counts from 1 through the whole year; the shop's order number. */
  readonly number: number;
  readonly merchant: MerchantPlan;
  /** `pm_card_no` */
  readonly card: string;
  readonly minor: number;
  readonly expected: Expected;
  readonly isHeld: boolean;
  /** The shop's program is impatient and sends it twice, at the same moment. */
  readonly isTwice: boolean;
  /** Through 3-D Secure; else the shop says that the holder is not there. */
  readonly isPresent: boolean;
  readonly evidence: Evidence | undefined;
  readonly later: Later | undefined;
};

export type Session = {
  /** On the virtual clock, `10:00`. */
  readonly time: string;
  readonly sales: readonly Sale[];
  /** What the fault box does meanwhile. */
  readonly fault: string | undefined;
};

export type DayPlan = {
  readonly sessions: readonly Session[];
};

/** Most of a day's sales come by day, some after the cut-off, fewer when banks are closed. */
const shares = { byDay: 0.8, evening: 0.16, onFreeDay: 0.09 } as const;
const troubleShare = 0.05;

/** Cards of the country, of elsewhere, and of several brands, each with an account of its own. */
const goodCards = [
  ...['visa', 'visa', 'visa_debit', 'mastercard', 'mastercard_debit', 'amex', 'discover', 'jcb'],
  ...['domesticPricing', 'avsFail', 'avsUnchecked', 'riskLevelElevated', 'riskLevelHighest'],
  ...['at', 'be', 'bg', 'hr', 'cz', 'dk', 'ee', 'fi', 'fr', 'de', 'gr', 'hu', 'ie', 'it', 'lt'],
  ...['lu', 'lv', 'nl', 'no', 'pl', 'pt', 'ro', 'se', 'si', 'sk', 'es', 'gb', 'ch', 'au', 'jp'],
] as const;
const declinedCards = [
  'chargeDeclined',
  'chargeDeclinedInsufficientFunds',
  'chargeDeclinedExpiredCard',
  'chargeDeclinedLostCard',
  'chargeDeclinedStolenCard',
] as const;
const disputedCards = ['createDispute', 'createDisputeProductNotReceived'] as const;

/** Each is over in seconds, so that a year of them is; what lasts is what the drills are for. */
const troubles = [
  'gateway-acquirer-zelena * refuse',
  'acquirer-zelena-network * refuse',
  'network-issuer-fjord 0110 drop count=2',
  'gateway-acquirer-zelena 0110 duplicate',
  'gateway-acquirer-crvena 0110 corrupt count=2',
  'acquirer-network * delay ms=50..300 rate=0.3',
] as const;

export type Planner = {
  day(index: number, isBankingDay: boolean): DayPlan;
  /** Sales planned so far. */
  planned(): number;
};

export function openPlanner(seed: number, perBankingDay: number): Planner {
  let planned = 0;
  const sales = (chance: Chance, count: number, isBroken: boolean): Sale[] =>
    Array.from({ length: count }, () => {
      planned += 1;
      return drawSale(chance, planned, isBroken);
    });
  return {
    planned: () => planned,
    day(index, isBankingDay) {
      // A stream for each day: what one draws does not move another.
      const own = chanceFrom(Math.imul(seed, 0x85ebca6b) ^ Math.imul(index + 1, 0x9e3779b1));
      const some = (share: number) => Math.round(perBankingDay * share);
      if (!isBankingDay) {
        const count = some(shares.onFreeDay);
        return { sessions: [{ time: '12:00', sales: sales(own, count, false), fault: undefined }] };
      }
      const isBroken = own.hits(troubleShare);
      const fault = isBroken ? own.pick(troubles) : undefined;
      return {
        sessions: [
          { time: '10:00', sales: sales(own, some(shares.byDay), false), fault: undefined },
          { time: '18:30', sales: sales(own, some(shares.evening), isBroken), fault },
        ],
      };
    },
  };
}

function drawSale(chance: Chance, number: number, isBroken: boolean): Sale {
  const merchant = drawMerchant(chance);
  const minor = chance.hits(0.1) ? chance.between(20_000, 90_000) : chance.between(300, 9_000);
  const luck = chance.next();
  const common = { number, merchant, minor, isTwice: chance.hits(0.02), evidence: undefined };
  const isPresent = chance.hits(0.1);
  const good = { ...common, isPresent, card: `pm_card_${chance.pick(goodCards)}` };
  const expected = (usual: Expected): Expected => (isBroken ? 'any' : usual);
  if (luck < 0.05) {
    const card = `pm_card_${chance.pick(declinedCards)}`;
    return { ...good, card, isHeld: false, expected: expected('declined'), later: undefined };
  }
  if (luck < 0.06) {
    const card = `pm_card_${chance.pick(disputedCards)}`;
    const evidence = chance.pick(['winning_evidence', 'losing_evidence', 'none'] as const);
    const sale = { isHeld: false, expected: expected('paid'), later: undefined };
    return { ...good, ...sale, card, evidence };
  }
  if (luck < 0.12) {
    return { ...good, isHeld: true, expected: expected('held'), later: afterHold(chance, minor) };
  }
  const later = luck < 0.17 ? refundOf(chance, minor) : undefined;
  return { ...good, isHeld: false, expected: expected('paid'), later };
}

function drawMerchant(chance: Chance): MerchantPlan {
  if (chance.hits(0.6)) return diva;
  return chance.hits(0.75) ? nordlys : tezga;
}

/** Whole, a part of it, or never: let go, or forgotten until it expires. */
function afterHold(chance: Chance, minor: number): Later | undefined {
  const luck = chance.next();
  const afterDays = chance.between(1, 4);
  if (luck < 0.6) return { kind: 'capture', afterDays, minor };
  if (luck < 0.85) {
    return { kind: 'capture', afterDays, minor: Math.ceil(minor * (0.2 + 0.7 * chance.next())) };
  }
  return luck < 0.95 ? { kind: 'cancel', afterDays } : undefined;
}

function refundOf(chance: Chance, minor: number): Later {
  const share = chance.hits(0.5) ? 1 : 0.1 + 0.8 * chance.next();
  return { kind: 'refund', afterDays: chance.between(0, 6), minor: Math.ceil(minor * share) };
}
