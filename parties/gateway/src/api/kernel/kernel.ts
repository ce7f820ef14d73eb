// What every route of the API has in common: who calls, what is asked, once per key, expansion,
// errors in one shape. A route itself only says what it takes and what it does.

import type { HttpApp } from '@kassa/http';
import { err, ok, type Result } from '@kassa/result';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { AccountId } from '../../ids.ts';
import type { Caller } from '../../merchants/directory.ts';
import type { KeyKind } from '../../merchants/merchant.ts';
import type { Cause, Once } from '../../payments/ports.ts';
import { loadersFor } from '../load-resource.ts';
import type { ApiMeans } from '../ports.ts';
import { type Answer, type ApiError, errorBody } from './api-error.ts';
import { authenticate } from './authenticate.ts';
import { expand } from './expand.ts';
import { list, parse } from './parameters.ts';
import { openKey, type RequestKey } from './request-key.ts';
import { currentVersion } from './version.ts';

export type Call<Input> = {
  readonly caller: Caller;
  readonly accountId: AccountId;
  readonly input: Input;
  /** The `:id` of the address. */
  readonly id: string;
  readonly cause: Cause;
  /** The record of this request's key, to be handed to the use case. */
  readonly once: <Outcome>(answer: (outcome: Outcome) => Answer) => Once<Outcome>;
};

export type Endpoint<Schema extends z.ZodType> = {
  readonly method: 'GET' | 'POST' | 'DELETE';
  readonly url: string;
  /** Which keys may call; the secret ones always may. */
  readonly publishable?: boolean;
  readonly input: Schema;
  readonly run: (call: Call<z.output<Schema>>) => Promise<Result<Answer, ApiError>>;
};

export function addEndpoint<Schema extends z.ZodType>(
  app: HttpApp,
  means: ApiMeans,
  endpoint: Endpoint<Schema>,
): void {
  app.route({
    method: endpoint.method,
    url: endpoint.url,
    handler: async (request, reply) => {
      const result = await serve(means, endpoint, request, reply);
      const answer = result.ok ? result.value : answerOf(result.error, means.publicUrl);
      return send(reply, request, answer);
    },
  });
}

async function serve<Schema extends z.ZodType>(
  means: ApiMeans,
  endpoint: Endpoint<Schema>,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<Result<Answer, ApiError>> {
  const kinds: KeyKind[] = endpoint.publishable ? ['secret', 'publishable'] : ['secret'];
  const caller = authenticate(means.directory, request.headers.authorization, kinds);
  if (!caller.ok) return caller;
  const raw = endpoint.method === 'POST' ? request.body : request.query;
  const input = parse(endpoint.input, raw);
  if (!input.ok) return input;
  const { accountId } = caller.value.merchant;
  const opened = openKey(means, { request, accountId, raw, isWrite: isWrite(endpoint) });
  if (!opened.ok) return opened;
  const paths = expansionOf(raw);
  const key = opened.value;
  try {
    const done = await endpoint.run({
      caller: caller.value,
      accountId,
      input: input.value,
      id: idOf(request),
      cause: { requestId: request.id, idempotencyKey: key.key },
      once: key.once,
    });
    return await finish(means, { accountId, paths, key, reply }, done);
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
  means: ApiMeans,
  { accountId, paths, key, reply }: Finishing,
  done: Result<Answer, ApiError>,
): Promise<Result<Answer, ApiError>> {
  if (done.ok) return expanded(means, accountId, paths, done.value);
  // A key that was used cannot be used again: the commit refuses it. So only a refusal needs to look
  // whether an earlier request has its answer already, and the usual path spares the look.
  const before = await key.before();
  if (!before.ok) return before;
  if (before.value === null) return done;
  reply.header('Idempotent-Replayed', 'true');
  return expanded(means, accountId, paths, before.value);
}

async function expanded(
  means: ApiMeans,
  accountId: AccountId,
  paths: readonly string[],
  answer: Answer,
): Promise<Result<Answer, ApiError>> {
  if (paths.length === 0 || answer.status >= 400) return ok(answer);
  const body = await expand(answer.body, paths, loadersFor(means, accountId));
  return body.ok ? ok({ status: answer.status, body: body.value }) : err(body.error);
}

/** The schemas have checked its shape; here it is only picked out. */
function expansionOf(raw: unknown): readonly string[] {
  const found = z.object({ expand: list(z.string()) }).safeParse(raw);
  return found.success ? found.data.expand : [];
}

const isWrite = ({ method }: { readonly method: string }) => method === 'POST';

function idOf({ params }: FastifyRequest): string {
  const found = z.object({ id: z.string() }).safeParse(params);
  return found.success ? found.data.id : '';
}

function answerOf(error: ApiError, publicUrl: string): Answer {
  return { status: error.status, body: errorBody(error, publicUrl) };
}

function send(reply: FastifyReply, request: FastifyRequest, { status, body }: Answer) {
  const version = request.headers['stripe-version'];
  reply.header('Stripe-Version', typeof version === 'string' ? version : currentVersion);
  const key = request.headers['idempotency-key'];
  if (typeof key === 'string') reply.header('Idempotency-Key', key.slice(0, 255));
  if (status === 409 || status === 429) reply.header('Stripe-Should-Retry', 'true');
  if (status === 401) reply.header('WWW-Authenticate', 'Basic realm="Kassa"');
  return reply
    .status(status)
    .type('application/json; charset=utf-8')
    .send(JSON.stringify(body, null, 2));
}
