// Which provider gets this payment, and why. One provider a merchant for now; the decision and its
// reasons are recorded with the attempt, so that a router with more to choose from changes no shape.

import type { Merchant } from '../merchants/merchant.ts';

export type RoutingDecision = {
  readonly provider: string;
  readonly candidates: readonly { readonly provider: string; readonly why: string }[];
};

export type Route = (merchant: Merchant) => RoutingDecision;

export function openRouter(isConnected: (provider: string) => boolean): Route {
  return (merchant) => {
    const { provider } = merchant.acquirer;
    const health = isConnected(provider) ? 'connected' : 'not connected, and the only one';
    return { provider, candidates: [{ provider, why: `contract of the merchant; ${health}` }] };
  };
}
