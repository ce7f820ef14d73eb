// Writes the log of requests behind the answers: nobody waits for it, and if the database is slow it is
// the log that has gaps, not the merchant that has delays. A gap is counted and said.

import type { Database } from '@kassa/database';
import type { Log } from '@kassa/log';
import type { AccountId } from '../ids.ts';
import type { LoggedRequest } from './logged-request.ts';
import { insertRequests, keepNewest } from './store.ts';

export type RequestLog = AsyncDisposable & {
  /** Takes it at once and writes it soon. */
  add(request: LoggedRequest): void;
  /** Resolves when what was taken so far is written, or lost. */
  written(): Promise<void>;
};

export type RequestLogMeans = {
  /** Its own, so that a flood of requests takes no connection from payments. */
  readonly db: Database;
  readonly log: Log;
};

export type RequestLogSettings = {
  readonly everyMs: number;
  /** Beyond this many unwritten ones the newest are dropped. */
  readonly waitingMax: number;
  readonly batchMax: number;
  /** Of one merchant. */
  readonly keptMax: number;
};

export const requestLogSettings: RequestLogSettings = {
  everyMs: 250,
  waitingMax: 5_000,
  batchMax: 500,
  keptMax: 100_000,
};

export function openRequestLog(
  { db, log }: RequestLogMeans,
  { everyMs, waitingMax, batchMax, keptMax }: RequestLogSettings = requestLogSettings,
): RequestLog {
  const waiting: LoggedRequest[] = [];
  const since = new Map<AccountId, number>();
  let dropped = 0;
  let writing: Promise<void> | undefined;

  const write = async () => {
    while (waiting.length > 0) {
      const batch = waiting.splice(0, batchMax);
      try {
        await insertRequests(db, batch);
        await prune(batch);
      } catch (error) {
        dropped += batch.length;
        log.warn({ err: error }, 'requests are not logged');
      }
    }
    if (dropped > 0) log.warn({ dropped }, 'the log of requests has a gap');
    dropped = 0;
  };
  /** Now and then, by how much was written since: so the log has a bound between the nights too. */
  const prune = async (batch: readonly LoggedRequest[]) => {
    for (const { accountId } of batch) since.set(accountId, (since.get(accountId) ?? 0) + 1);
    for (const [accountId, count] of since) {
      if (count < keptMax / 20) continue;
      await keepNewest(db, accountId, keptMax);
      since.set(accountId, 0);
    }
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
    add(request) {
      if (waiting.length < waitingMax) waiting.push(request);
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
