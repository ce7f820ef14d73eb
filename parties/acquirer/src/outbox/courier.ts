// Does what is due in a table of things to send: at once when rows are written, later when an
// attempt has failed, and everything when the world moves its clock. One round after the other:
// two at once would send the same row twice.

import type { Log } from '@kassa/log';
import type { Clock } from '@kassa/time';

export type Courier = {
  /** Rows were written: look soon. */
  wake(): void;
  /** Everything that is due by the clock has been tried. */
  drain(): Promise<void>;
  stop(): Promise<void>;
};

export type CourierOptions = {
  readonly name: string;
  readonly clock: Clock;
  readonly log: Log;
  /** Tries everything that is due; answers when the next attempt is, if something still waits. */
  readonly work: () => Promise<number | undefined>;
};

const pauseMinMs = 50;
const pauseMaxMs = 30_000;
const pauseAfterErrorMs = 1_000;

export function openCourier({ name, clock, log, work }: CourierOptions): Courier {
  let timer: NodeJS.Timeout | undefined;
  let last: Promise<void> = Promise.resolve();
  let isWaking = false;
  let isStopped = false;

  const round = async (): Promise<void> => {
    if (isStopped) return;
    const nextMs = await work();
    if (nextMs === undefined) return;
    sleep(Math.min(Math.max(nextMs - clock.nowMs(), pauseMinMs), pauseMaxMs));
  };
  const alone = (): Promise<void> => {
    const done = last.then(round);
    last = done.catch(() => undefined);
    return done;
  };
  const wake = (): void => {
    if (isStopped || isWaking) return;
    isWaking = true;
    clearTimeout(timer);
    const begun = last.then(() => {
      isWaking = false;
    });
    last = begun;
    alone().catch((error: unknown) => {
      log.warn({ err: error, courier: name }, 'a round of sending stumbled');
      sleep(pauseAfterErrorMs);
    });
  };
  const sleep = (ms: number): void => {
    clearTimeout(timer);
    if (isStopped) return;
    timer = setTimeout(wake, ms);
    timer.unref();
  };
  return {
    wake,
    drain: alone,
    stop: async () => {
      isStopped = true;
      clearTimeout(timer);
      await last;
    },
  };
}
