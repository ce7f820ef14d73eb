// At most so many requests are under way at one provider, so that a slow one cannot hold all of the
// gateway's work. Advices pass: they are few at a time, and what takes money back must not wait.
// A payment takes its seat before it is recorded, so that what has been begun can also be sent.

import type { Clock } from '@kassa/time';
import type { WireReference } from '../payments/intent.ts';
import type { Connector } from './connector.ts';

export type Bulkhead = {
  readonly connector: Connector;
  readonly max: number;
  /** Requests under way, and seats that are kept. */
  inFlight(): number;
  /** Keeps room for the authorization of this name. False: full. */
  takeSeat(wire: WireReference): boolean;
  /** It is not sent after all; a seat that was used is gone already. */
  leaveSeat(wire: WireReference): void;
};

export type BulkheadMeans = {
  /** Told each time there is room again. */
  readonly onRoom: () => void;
  /** Of real time: how long a bank takes does not depend on the day. */
  readonly clock: Clock;
};

/** A seat of work that died on its way is given to others; longer than any authentication takes. */
const seatLifeMs = 60_000;

export function withBulkhead(
  connector: Connector,
  max: number,
  { clock, onRoom }: BulkheadMeans,
): Bulkhead {
  let running = 0;
  /** By the time they were taken, oldest first. */
  const seats = new Map<string, number>();
  const inFlight = (): number => {
    const deadMs = clock.nowMs() - seatLifeMs;
    for (const [name, takenAtMs] of seats) {
      if (takenAtMs > deadMs) break;
      seats.delete(name);
    }
    return running + seats.size;
  };
  const run = async <E>(request: () => Promise<E>): Promise<E> => {
    running += 1;
    try {
      return await request();
    } finally {
      running -= 1;
      onRoom();
    }
  };
  const within = async <E>(request: () => Promise<E>): Promise<E | typeof full> =>
    inFlight() < max ? run(request) : full;
  return {
    max,
    inFlight,
    takeSeat(wire) {
      if (inFlight() >= max) return false;
      seats.set(nameOf(wire), clock.nowMs());
      return true;
    },
    leaveSeat(wire) {
      if (seats.delete(nameOf(wire))) onRoom();
    },
    connector: {
      ...connector,
      authorize: (request) => {
        const ask = () => connector.authorize(request);
        return seats.delete(nameOf(request.wire)) ? run(ask) : within(ask);
      },
      increment: (request) => within(() => connector.increment(request)),
      verify: (request) => within(() => connector.verify(request)),
    },
  };
}

const nameOf = ({ terminalId, rrn }: WireReference): string => `${terminalId}|${rrn}`;

const full = { kind: 'not_attempted', why: 'full' } as const;
