// What an answer shows and nobody may say: every such field, given as a parameter, is refused by its
// name. So no request can give an object another owner, state, amount or date than it has.

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parametersOf } from '../../docs/parameters.ts';
import { readRecords } from '../../docs/recorded.ts';
import { callRaw } from '../../testing/call-raw.ts';
import { openStage, operationOf, type Stage } from '../../testing/stage.ts';
import { examples } from '../examples/all-examples.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage[Symbol.asyncDispose]());

// Operations that always refuse have nothing to give a field to.
const records = [...readRecords()].filter(([, { status }]) => status === 200);
const posts = records.filter(([name]) => !/\.(retrieve|list|search|del)/.test(name));

/** Of the inside of the house; no answer shows them. */
const inner = ['account_id', 'accountId', 'owner', 'version', 'data', 'deleted_at', 'constructor'];
/** Those that most objects have. */
const usual = ['id', 'object', 'created', 'livemode', 'status'];

describe('no parameter is', () => {
  test.each(posts)('a field that %s only shows', async (name, record) => {
    const operation = operationOf(stage, name);
    if (operation.method !== 'POST') return;
    const example = examples[name] ?? {};
    const { schema } = parametersOf(operation);
    const taken = new Set(Object.keys(schema.properties ?? {}));
    const shown = Object.keys(record.answer ?? {});
    const fields = new Set([...inner, ...usual, ...shown].filter((field) => !taken.has(field)));
    for (const field of fields) {
      const params = { ...record.params, [field]: 'something' };
      const ready = { operation, example, made: new Map(), at: record.at, params };
      const { status, body } = await callRaw(stage, ready);
      expect({ field, status, body }).toMatchObject({
        field,
        status: 400,
        body: { error: { type: 'invalid_request_error', param: field } },
      });
    }
  });
});
