// The morning of the banking day: every window whose day has come settles. And whenever money has
// come to a member, those that were aborted try again.

import type { PlainDate } from '@kassa/time';
import type { Ports } from '../ports.ts';
import { settleWindow } from './settle-window.ts';
import { abortedWindows, dueWindows } from './store.ts';

export async function settleDue(ports: Ports, businessDate: PlainDate): Promise<void> {
  for (const window of await dueWindows(ports.db, businessDate)) await settleWindow(ports, window);
  ports.wakeDeliveries();
  await ports.tryWaiting();
}

/** How many windows have settled. */
export async function retryAborted(ports: Ports): Promise<number> {
  let settled = 0;
  for (const window of await abortedWindows(ports.db)) {
    if (await settleWindow(ports, window)) settled += 1;
  }
  if (settled > 0) ports.wakeDeliveries();
  return settled;
}
