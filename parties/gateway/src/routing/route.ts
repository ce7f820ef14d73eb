// Which provider gets this payment, and why. Gathers the facts and asks for the choice; the decision
// and its reasons are recorded with the attempt.

import { basisPoints, type Money, parseMajor } from '@kassa/money';
import { type Contract, contractsOf, type Merchant } from '../merchants/merchant.ts';
import type { CardFace } from '../vault/card.ts';
import { choose, type Facts } from './choose.ts';
import { type Condition, compileCondition } from './condition.ts';
import type { HealthBoard } from './health/health-board.ts';
import { noStrategy } from './strategy.ts';

/** What is known of a payment when a provider is chosen for it. */
export type RoutingAsk = {
  readonly merchant: Merchant;
  /** Zero where a card is only verified. */
  readonly amount: Money;
  readonly card: CardFace;
  readonly initiation: 'cardholder' | 'merchant';
  /** Providers that this payment has tried already; none of them is asked again. */
  readonly tried: readonly string[];
};

export type RoutingDecision = {
  readonly provider: string;
  readonly candidates: readonly RoutingCandidate[];
  /** To keep the others' figures known, not because it is the best. */
  readonly isExploration?: boolean | undefined;
};

/** Decisions of earlier versions have provider and reason only. */
export type RoutingCandidate = {
  readonly provider: string;
  readonly why: string;
  /** 1 is who was asked; null: not to be asked. */
  readonly place?: number | null | undefined;
  readonly figures?: RoutingFigures | undefined;
};

/** What the choice was made by. */
export type RoutingFigures = {
  readonly breaker: 'closed' | 'open' | 'trickle' | 'returning';
  readonly successRate: number | null;
  readonly p50Ms: number | null;
  readonly p95Ms: number | null;
  readonly inFlight: number;
  readonly inFlightMax: number;
  readonly costMinor: string | null;
};

/**
 * Over capacity: who could be asked has enough to do, and a little later somebody may be asked.
 * Nobody left: all that have a contract with the merchant were tried, or are never to be asked.
 */
export type Routed =
  | { readonly end: 'chosen'; readonly decision: RoutingDecision }
  | { readonly end: 'over_capacity' | 'nobody_left' };

export type Route = (ask: RoutingAsk) => Routed;

export type RoutingMeans = {
  readonly board: HealthBoard;
  readonly isConnected: (provider: string) => boolean;
  readonly load: (provider: string) => { readonly inFlight: number; readonly inFlightMax: number };
  /** At least 0, below 1. */
  readonly random: () => number;
};

export function openRouter(means: RoutingMeans): Route {
  const condition = openConditions();
  return (ask) => {
    const { merchant, amount } = ask;
    const facts = contractsOf(merchant).map((contract) => factsOf(means, ask, contract));
    const { random } = means;
    const choice = choose({
      strategy: merchant.routing ?? noStrategy,
      holds: ({ when }) => condition(when)(ask),
      amountMinor: amount.minor,
      facts,
      rolls: { split: random(), share: random(), explore: random() },
    });
    const { end, provider, isExploration } = choice;
    if (end !== 'chosen') return { end };
    const candidates = choice.candidates.map((one, at) => ({ ...one, ...figuresOf(facts[at]) }));
    return {
      end,
      decision: { provider, candidates, ...(isExploration ? { isExploration } : {}) },
    };
  };
}

function factsOf(means: RoutingMeans, { amount, card, tried }: RoutingAsk, one: Contract): Facts {
  const { provider } = one;
  const { inFlight, inFlightMax } = means.load(provider);
  const segment = { brand: card.brand, currency: amount.currency };
  return {
    provider,
    isTried: tried.includes(provider),
    isConnected: means.isConnected(provider),
    inFlight,
    inFlightMax,
    health: means.board.of(provider, segment, inFlight),
    costMinor: costOf(one, amount),
  };
}

function costOf({ fee }: Contract, amount: Money): bigint | null {
  // At cost nobody knows before what a sale costs.
  if (fee === undefined || fee.pricing === 'interchange_plus') return null;
  const share = basisPoints(amount, fee.basisPoints, 'half_up').minor;
  const fixed = parseMajor(fee.fixed[amount.currency] ?? '0', amount.currency);
  return share + (fixed.ok ? fixed.value.minor : 0n);
}

function figuresOf(facts: Facts | undefined): { readonly figures?: RoutingFigures } {
  if (facts === undefined) return {};
  const { inFlight, inFlightMax, costMinor } = facts;
  const { breaker, successRate, p50Ms, p95Ms } = facts.health;
  const cost = costMinor === null ? null : String(costMinor);
  const known = { breaker, successRate, p50Ms, p95Ms, inFlight, inFlightMax, costMinor: cost };
  return { figures: known };
}

/** Compiled once for each text; those of merchants that are gone are forgotten with all others. */
function openConditions(): (text: string) => Condition {
  const known = new Map<string, Condition>();
  return (text) => {
    const found = known.get(text);
    if (found !== undefined) return found;
    if (known.size >= conditionsMax) known.clear();
    const compiled = compileCondition(text);
    // It was checked at the start; one that an older profile still has decides nothing.
    const condition = compiled.ok ? compiled.value : () => false;
    known.set(text, condition);
    return condition;
  };
}

const conditionsMax = 1_000;
