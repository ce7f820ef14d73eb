// Tries what waits for money whenever money has moved: one run after the other, and one run for all
// that ask while another is under way.

import type { Log } from '@kassa/log';

export type Settler = {
  /** When it returns, everything that was waiting has been tried with the money of now. */
  run(): Promise<void>;
  stop(): Promise<void>;
};

/** The work is repeatable: what it could not do it leaves as it was. */
export function openSettler(work: () => Promise<void>, log: Log): Settler {
  let running: Promise<void> | undefined;
  let next: Promise<void> | undefined;

  const once = async (): Promise<void> => {
    try {
      await work();
    } catch (error) {
      // Who has moved money has moved it; what waits is tried again with the next.
      log.error({ err: error }, 'what waits for money could not be tried');
    }
  };
  const start = (): Promise<void> => {
    next = undefined;
    running = once().finally(() => {
      running = undefined;
    });
    return running;
  };
  return {
    run() {
      if (!running) return start();
      next ??= running.then(start);
      return next;
    },
    async stop() {
      await next;
      await running;
    },
  };
}
