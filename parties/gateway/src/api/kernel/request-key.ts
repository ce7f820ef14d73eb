// One request's idempotency key: the record of its answer, and what an earlier request with the same
// key was answered.

import { err, ok, type Result } from '@kassa/result';
import type { FastifyRequest } from 'fastify';
import {
  findRecord,
  finishRecord,
  hashInput,
  type IdempotencyRecord,
  insertRecord,
} from '../../idempotency/record.ts';
import type { AccountId } from '../../ids.ts';
import type { Once } from '../../payments/ports.ts';
import { notKept } from '../../payments/ports.ts';
import { recoverAnswer } from '../payments/recover-answer.ts';
import type { ApiMeans } from '../ports.ts';
import type { Json } from '../to-stripe/shape.ts';
import { type Answer, type ApiError, invalid, keyInUse } from './api-error.ts';

export type RequestKey = {
  readonly key: string | null;
  readonly once: <Outcome>(answer: (outcome: Outcome) => Answer) => Once<Outcome>;
  /** The answer given to this key before; null for a key that is new. */
  readonly before: () => Promise<Result<Answer | null, ApiError>>;
  readonly close: () => void;
};

export type Opening = {
  readonly request: FastifyRequest;
  readonly accountId: AccountId;
  readonly raw: unknown;
  readonly isWrite: boolean;
  /** By a publishable key: it is never answered what a secret key was. */
  readonly inBrowser: boolean;
};

const keyless: RequestKey = {
  key: null,
  once: () => notKept,
  before: async () => ok(null),
  close: () => {},
};

export function openKey(
  means: ApiMeans,
  { request, accountId, raw, isWrite, inBrowser }: Opening,
): Result<RequestKey, ApiError> {
  const key = request.headers['idempotency-key'];
  if (!isWrite || typeof key !== 'string' || key === '') return ok(keyless);
  if (key.length > 255) {
    return err(invalid('The Idempotency-Key is too long: give at most 255 characters.'));
  }
  const running = `${accountId}|${key}`;
  if (means.keysRunning.has(running)) return err(keyInUse);
  means.keysRunning.add(running);
  const path = request.url.split('?', 1)[0] ?? '';
  const asked = { method: request.method, path, input: inBrowser ? { inBrowser, raw } : raw };
  const inputHash = hashInput(means.inputKey, asked);
  const { owner, clock } = means;
  const record = { accountId, key, inputHash, owner, createdAtMs: clock.nowMs() };
  return ok({
    key,
    close: () => {
      means.keysRunning.delete(running);
    },
    once: <Outcome>(answer: (outcome: Outcome) => Answer): Once<Outcome> => {
      let hasBegun = false;
      return {
        begin: (subject) => {
          hasBegun = true;
          return insertRecord(record, subject, null);
        },
        settle: (outcome, subject) =>
          hasBegun
            ? finishRecord(record, answer(outcome))
            : insertRecord(record, subject, answer(outcome)),
      };
    },
    before: () => lookUp(means, { accountId, key, inputHash, inBrowser, requestId: request.id }),
  });
}

type Asked = {
  readonly accountId: AccountId;
  readonly key: string;
  readonly inputHash: string;
  readonly requestId: string;
  readonly inBrowser: boolean;
};

/** The answer to repeat; null if the key is new. */
async function lookUp(means: ApiMeans, asked: Asked): Promise<Result<Answer | null, ApiError>> {
  const record = await findRecord(means.db, asked);
  if (record === undefined) return ok(null);
  if (record.inputHash !== asked.inputHash) {
    const message =
      'Keys for idempotent requests can only be used with the same parameters they were first used with. Try using another key if you meant to execute a different request.';
    return err({ status: 400, type: 'idempotency_error', message });
  }
  if (record.answer !== null) return ok(answerIn(record.answer));
  return recoverCutOff(means, asked, record);
}

/** The first request never ended: this process was killed in it, or another still works on it. */
async function recoverCutOff(
  means: ApiMeans,
  { accountId, key, requestId, inBrowser }: Asked,
  record: IdempotencyRecord,
): Promise<Result<Answer | null, ApiError>> {
  const { subject } = record;
  const answer = await recoverAnswer(means, { accountId, subject, requestId, inBrowser });
  if (answer === null) return err(keyInUse);
  const { createdAtMs } = record;
  await means.db.commit(finishRecord({ accountId, key, createdAtMs }, answer));
  return ok(answer);
}

function answerIn(stored: { readonly status: number; readonly body: unknown }): Answer {
  return { status: stored.status, body: asJson(stored.body) };
}

function asJson(value: unknown): Json {
  const parsed: Json = JSON.parse(JSON.stringify(value));
  return parsed;
}
