// The one clock of a world. One move at a time: a second press of the button waits for the first.

import type { Database } from '@kassa/database';
import type { VirtualClock } from '@kassa/time';
import { writeOffsetMs } from '../world-database.ts';
import { type Advance, advanceToNextBusinessDay } from './advance.ts';
import type { PartyClock } from './party-clocks.ts';

export type WorldClock = {
  nowMs(): number;
  offsetMs(): number;
  advanceToNextBusinessDay(): Promise<Advance>;
  /** What the last move set off, for the page that is shown after it. */
  lastAdvance(): Advance | undefined;
  isMoving(): boolean;
};

export function openWorldClock(options: {
  readonly db: Database;
  readonly clock: VirtualClock;
  readonly parties: readonly PartyClock[];
}): WorldClock {
  const { db, clock, parties } = options;
  const remember = (offsetMs: number) => writeOffsetMs(db, offsetMs);
  let last: Advance | undefined;
  let moving: Promise<Advance> | undefined;
  const advance = async () => {
    try {
      last = await advanceToNextBusinessDay({ clock, parties, remember });
      return last;
    } finally {
      moving = undefined;
    }
  };
  return {
    nowMs: () => clock.nowMs(),
    offsetMs: () => clock.offsetMs(),
    advanceToNextBusinessDay: () => {
      moving ??= advance();
      return moving;
    },
    lastAdvance: () => last,
    isMoving: () => moving !== undefined,
  };
}
