// How much is taken on at once: so many confirms in this process, and at each provider its seats.
// Beyond that a payment is refused before anything is recorded or sent, and quickly: work that waits
// without end helps nobody. Who keeps a place for a buyer is told as soon as there is room again.

import type { Bulkhead } from '../connectors/with-bulkhead.ts';
import type { WireReference } from './intent.ts';

export type Capacity = {
  /** Begins the work; undefined: this process has enough to do. */
  admit<T>(work: () => Promise<T>): Promise<T> | undefined;
  takeSeat(provider: string, wire: WireReference): boolean;
  leaveSeat(provider: string, wire: WireReference): void;
  /** For a payment that has begun and needs a seat once more: waits for it, but not for long. */
  seatInTime(provider: string, wire: WireReference): Promise<boolean>;
  /** Calls each time room is made, until the function that it answers is called. */
  onRoom(told: () => void): () => void;
  /** What makes room says so here. */
  readonly roomMade: () => void;
};

export type CapacityMeans = {
  readonly confirmsMax: number;
  readonly bulkhead: (provider: string) => Pick<Bulkhead, 'takeSeat' | 'leaveSeat'>;
  readonly pause: (ms: number) => Promise<void>;
};

/** The buyer has come back from their bank, and looks at a page that says so. */
const seatWithinMs = 5_000;

export function openCapacity({ confirmsMax, bulkhead, pause }: CapacityMeans): Capacity {
  let confirms = 0;
  const listeners = new Set<() => void>();
  const roomMade = () => {
    for (const told of [...listeners]) told();
  };
  const onRoom = (told: () => void) => {
    listeners.add(told);
    return () => void listeners.delete(told);
  };
  return {
    onRoom,
    roomMade,
    admit(work) {
      if (confirms >= confirmsMax) return undefined;
      confirms += 1;
      return work().finally(() => {
        confirms -= 1;
        roomMade();
      });
    },
    takeSeat: (provider, wire) => bulkhead(provider).takeSeat(wire),
    leaveSeat: (provider, wire) => bulkhead(provider).leaveSeat(wire),
    async seatInTime(provider, wire) {
      const { takeSeat } = bulkhead(provider);
      if (takeSeat(wire)) return true;
      let goesOn = () => {};
      const seated = new Promise<boolean>((resolve) => {
        goesOn = onRoom(() => {
          if (takeSeat(wire)) resolve(true);
        });
      });
      const isSeated = await Promise.race([seated, pause(seatWithinMs).then(() => false)]);
      goesOn();
      return isSeated;
    },
  };
}
