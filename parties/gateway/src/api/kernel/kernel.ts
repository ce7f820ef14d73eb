// What every route of the API has in common: who calls, for whom, how often, what is asked, once per
// key, expansion, errors in one shape. A route itself only says what it takes and what it does.

import { err, ok, type Result } from '@kassa/result';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { AccountId } from '../../ids.ts';
import type { Caller } from '../../merchants/directory.ts';
import type { Cause, Once } from '../../payments/ports.ts';
import type { Api } from '../api.ts';
import { type Answer, type ApiError, errorBody, tooManyRequests } from './api-error.ts';
import { accountFor, authenticate } from './authenticate.ts';
import { expand } from './expand.ts';
import type { Method, Operation } from './operation.ts';
import { list, parse } from './parameters.ts';
import { openKey, type RequestKey } from './request-key.ts';
import { currentVersion } from './version.ts';

export type Call<Input> = {
  readonly caller: Caller;
  /** Whose objects it is about: the caller's, or those of the account named in Stripe-Account. */
  readonly accountId: AccountId;
  readonly input: Input;
  /** The `:id` of the address. */
  readonly id: string;
  /** All the names of the address: `{ id, reversal }`. */
  readonly ids: Readonly<Record<string, string>>;
  readonly cause: Cause;
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
  readonly input: Schema;
  readonly run: (call: Call<z.output<Schema>>) => Promise<Result<Answer, ApiError>>;
};

export function addEndpoint<Schema extends z.ZodType>(api: Api, endpoint: Endpoint<Schema>): void {
  const { name, method, url, summary, answers, publishable = false, input } = endpoint;
  api.operations.push({ name, method, url, summary, answers, publishable, input });
  api.app.route({
    method,
    url,
    handler: async (request, reply) => {
      const result = await serve(api, endpoint, request, reply);
      const answer = result.ok ? result.value : answerOf(result.error, api.means.publicUrl);
      return send(reply, request, answer);
    },
  });
}

async function serve<Schema extends z.ZodType>(
  api: Api,
  endpoint: Endpoint<Schema>,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<Result<Answer, ApiError>> {
  const { means } = api;
  const caller = authenticate(means.directory, request.headers.authorization, endpoint);
  if (!caller.ok) return caller;
  if (!means.rateLimit.take(caller.value.keyHash)) return err(tooManyRequests);
  const account = accountFor(means.directory, caller.value, request.headers['stripe-account']);
  if (!account.ok) return account;
  const accountId = account.value;
  const raw = endpoint.method === 'POST' ? request.body : request.query;
  const input = parse(endpoint.input, raw);
  if (!input.ok) return input;
  const opened = openKey(means, { request, accountId, raw, isWrite: endpoint.method === 'POST' });
  if (!opened.ok) return opened;
  const key = opened.value;
  const ids = idsOf(request);
  try {
    const done = await endpoint.run({
      caller: caller.value,
      accountId,
      input: input.value,
      id: ids['id'] ?? '',
      ids,
      cause: { requestId: request.id, idempotencyKey: key.key },
      once: key.once,
    });
    return await finish(api, { accountId, paths: expansionOf(raw), key, reply }, done);
  } finally {
    key.close();
  }
}

type Finishing = {
  readonly accountId: AccountId;
  readonly paths: readonly string[];
  readonly key: RequestKey;
  readonly reply: FastifyReply;
};

async function finish(
  api: Api,
  finishing: Finishing,
  done: Result<Answer, ApiError>,
): Promise<Result<Answer, ApiError>> {
  if (done.ok) return expanded(api, finishing, done.value);
  // A key that was used cannot be used again: the commit refuses it. So only a refusal needs to look
  // whether an earlier request has its answer already, and the usual path spares the look.
  const before = await finishing.key.before();
  if (!before.ok) return before;
  if (before.value === null) return done;
  finishing.reply.header('Idempotent-Replayed', 'true');
  return expanded(api, finishing, before.value);
}

async function expanded(
  { resources }: Api,
  { accountId, paths }: Finishing,
  answer: Answer,
): Promise<Result<Answer, ApiError>> {
  if (paths.length === 0 || answer.status >= 400) return ok(answer);
  const body = await expand(answer.body, paths, { resources, accountId });
  return body.ok ? ok({ status: answer.status, body: body.value }) : err(body.error);
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

function answerOf(error: ApiError, publicUrl: string): Answer {
  return { status: error.status, body: errorBody(error, publicUrl) };
}

function send(reply: FastifyReply, request: FastifyRequest, { status, body }: Answer) {
  const version = request.headers['stripe-version'];
  reply.header('Stripe-Version', typeof version === 'string' ? version : currentVersion);
  const key = request.headers['idempotency-key'];
  if (typeof key === 'string') reply.header('Idempotency-Key', key.slice(0, 255));
  const account = request.headers['stripe-account'];
  if (typeof account === 'string') reply.header('Stripe-Account', account.slice(0, 255));
  if (status === 409 || status === 429) reply.header('Stripe-Should-Retry', 'true');
  if (status === 429) reply.header('Stripe-Rate-Limited-Reason', 'global-rate');
  if (status === 401) reply.header('WWW-Authenticate', 'Basic realm="Kassa"');
  return reply
    .status(status)
    .type('application/json; charset=utf-8')
    .send(JSON.stringify(body, null, 2));
}
