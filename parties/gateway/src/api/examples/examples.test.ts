// Every operation of the API has an example, and every example works; the official client would ask
// the same. Who adds a route is told here what is missing.

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Recorded } from '../../docs/recorded.ts';
import { askedByClient } from '../../testing/asked-by-client.ts';
import { addressOf, callRaw } from '../../testing/call-raw.ts';
import {
  type Answered,
  openStage,
  operationOf,
  prepare,
  type Ready,
  type Stage,
} from '../../testing/stage.ts';
import { inOrder, steady } from '../../testing/steady.ts';
import type { Operation } from '../kernel/operation.ts';
import { examples } from './all-examples.ts';
import type { Params } from './example.ts';
import { pairsOf } from './to-form.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage[Symbol.asyncDispose]());

const names = Object.keys(examples);
const resourceOf = (name: string) => name.split('.').slice(0, -1).join('.');
const played = new Map<string, unknown>();

describe('the examples', () => {
  test('are whole: every operation has one, in a file of api/examples/', () => {
    const missing = stage.gateway.operations.filter(({ name }) => !(name in examples));
    expect(missing.map(({ name, method, url }) => `${name} (${method} ${url})`)).toEqual([]);
  });

  test('are of operations that there are', () => {
    const known = new Set(stage.gateway.operations.map(({ name }) => name));
    expect(names.filter((name) => !known.has(name))).toEqual([]);
  });

  test('no two operations share a name', () => {
    const all = stage.gateway.operations.map(({ name }) => name);
    expect(all.filter((name, at) => all.indexOf(name) !== at)).toEqual([]);
  });
});

describe('the example works', () => {
  test.each(names)('%s', async (name) => {
    const ready = await prepare(stage, name);
    const answered = await callRaw(stage, ready);
    expectAnswer(ready, answered);
    played.set(name, steady(recordOf(ready, answered), stage.openedAtMs));
  });
});

// The reference shows these answers, and its schemas are drawn from them. `npx vitest run -u` with this
// file writes them anew.
describe('what the reference shows of it is what is answered', () => {
  const resources = [...new Set(names.map(resourceOf))];
  test.each(resources)('%s', async (resource) => {
    const of = names.filter((name) => resourceOf(name) === resource);
    const whole = of.every((name) => played.has(name));
    expect(whole, 'all examples of this resource worked').toBe(true);
    const records = Object.fromEntries(of.map((name) => [name, played.get(name)]));
    const text = `${JSON.stringify(records, null, 1)}\n`;
    await expect(text).toMatchFileSnapshot(`../../docs/recorded/${resource}.json`);
  });
});

describe('the official client, called by the operation’s name, asks the same', () => {
  test.each(names.filter((name) => !examples[name]?.isRaw))('%s', async (name) => {
    const operation = operationOf(stage, name);
    const example = examples[name] ?? {};
    const { at = {}, params = {} } = example;
    const asked = await askedByClient(operation, example);
    const { method } = operation;
    expect(asked).toMatchObject({ method, path: addressOf({ operation, at }) });
    if (example.upload === undefined) expect(asked.params).toEqual(sentAs(operation, params));
  });
});

function expectAnswer({ operation, example }: Ready, { status, body }: Answered): void {
  const { refused, isEmpty } = example;
  if (refused !== undefined) {
    const { code } = refused;
    const error = { type: 'invalid_request_error', ...(code === undefined ? {} : { code }) };
    expect({ status, body }).toMatchObject({
      status: refused.status,
      body: { error },
    });
    return;
  }
  expect({ status, body }).toMatchObject({ status: 200, body: shapeOf(operation) });
  if (isEmpty || !/^(list|search) of /.test(operation.answers)) return;
  const [, object] = operation.answers.split(' of ');
  expect(body).toMatchObject({
    data: expect.arrayContaining([expect.objectContaining({ object })]),
  });
}

function shapeOf({ answers, url }: Operation): object {
  const isSecond = isSecondInterface(url);
  const [what, object] = answers.split(/ (?:of )?/);
  switch (object === undefined ? 'one' : what) {
    case 'list':
      if (isSecond) return { data: expect.any(Array), previous_page_url: null };
      return {
        object: 'list',
        has_more: expect.any(Boolean),
        url: expect.stringMatching(/^\/v1\//),
      };
    case 'search':
      return { object: 'search_result', has_more: expect.any(Boolean) };
    case 'deleted':
      return { id: expect.any(String), object, ...(isSecond ? {} : { deleted: true }) };
    default:
      return { object: answers };
  }
}

const isSecondInterface = (url: string): boolean => url.startsWith('/v2/');

const sentAs = ({ url, method }: Operation, params: Params) =>
  isSecondInterface(url) && method === 'POST' ? JSON.stringify(params) : pairsOf(params);

function recordOf({ at, params }: Ready, { status, body }: Answered): Recorded {
  return { at, params, status, answer: inOrder(body) };
}
