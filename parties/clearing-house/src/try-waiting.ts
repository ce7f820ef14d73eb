// Money has moved: what waits for it is tried. Windows go first, since many wait for each of them.

import type { Ports } from './ports.ts';
import { workQueues } from './rtgs/work-queue.ts';
import { retryAborted } from './windows/settle-due.ts';

/** Each round settles something, or is the last; what is left has the next occasion. */
const roundsMax = 20;

export async function tryWaiting(ports: Ports): Promise<void> {
  for (let round = 0; round < roundsMax; round += 1) {
    const settled = (await retryAborted(ports)) + (await workQueues(ports));
    if (settled === 0) return;
  }
}
