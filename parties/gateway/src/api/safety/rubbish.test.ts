// Rubbish at every operation: whatever is sent, the answer is a clear error of the API's own shape or
// what was asked for, never a 500, and nothing of it stays in memory.

import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { parametersOf } from '../../docs/parameters.ts';
import { addressOf, formOf } from '../../testing/call-raw.ts';
import { type RawAnswer, sendRaw } from '../../testing/send-raw.ts';
import {
  closeEndpoints,
  openStage,
  operationOf,
  prepare,
  type Ready,
  type Stage,
} from '../../testing/stage.ts';
import { examples } from '../examples/all-examples.ts';
import type { Operation } from '../kernel/operation.ts';
import { oddValues } from './odd-values.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterEach(({ task }) =>
  /endpoint|destination|retry/i.test(task.name) ? closeEndpoints(stage) : undefined,
);
afterAll(() => stage[Symbol.asyncDispose]());

const names = Object.keys(examples);
const json = 'application/json';
const wide = Array.from({ length: 1001 }, (_, at) => `f${at}=1`).join('&');

type Body = { readonly body: string | Uint8Array; readonly type?: string };

/** What is no request at all is refused before anybody looks what was meant. */
const broken: Readonly<Record<string, Body>> = {
  'a NUL': { body: 'description=%00' },
  'broken UTF-8 in a form': { body: 'description=%ff' },
  'a broken percent-encoding': { body: 'description=%zz' },
  'broken UTF-8 in JSON': { body: Buffer.from([0x22, 0xff, 0x22]), type: json },
  'half a character': { body: '{"description":"\\ud800"}', type: json },
  'nine levels': { body: `a${'[b]'.repeat(9)}=1` },
  '1,001 parameters': { body: wide },
  'more than a megabyte': { body: `description=${'x'.repeat(1_050_000)}` },
  __proto__: { body: '{"__proto__":{"amount":1}}', type: json },
  '__proto__ in a form': { body: '__proto__[amount]=1' },
  'broken JSON': { body: '{"amount":', type: json },
  'a list': { body: '[1]', type: json },
  'a text': { body: '"amount"', type: json },
  'a picture': { body: 'GIF89a', type: 'image/gif' },
  XML: { body: '<amount>1</amount>', type: 'application/xml' },
};

describe('what is no request is refused', () => {
  test.each(names)('%s', async (name) => {
    const operation = operationOf(stage, name);
    const { method } = operation;
    const path = addressOf({
      operation,
      at: { id: 'x', customer: 'x', account: 'x', product: 'x' },
    });
    const takesFiles = examples[name]?.upload !== undefined;
    for (const [what, { body, type }] of Object.entries(broken)) {
      if (method === 'POST') {
        if (takesFiles && what === 'more than a megabyte') continue;
        const raw = { method, path, body, ...(type === undefined ? {} : { type }) };
        expectError(what, await sendRaw(stage.gateway, raw));
      } else if (typeof body === 'string' && type === undefined && body.length < 15_000) {
        expectError(what, await sendRaw(stage.gateway, { method, path: `${path}?${body}` }));
      }
    }
  });
});

const ids = ['x'.repeat(300), '%00', '%ff', '..%2f..', '%F0%9F%92%A5', "'%20or%201=1--", '0', '-1'];
const withIds = names.filter((name) => examples[name]?.at !== undefined);

describe('ids that are none are refused', () => {
  test.each(withIds)('%s', async (name) => {
    const ready = await prepare(stage, name);
    for (const id of ids) {
      const path = ready.operation.url.replaceAll(/:\w+/g, id);
      expectError(id, await ask(ready, path, formOf(ready.params)));
    }
  });
});

/** What many operations take in the same way is tried where it comes first. */
const common = ['expand', 'metadata', 'limit', 'starting_after', 'ending_before', 'created'];
const tried = new Set<string>();
const isNew = (field: string) =>
  !tried.has(field) && (common.includes(field) ? tried.add(field) : 1);

describe('values that a parameter does not want are refused by its name, or taken', () => {
  test.each(names)('%s', async (name) => {
    const ready = await prepare(stage, name);
    const path = addressOf(ready);
    // Paying hundreds of times would try the acquirer, and not the door.
    const { confirm: _, ...params } = ready.params;
    const { properties = {} } = parametersOf(ready.operation).schema;
    for (const [at, [field, schema]] of Object.entries(properties).entries()) {
      if (typeof schema === 'boolean' || !isNew(field)) continue;
      const { [field]: __, ...others } = params;
      const attempts = oddValues(field, schema).filter((_, which) => (which + at) % 3 === 0);
      const answers = attempts.map(async (pairs) => {
        const form = formOf(others);
        for (const [one, value] of pairs) form.append(one, value);
        const answer = await ask(ready, path, form);
        if (answer.status !== 200) expectError(`${field} ${pairs[0]?.[1].slice(0, 40)}`, answer);
      });
      await Promise.all(answers);
    }
  });
});

function ask({ operation }: Ready, path: string, form: URLSearchParams): Promise<RawAnswer> {
  const { method } = operation;
  return method === 'POST'
    ? sendRaw(stage.gateway, { method, path, ...bodyOf(operation, form) })
    : sendRaw(stage.gateway, { method, path: `${path}?${form}` });
}

/** The second interface takes JSON: there a form is rubbish too, which it must say. */
function bodyOf({ url }: Operation, form: URLSearchParams): Body {
  if (!url.startsWith('/v2/')) return { body: form.toString() };
  return { body: JSON.stringify(Object.fromEntries(form)), type: json };
}

/** An error as programs can read it: 4xx, JSON, a type, and a sentence that says what to do. */
function expectError(what: string, { status, headers, text }: RawAnswer): void {
  expect({ what, status, text }).toMatchObject({ what, text: expect.stringMatching(/^\{/) });
  const { error } = JSON.parse(text);
  expect({ what, status, error }).toMatchObject({
    what,
    status: expect.toSatisfy((code: number) => code >= 400 && code < 500),
    error: { type: expect.any(String), message: expect.stringMatching(/\S/) },
  });
  expect(headers.get('content-type')).toBe('application/json; charset=utf-8');
  expect(headers.get('request-id')).toMatch(/^req_/);
}
