// The sealer of a running party: seals what is there, then rests.

import type { Database } from '@kassa/database';
import { seal } from './seal.ts';

export type Sealer = AsyncDisposable & {
  /** Waits for the round under way. */
  stop(): Promise<void>;
};

export type SealerOptions = {
  /** Rest between rounds, in real milliseconds. */
  readonly everyMs: number;
  readonly nowMs: () => number;
  readonly log: { warn(fields: object, message: string): void };
};

const batch = 1000;

export function startSealer(db: Database, options: SealerOptions): Sealer {
  const { everyMs, nowMs, log } = options;
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;
  let round = Promise.resolve();

  const work = async () => {
    try {
      while (!stopped && (await seal(db, { limit: batch, nowMs: nowMs() })) === batch);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      log.warn({ reason }, 'the ledger was not sealed; it is tried again');
    }
    if (!stopped) rest();
  };
  const rest = () => {
    timer = setTimeout(() => {
      round = work();
    }, everyMs);
    // Sealing alone keeps no process alive.
    timer.unref();
  };
  const stop = async () => {
    stopped = true;
    clearTimeout(timer);
    await round;
  };
  rest();
  return { stop, [Symbol.asyncDispose]: stop };
}
