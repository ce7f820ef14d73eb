// Notices that the server has ended. It may be nobody's child, since servers are adopted and joined,
// so it is looked at from time to time.

import { isAlive, type ProcessMark } from './processes.ts';

const lookEveryMs = 200;

export type DeathWatch = { readonly died: Promise<void>; end(): void };

/** After `end` the promise stays open for ever: what ends then was meant to. */
export function watchDeath(mark: ProcessMark): DeathWatch {
  let isWatching = true;
  let tell = () => {};
  const died = new Promise<void>((resolve) => {
    tell = resolve;
  });
  const timer = setInterval(async () => {
    if ((await isAlive(mark)) || !isWatching) return;
    end();
    tell();
  }, lookEveryMs);
  timer.unref();
  const end = () => {
    isWatching = false;
    clearInterval(timer);
  };
  return { died, end };
}
