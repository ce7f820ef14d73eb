// Writes what passed on the wires, behind the payments: nobody waits for it. If the database is slow
// or away it is this log that has a gap, and the gap is counted and said.

import type { Database } from '@kassa/database';
import type { Log } from '@kassa/log';
import { insertWireMessages } from './store.ts';
import type { WireMessage } from './wire-message.ts';

export type WireLog = AsyncDisposable & {
  /** Takes it at once and writes it soon; when too many wait it is dropped. */
  add(message: WireMessage): void;
  /** Resolves when what was taken so far is written, or lost. */
  written(): Promise<void>;
};

export type WireLogMeans = {
  /** Its own, so that a flood of messages takes no connection from payments. */
  readonly db: Database;
  readonly log: Log;
};

export type WireLogSettings = {
  readonly everyMs: number;
  readonly waitingMax: number;
  readonly batchMax: number;
};

export const wireLogSettings: WireLogSettings = {
  everyMs: 250,
  waitingMax: 10_000,
  batchMax: 500,
};

export function openWireLog(
  { db, log }: WireLogMeans,
  { everyMs, waitingMax, batchMax }: WireLogSettings = wireLogSettings,
): WireLog {
  const waiting: WireMessage[] = [];
  let dropped = 0;
  let writing: Promise<void> | undefined;

  const write = async () => {
    while (waiting.length > 0) {
      const batch = waiting.splice(0, batchMax);
      try {
        await insertWireMessages(db, batch);
      } catch (error) {
        dropped += batch.length;
        log.warn({ err: error }, 'wire messages are not logged');
      }
    }
    if (dropped > 0) log.warn({ dropped }, 'the wire log has a gap');
    dropped = 0;
  };
  const written = () => {
    writing ??= write().finally(() => {
      writing = undefined;
    });
    return writing;
  };
  const timer = setInterval(() => {
    if (waiting.length > 0) void written();
  }, everyMs);
  timer.unref();
  return {
    add(message) {
      if (waiting.length < waitingMax) waiting.push(message);
      else dropped += 1;
    },
    async written() {
      // Once more: what came while an earlier writing was under way is written too.
      await written();
      await written();
    },
    async [Symbol.asyncDispose]() {
      clearInterval(timer);
      await written();
      await written();
      await db.close();
    },
  };
}
