// Is the house well? A window that a member cannot pay waits, and says so here.

import type { Database } from '@kassa/database';
import { abortedWindows } from './windows/store.ts';
import { nameOf } from './windows/window.ts';

const windowsMax = 20;

export async function health(db: Database) {
  const windowsAborted = (await abortedWindows(db)).slice(0, windowsMax).map((window) => ({
    window: nameOf(window),
    waitsFor: window.reason,
  }));
  return { ok: windowsAborted.length === 0, details: { windowsAborted } };
}
