// The choice itself, pure: everything that it depends on is handed in. What the merchant wishes comes
// first, then health: who is ill or slow moves down, and is still asked where nobody else is left.

import type { Health } from './health/health-board.ts';
import type { Rule, Strategy } from './strategy.ts';

/** What is known of one contract when a payment comes. */
export type Facts = {
  readonly provider: string;
  readonly isTried: boolean;
  readonly isConnected: boolean;
  readonly inFlight: number;
  readonly inFlightMax: number;
  readonly health: Health;
  /** What this sale would cost there; null when the contract does not say. */
  readonly costMinor: bigint | null;
};

export type Question = {
  readonly strategy: Strategy;
  /** Which rules hold for this payment, by their place. */
  readonly holds: (rule: Rule) => boolean;
  readonly amountMinor: bigint;
  /** By the order of contracts. */
  readonly facts: readonly Facts[];
  /** Between 0 and 1, one for each thing that is left to chance. */
  readonly rolls: { readonly split: number; readonly share: number; readonly explore: number };
};

export type Candidate = {
  readonly provider: string;
  /** 1 is who is asked; null: not to be asked for this payment. */
  readonly place: number | null;
  readonly why: string;
};

export type Choice = {
  readonly candidates: readonly Candidate[];
  readonly isExploration: boolean;
} & (
  | { readonly end: 'chosen'; readonly provider: string }
  | { readonly end: 'over_capacity' | 'nobody_left'; readonly provider: null }
);

export function choose(question: Question): Choice {
  const { facts } = question;
  const judged = facts.map((one) => ({ ...one, ...judge(one, question) }));
  const wish = wishOf(question, judged);
  const able = judged
    .filter(({ rank }) => rank !== null)
    .sort((one, other) => {
      const byRank = (one.rank ?? 0) - (other.rank ?? 0);
      return byRank || wish.order.indexOf(one.provider) - wish.order.indexOf(other.provider);
    });
  const provider = able[0]?.provider ?? null;
  const candidates = judged.map(({ provider: name, why }) => {
    const at = able.findIndex((one) => one.provider === name);
    const place = at < 0 ? null : at + 1;
    return { provider: name, place, why: place === null ? why : `${wish.why(name)}; ${why}` };
  });
  const isExploration = wish.explored !== null && wish.explored === provider;
  if (provider !== null) return { end: 'chosen', provider, candidates, isExploration };
  const isFull = judged.some((one) => one.isFull);
  return { end: isFull ? 'over_capacity' : 'nobody_left', provider, candidates, isExploration };
}

/** The smaller the better; null: not to be asked. */
type Judgement = { readonly rank: number | null; readonly why: string; readonly isFull?: boolean };

function judge(facts: Facts, { strategy, holds, rolls }: Question): Judgement {
  const { provider, health } = facts;
  if (facts.isTried) return { rank: null, why: 'tried already' };
  const never = strategy.rules.findIndex((rule) => rule.never?.includes(provider) && holds(rule));
  if (never >= 0) return { rank: null, why: `never, by ${nameOf(strategy, never)}` };
  if (facts.inFlight >= facts.inFlightMax) {
    return { rank: null, why: `full: ${facts.inFlight} under way`, isFull: true };
  }
  if (!facts.isConnected) return { rank: 3, why: 'not connected' };
  if (rolls.share >= health.share) return { rank: 2, why: `unhealthy: breaker ${health.breaker}` };
  if (health.isSlow)
    return { rank: 1, why: `slow: p50 ${health.p50Ms} ms, p95 ${health.p95Ms} ms` };
  if (health.breaker === 'closed') return { rank: 0, why: 'well' };
  return { rank: 0, why: `in its share of the traffic: breaker ${health.breaker}` };
}

type Wish = {
  readonly order: readonly string[];
  readonly why: (provider: string) => string;
  readonly explored: string | null;
};

function wishOf(question: Question, judged: readonly (Facts & Judgement)[]): Wish {
  const { strategy, holds, rolls } = question;
  const contracts = judged.map(({ provider }) => provider);
  const able = judged.filter(({ rank }) => rank !== null);
  const at = strategy.rules.findIndex((rule) => rule.never === undefined && holds(rule));
  const rule = strategy.rules[at];
  if (rule?.prefer !== undefined) {
    const { prefer } = rule;
    const why = (provider: string) =>
      prefer.includes(provider)
        ? `preferred by ${nameOf(strategy, at)}`
        : `not preferred by ${nameOf(strategy, at)}`;
    return { order: [...new Set([...prefer, ...contracts])], why, explored: null };
  }
  const weights = rule?.split ?? strategy.split;
  if (weights !== undefined) {
    const by = rule === undefined ? 'split of the volume' : nameOf(strategy, at);
    const drawn = draw(weights, able, rolls.split);
    const order = [...new Set([...(drawn === null ? [] : [drawn]), ...contracts])];
    const why = (provider: string) => `share ${weights[provider] ?? 0} by ${by}`;
    return { order, why, explored: null };
  }
  if (strategy.order === 'contracts') {
    const why = (provider: string) => `contract ${contracts.indexOf(provider) + 1}`;
    return { order: contracts, why, explored: null };
  }
  return best(question, able);
}

/** Only those who can be asked take part, or the share of who cannot would go to the first. */
function draw(
  weights: Readonly<Record<string, number>>,
  able: readonly Facts[],
  roll: number,
): string | null {
  const shares = able.map(({ provider }) => ({ provider, share: weights[provider] ?? 0 }));
  let left = roll * shares.reduce((sum, { share }) => sum + share, 0);
  for (const { provider, share } of shares) {
    if (left < share) return provider;
    left -= share;
  }
  return null;
}

function best({ amountMinor, strategy, rolls }: Question, able: readonly Facts[]): Wish {
  const left = new Map(able.map((one) => [one.provider, expected(one, amountMinor)]));
  const order = able
    .map(({ provider }) => provider)
    .sort((one, other) => (left.get(other) ?? 0) - (left.get(one) ?? 0));
  const why = (provider: string) => `leaves ${Math.round(left.get(provider) ?? 0)} on average`;
  const share = strategy.explorationShare;
  const others = order.slice(1);
  if (rolls.explore >= share || others.length === 0) return { order, why, explored: null };
  const explored = others[Math.floor((rolls.explore / share) * others.length)] ?? null;
  const sorted = explored === null ? order : [...new Set([explored, ...order])];
  const said = (one: string) => (one === explored ? `exploration; ${why(one)}` : why(one));
  return { order: sorted, why: said, explored };
}

/** What the merchant keeps of such a sale on average. A rate of few payments is drawn to the usual. */
function expected({ health, costMinor }: Facts, amountMinor: bigint): number {
  const { total, technical, successRate } = health;
  const succeeded = (successRate ?? 0) * (total - technical);
  const rate = (succeeded + usualRate * usualWeight) / (total + usualWeight);
  return rate * Number(amountMinor - (costMinor ?? 0n));
}

const usualRate = 0.9;
const usualWeight = 20;

const nameOf = ({ rules }: Strategy, at: number) => `rule ${at + 1} (${rules[at]?.when})`;
