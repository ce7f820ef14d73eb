// Looks now and then for challenges that nobody ended.

import type { Acs } from './authentication.ts';
import { endAbandoned } from './challenge.ts';

export type Sweeper = { stop(): Promise<void> };

export function startSweeper(acs: Acs, everyMs: number): Sweeper {
  let running: Promise<unknown> = Promise.resolve();
  const timer = setInterval(() => {
    running = running
      .then(() => endAbandoned(acs))
      .catch((error: unknown) => {
        acs.bank.log.warn({ err: error }, 'abandoned challenges are looked at later');
      });
  }, everyMs);
  timer.unref();
  return {
    stop: async () => {
      clearInterval(timer);
      await running;
    },
  };
}
