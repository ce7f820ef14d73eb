// The morning of the banking day: every window whose day has come settles. And whenever money has
// come to a member, those that were aborted try again.

import type { PlainDate } from '@kassa/time';
import type { Ports } from '../ports.ts';
import { settleWindow } from './settle-window.ts';
import { abortedWindows, dueWindows } from './store.ts';

export async function settleDue(ports: Ports, businessDate: PlainDate): Promise<void> {
  for (const window of await dueWindows(ports.db, businessDate)) await settleWindow(ports, window);
  ports.wakeDeliveries();
}

export async function retryAborted(ports: Ports): Promise<void> {
  const aborted = await abortedWindows(ports.db);
  if (aborted.length === 0) return;
  for (const window of aborted) await settleWindow(ports, window);
  ports.wakeDeliveries();
}
