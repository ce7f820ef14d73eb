// Tells how each request ended, and how long it took. It changes no end.

import type { Clock } from '@kassa/time';
import { declineRow } from '../payments/decline-table.ts';
import type { Observation, Segment } from '../routing/health/health-board.ts';
import type { SampleKind } from '../routing/health/window.ts';
import type {
  AdviceEnd,
  AuthorizationEnd,
  Connector,
  IncrementRequest,
  VerificationEnd,
} from './connector.ts';

type End = AuthorizationEnd | VerificationEnd | AdviceEnd;

export type HealthMeans = {
  /** The real one: how long a bank takes does not depend on what day it is in the world. */
  readonly clock: Clock;
  readonly observe: (observation: Observation) => void;
};

export function withHealth(connector: Connector, { clock, observe }: HealthMeans): Connector {
  const timed = async <E extends End>(segment: Segment | null, request: Promise<E>): Promise<E> => {
    const sentMs = clock.nowMs();
    const end = await request;
    const kind = kindOf(end);
    const latencyMs = clock.nowMs() - sentMs;
    if (kind !== undefined) observe({ provider: connector.name, segment, kind, latencyMs });
    return end;
  };
  return {
    ...connector,
    authorize: (request) => timed(segmentOf(request), connector.authorize(request)),
    increment: (request) => timed(segmentOf(request), connector.increment(request)),
    verify: (request) => timed(null, connector.verify(request)),
    tell: (advice) => timed(null, connector.tell(advice)),
  };
}

function segmentOf({ card, amount }: Pick<IncrementRequest, 'card' | 'amount'>): Segment {
  return { brand: card.brand, currency: amount.currency };
}

/** Undefined: it says nothing of the provider. */
function kindOf(end: End): SampleKind | undefined {
  switch (end.kind) {
    case 'approved':
    case 'acknowledged':
      return 'approved';
    case 'refused':
      return declineRow(end.responseCode).category === 'technical' ? 'technical' : 'refused';
    case 'not_attempted':
      // Our own vault could not open it: nothing was tried.
      return end.why === 'card_unreadable' ? undefined : 'technical';
    case 'unknown':
      return 'technical';
  }
}
