// What every route of the API has in common: who calls, for whom, how often, at which version, what is
// asked, once per key, errors in one shape. A route itself only says what it takes and what it does.

import { err, ok, type Result } from '@kassa/result';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { AccountId } from '../../ids.ts';
import type { Caller } from '../../merchants/directory.ts';
import type { Merchant } from '../../merchants/merchant.ts';
import type { Cause, Once } from '../../payments/ports.ts';
import type { Api } from '../api.ts';
import { currentVersion, type Version } from '../versions/known-versions.ts';
import { errorAt, inputAt, removedAt, versionOf } from '../versions/versions.ts';
import { type Answer, type ApiError, invalid, tooManyRequests } from './api-error.ts';
import { accountFor, authenticate } from './authenticate.ts';
import { ephemeralCaller, isEphemeral } from './ephemeral.ts';
import type { Method, Operation } from './operation.ts';
import { list, parse } from './parameters.ts';
import { openKey, type RequestKey } from './request-key.ts';
import { answerOf, show } from './show.ts';

export type Call<Input> = {
  readonly caller: Caller;
  /** Whose objects it is about: the caller's, or those of the account named in Stripe-Account. */
  readonly accountId: AccountId;
  readonly account: Merchant;
  readonly input: Input;
  /** The `:id` of the address. */
  readonly id: string;
  /** All the names of the address: `{ id, reversal }`. */
  readonly ids: Readonly<Record<string, string>>;
  readonly cause: Cause;
  /** Where the request came from, as far as that is known. */
  readonly client: { readonly ip: string; readonly userAgent: string };
  /** The record of this request's key, to be handed to the use case. */
  readonly once: <Outcome>(answer: (outcome: Outcome) => Answer) => Once<Outcome>;
};

export type Endpoint<Schema extends z.ZodType> = {
  readonly name: Operation['name'];
  readonly method: Method;
  readonly url: string;
  readonly summary: string;
  readonly answers: string;
  /** May a publishable key call it? The secret ones always may. */
  readonly publishable?: boolean;
  /** True for what no reference names and only other programs of the trade know to call. */
  readonly isUnlisted?: boolean;
  /** For uploads; a megabyte when left out. */
  readonly bodyLimitBytes?: number;
  readonly input: Schema;
  readonly run: (call: Call<z.output<Schema>>) => Promise<Result<Answer, ApiError>>;
  /** Makes a kept answer whole again with what may not be kept in the open: a secret. */
  readonly repeat?: (kept: Answer, call: Call<z.output<Schema>>) => Promise<Answer>;
};

export function addEndpoint<Schema extends z.ZodType>(api: Api, endpoint: Endpoint<Schema>): void {
  const { name, method, url, summary, answers, publishable = false, input } = endpoint;
  const operation = { name, method, url, summary, answers, publishable, input };
  if (endpoint.isUnlisted !== true) api.operations.push(operation);
  api.app.route({
    method,
    url,
    ...(endpoint.bodyLimitBytes === undefined ? {} : { bodyLimit: endpoint.bodyLimitBytes }),
    handler: async (request, reply) => {
      const { publicUrl } = api.means;
      const isSecond = isSecondInterface(endpoint);
      const place = { publicUrl, requestId: request.id, isSecondInterface: isSecond };
      const entered = await enter(api, endpoint, request);
      if (!entered.ok) {
        const spoken = versionOf(headerOf(request, 'stripe-version'));
        const version = spoken.ok ? spoken.value : currentVersion;
        return send(reply, request, { version, answer: answerOf(entered.error, place) });
      }
      const { caller, version, account, raw } = entered.value;
      const { accountId } = account;
      api.means.requestWatch.hasEntered(request, { caller, accountId });
      const result = await serve(api, endpoint, { ...entered.value, request, reply });
      const answer = result.ok ? result.value : answerOf(result.error, place);
      const paths = expansionOf(raw);
      const shown = await show(api, { version, accountId, paths, requestId: request.id }, answer);
      return send(reply, request, { version, answer: shown });
    },
  });
}

const isSecondInterface = ({ url }: { readonly url: string }): boolean => url.startsWith('/v2/');

type Entered = {
  readonly caller: Caller;
  readonly account: Merchant;
  readonly version: Version;
  /** What was asked, as it was written. */
  readonly raw: unknown;
};

/** Who may ask at all, and in which words. */
async function enter<Schema extends z.ZodType>(
  { means }: Api,
  endpoint: Endpoint<Schema>,
  request: FastifyRequest,
): Promise<Result<Entered, ApiError>> {
  const { authorization } = request.headers;
  const caller = isEphemeral(authorization)
    ? await ephemeralCaller(means, request, endpoint)
    : await authenticate(means.directory, authorization, endpoint);
  if (!caller.ok) return caller;
  if (!means.rateLimit.take(caller.value.keyHash)) return err(tooManyRequests);
  const named = request.headers['stripe-account'] ?? request.headers['stripe-context'];
  const account = await accountFor(means.directory, caller.value, named);
  if (!account.ok) return account;
  const { apiVersion } = caller.value.merchant;
  if (isSecondInterface(endpoint) && headerOf(request, 'stripe-version') === undefined) {
    return err(invalid('Say the version of the API in the Stripe-Version header.'));
  }
  const version = versionOf(headerOf(request, 'stripe-version'), apiVersion);
  if (!version.ok) return version;
  const raw = endpoint.method === 'POST' ? request.body : request.query;
  return ok({ caller: caller.value, account: account.value, version: version.value, raw });
}

