// Sees every request of the API go out again, and notes it in its merchant's log: who asked, for what,
// how it ended. Also what is refused at the door, before any route has seen it.

import type { HttpApp, HttpReply, HttpRequest } from '@kassa/http';
import type { Clock } from '@kassa/time';
import { z } from 'zod';
import { keyIn } from '../api/kernel/authenticate.ts';
import type { Operation } from '../api/kernel/operation.ts';
import type { AccountId } from '../ids.ts';
import type { Caller, MerchantDirectory } from '../merchants/directory.ts';
import { harmless, type LoggedRequest, noError, type RequestError } from './logged-request.ts';
import type { RequestLog } from './request-log.ts';

export type WatchMeans = {
  readonly requestLog: RequestLog;
  readonly directory: MerchantDirectory;
  readonly clock: Clock;
  readonly operations: readonly Operation[];
  readonly isApi: (request: HttpRequest) => boolean;
};

/** What a route has found out: whose a key is that is not in memory, whom it is used for. */
export type Entrant = { readonly caller: Caller; readonly accountId: AccountId };

export type RequestWatch = {
  hasEntered(request: HttpRequest, entrant: Entrant): void;
  watch(app: HttpApp): void;
};

export function openRequestWatch(means: WatchMeans): RequestWatch {
  const entrants = new WeakMap<HttpRequest, Entrant>();
  const errors = new WeakMap<HttpRequest, RequestError>();
  const entrantOf = async (request: HttpRequest): Promise<Entrant | undefined> => {
    const caller = await means.directory.callerOf(keyIn(request.headers.authorization));
    return caller && { caller, accountId: caller.merchant.accountId };
  };
  return {
    hasEntered: (request, entrant) => void entrants.set(request, entrant),
    watch(app) {
      app.addHook('onSend', async (request, reply, payload) => {
        if (reply.statusCode >= 400 && typeof payload === 'string' && means.isApi(request)) {
          errors.set(request, errorIn(payload));
        }
        return payload;
      });
      app.addHook('onResponse', async (request, reply) => {
        if (!means.isApi(request)) return;
        const entrant = entrants.get(request) ?? (await entrantOf(request));
        // Whoever has no key has no log.
        if (entrant === undefined) return;
        const error = errors.get(request) ?? noError;
        means.requestLog.add(lineOf(means, { request, reply, entrant, error }));
      });
    },
  };
}

type Gone = {
  readonly request: HttpRequest;
  readonly reply: HttpReply;
  readonly entrant: Entrant;
  readonly error: RequestError;
};

function lineOf(
  { clock, operations }: WatchMeans,
  { request, reply, entrant, error }: Gone,
): LoggedRequest {
  const { caller } = entrant;
  const { accountId } = caller.merchant;
  const { url: pattern } = request.routeOptions;
  const served = operations.find(({ url, method }) => url === pattern && method === request.method);
  const key = request.headers['idempotency-key'];
  const version = reply.getHeader('stripe-version');
  return {
    accountId,
    id: request.id,
    atMs: clock.nowMs(),
    method: request.method,
    path: harmless(request.url.split('?', 1)[0] ?? ''),
    operation: served?.name ?? null,
    forAccountId: entrant.accountId === accountId ? null : entrant.accountId,
    status: reply.statusCode,
    error,
    idempotencyKey: typeof key === 'string' ? harmless(key) : null,
    isReplayed: reply.hasHeader('idempotent-replayed'),
    apiVersion: typeof version === 'string' ? version : null,
    keyKind: caller.kind,
    durationMs: Math.round(reply.elapsedTime),
  };
}

const said = z.string().transform(harmless).nullable().catch(null);
const errorAnswer = z.object({
  error: z.object({ type: said, code: said, param: said, decline_code: said }),
});

function errorIn(payload: string): RequestError {
  const parsed = errorAnswer.safeParse(asJson(payload));
  if (!parsed.success) return noError;
  const { type, code, param, decline_code: declineCode } = parsed.data.error;
  return { type, code, param, declineCode };
}

function asJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
