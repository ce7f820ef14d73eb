// Which provider gets this payment, and why. The decision and its reasons are recorded with the
// attempt.

import type { Money } from '@kassa/money';
import { contractsOf, type Merchant } from '../merchants/merchant.ts';
import type { CardFace } from '../vault/card.ts';

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
  readonly candidates: readonly { readonly provider: string; readonly why: string }[];
};

/** Null: all that have a contract with the merchant were tried. */
export type Route = (ask: RoutingAsk) => RoutingDecision | null;

export function openRouter(isConnected: (provider: string) => boolean): Route {
  return ({ merchant, tried }) => {
    const left = contractsOf(merchant)
      .map(({ provider }) => provider)
      .filter((provider) => !tried.includes(provider));
    const provider = left.find(isConnected) ?? left[0];
    if (provider === undefined) return null;
    const candidates = left.map((name) => ({
      provider: name,
      why: `contract of the merchant; ${isConnected(name) ? 'connected' : 'not connected'}`,
    }));
    return { provider, candidates };
  };
}