type Serving = Entered & { readonly request: FastifyRequest; readonly reply: FastifyReply };

async function serve<Schema extends z.ZodType>(
  api: Api,
  endpoint: Endpoint<Schema>,
  { caller, account, version, raw, request, reply }: Serving,
): Promise<Result<Answer, ApiError>> {
  const { accountId } = account;
  const { name, method, input: schema } = endpoint;
  const told = checkBody(endpoint, request);
  if (!told.ok) return told;
  const removed = removedAt(version, name, raw);
  if (removed !== undefined) return err(removed);
  const input = parse(schema, inputAt(version, name, raw));
  if (!input.ok) return err(errorAt(version, { operation: name, raw }, input.error));
  const inBrowser = caller.kind === 'publishable';
  // The second interface takes keys for every write; in the first a deletion needs none.
  const isWrite = method === 'POST' || (method === 'DELETE' && isSecondInterface(endpoint));
  const opened = openKey(api.means, { request, accountId, raw, isWrite, inBrowser });
  if (!opened.ok) return opened;
  const key = opened.value;
  const ids = idsOf(request);
  const call = {
    caller,
    accountId,
    account,
    input: input.value,
    id: ids['id'] ?? '',
    ids,
    cause: { requestId: request.id, idempotencyKey: key.key },
    client: { ip: request.ip, userAgent: headerOf(request, 'user-agent') ?? '' },
    once: key.once,
  };
  try {
    const done = await endpoint.run(call);
    if (done.ok) return done;
    const kept = await replayed(key, reply, done);
    if (!kept.ok || endpoint.repeat === undefined) return kept;
    return ok(await endpoint.repeat(kept.value, call));
  } finally {
    key.close();
  }
}

/**
 * The first interface is told in forms and the second in JSON, as with the original: taken the wrong
 * way, amounts and flags would be of another type than the schemas are made for.
 */
function checkBody(
  endpoint: { readonly url: string; readonly method: Method },
  request: FastifyRequest,
): Result<null, ApiError> {
  const type = headerOf(request, 'content-type')?.split(';', 1)[0]?.trim().toLowerCase();
  if (endpoint.method !== 'POST' || type === undefined || request.body === undefined) {
    return ok(null);
  }
  const isSecond = isSecondInterface(endpoint);
  const taken = isSecond ? [jsonType] : [formType, 'multipart/form-data'];
  if (taken.includes(type)) return ok(null);
  const message = `Invalid request (check that your POST content type is ${isSecond ? jsonType : formType}).`;
  return err(invalid(message));
}

const formType = 'application/x-www-form-urlencoded';
const jsonType = 'application/json';

/**
 * A key that was used cannot be used again: the commit refuses it. So only a refusal needs to look
 * whether an earlier request has its answer already, and the usual path spares the look.
 */
async function replayed(
  key: RequestKey,
  reply: FastifyReply,
  refused: Result<never, ApiError>,
): Promise<Result<Answer, ApiError>> {
  const before = await key.before();
  if (!before.ok) return before;
  if (before.value === null) return refused;
  reply.header('Idempotent-Replayed', 'true');
  return ok(before.value);
}

/** The schemas have checked its shape; here it is only picked out. */
function expansionOf(raw: unknown): readonly string[] {
  const found = z.object({ expand: list(z.string()) }).safeParse(raw);
  return found.success ? found.data.expand : [];
}

function idsOf({ params }: FastifyRequest): Readonly<Record<string, string>> {
  const found = z.record(z.string(), z.string()).safeParse(params);
  return found.success ? found.data : {};
}

function headerOf({ headers }: FastifyRequest, name: string): string | undefined {
  const value = headers[name];
  return typeof value === 'string' ? value : undefined;
}

type Shown = { readonly version: Version; readonly answer: Answer };

function send(reply: FastifyReply, request: FastifyRequest, { version, answer }: Shown) {
  const { status, body } = answer;
  reply.header('Stripe-Version', version);
  const key = request.headers['idempotency-key'];
  if (typeof key === 'string') reply.header('Idempotency-Key', key.slice(0, 255));
  const account = request.headers['stripe-account'];
  if (typeof account === 'string') reply.header('Stripe-Account', account.slice(0, 255));
  const isPassing = status === 409 || status === 429 || status === 503;
  if (isPassing) reply.header('Stripe-Should-Retry', 'true');
  if (status === 503) reply.header('Retry-After', '1');
  if (status === 429) reply.header('Stripe-Rate-Limited-Reason', 'global-rate');
  if (status === 401) reply.header('WWW-Authenticate', 'Basic realm="Kassa"');
  return reply
    .status(status)
    .type('application/json; charset=utf-8')
    .send(JSON.stringify(body, null, 2));
}
