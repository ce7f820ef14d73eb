// A key that is taken back. Its answer waits until no process can still have it in memory: each uses
// what it keeps only while it has heard all news of the last moment, and this one is longer.

import type { Database } from '@kassa/database';
import type { AccountId } from '../ids.ts';
import { freshMs } from '../news.ts';
import { deleteKey } from './store.ts';

/** How long a process may take from its look at the clock to its use of a key. */
const marginMs = 100;

/**
 * From its answer on every request with the key is refused by every process; those that were let in
 * before go on. False: there was no such key.
 */
export async function revokeKey(
  { db, pause }: { readonly db: Database; readonly pause: (ms: number) => Promise<void> },
  key: { readonly accountId: AccountId; readonly keyHash: string },
): Promise<boolean> {
  const isGone = await deleteKey(db, key);
  // Also when it was gone already: whoever took it may not have waited yet.
  await pause(freshMs + marginMs);
  return isGone;
}
