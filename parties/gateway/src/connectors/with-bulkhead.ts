// At most so many requests are under way at one provider, so that a slow one cannot hold all of the
// gateway's work. Advices pass: they are few at a time, and what takes money back must not wait.

import type { Connector } from './connector.ts';

export type Bulkhead = {
  readonly connector: Connector;
  readonly max: number;
  inFlight(): number;
};

export function withBulkhead(connector: Connector, max: number): Bulkhead {
  let inFlight = 0;
  const within = async <E>(request: () => Promise<E>): Promise<E | typeof full> => {
    if (inFlight >= max) return full;
    inFlight += 1;
    try {
      return await request();
    } finally {
      inFlight -= 1;
    }
  };
  return {
    max,
    inFlight: () => inFlight,
    connector: {
      ...connector,
      authorize: (request) => within(() => connector.authorize(request)),
      increment: (request) => within(() => connector.increment(request)),
      verify: (request) => within(() => connector.verify(request)),
    },
  };
}

const full = { kind: 'not_attempted', why: 'full' } as const;
