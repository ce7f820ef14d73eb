// What the router knows of every provider at this moment, for operators.

import type { Health } from './health/health-board.ts';
import type { RoutingMeans } from './route.ts';

export type RoutingHealth = {
  readonly providers: readonly {
    readonly provider: string;
    readonly isConnected: boolean;
    readonly inFlight: number;
    readonly inFlightMax: number;
  }[];
  /** Of each provider, and of each brand and currency that was seen there. */
  readonly health: readonly (Health & { readonly name: string })[];
};

export function routingHealth(
  { board, isConnected, load }: Omit<RoutingMeans, 'random'>,
  providers: readonly string[],
): () => RoutingHealth {
  return () => ({
    providers: providers.map((provider) => {
      return { provider, isConnected: isConnected(provider), ...load(provider) };
    }),
    health: board.all(),
  });
}
