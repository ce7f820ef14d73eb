// Every operation, asked with what another merchant has, under every kind of key: what is A's is
// neither shown to B nor changed by B, and no key does more than it was made for.

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { callRaw } from '../../testing/call-raw.ts';
import { merchantsPaid } from '../../testing/platform.ts';
import { type Fingerprint, rowsOf } from '../../testing/rows-of.ts';
import { type Answered, openStage, prepare, type Ready, type Stage } from '../../testing/stage.ts';
import { until } from '../../testing/test-gateway.ts';
import { examples } from '../examples/all-examples.ts';
import { type Operation, type Right, rightOf } from '../kernel/operation.ts';

const names = Object.keys(examples);
const readies = new Map<string, Ready>();
let stage: Stage;
let ephemeral: string;
let before: Fingerprint;

// Everything that A's examples speak of is made first, so that one look at the rows before and one
// after tells of all the calls between.
beforeAll(async () => {
  stage = await openStage();
  const { operations } = stage.gateway;
  await stage.gateway.restart({
    merchants: merchantsPaid('instructed').map((one) => ({
      ...one,
      restrictedKeys: restricted(one.brand.name, operations),
    })),
  });
  for (const name of names) readies.set(name, await prepare(stage, name));
  const key = await callRaw(stage, readyOf('ephemeralKeys.create'));
  ephemeral = String(memberOf(key.body, 'secret'));
  before = await quietRows();
}, 180_000);
afterAll(() => stage[Symbol.asyncDispose]());

describe('what is A’s is safe from B', () => {
  test.each(names)('%s', async (name) => {
    const ready = readyOf(name);
    const own = idsIn([...ready.made.values()]);
    const isAboutA = idsIn([ready.at, ready.params, ready.account]).some((id) => own.includes(id));
    const { operation } = ready;
    const right = restrictedKey('nordlys', rightOf(operation));
    for (const key of ['sk_test_nordlys', right]) {
      const answered = await asked(ready, key);
      if (isAboutA) expectNothing(answered);
      else expect(idsIn([answered.body]).filter((id) => own.includes(id))).toEqual([]);
    }
    const browser = await asked(ready, 'pk_test_nordlys');
    if (isAboutA) expect(browser.status).toBeGreaterThanOrEqual(400);
    const posing = await asked(ready, 'sk_test_nordlys', 'acct_diva');
    expect(posing).toMatchObject({ status: 403, body: { error: { code: 'account_invalid' } } });
  });
});

/** B is told that there is no such thing, or sees a list with nothing in it. */
function expectNothing({ status, body }: Answered): void {
  if (status === 200) {
    expect(body).toMatchObject({ data: [] });
    return;
  }
  const code = memberOf(memberOf(body, 'error'), 'code');
  expect([
    [400, 'resource_missing'],
    [404, 'resource_missing'],
    [403, 'account_invalid'],
  ]).toContainEqual([status, code]);
}

describe('without the right key nothing is done', () => {
  test.each(names)('%s', async (name) => {
    const ready = readyOf(name);
    const { operation } = ready;
    for (const key of ['', 'sk_test_nobody', 'pk_live_diva']) {
      expect((await asked(ready, key)).status).toBe(401);
    }
    for (const [key, code] of lackingKeys(operation)) {
      expect(await asked(ready, key)).toMatchObject({ status: 403, body: { error: { code } } });
    }
  });
});

function lackingKeys(operation: Operation): readonly (readonly [key: string, code: string])[] {
  const right = rightOf(operation);
  const resource = right.resource === 'refunds' ? 'charges' : 'refunds';
  const restrictedKeys = [
    restrictedKey('diva', { resource, access: 'write' }),
    ...(right.access === 'write' ? [restrictedKey('diva', { ...right, access: 'read' })] : []),
    // That of another customer than the example is about.
    ephemeral,
  ];
  const publishable = operation.publishable ? [] : ['pk_test_diva', 'pk_test_nordlys'];
  return [
    ...publishable.map((key) => [key, 'secret_key_required'] as const),
    ...restrictedKeys.map((key) => [key, 'more_permissions_required'] as const),
  ];
}

test('nothing of A’s has changed', async () => {
  expect(await quietRows()).toEqual(before);
});

describe('with the one right that it needs it is done', () => {
  test.each(names)('%s', async (name) => {
    const ready = readyOf(name);
    const { status } = await asked(ready, restrictedKey('diva', rightOf(ready.operation)));
    expect([401, 403]).not.toContain(status);
  });
});

/** For each resource a key that may only read it, and one that may write it. */
function restricted(slug: string, operations: readonly Operation[]) {
  const resources = [...new Set(operations.map((one) => rightOf(one).resource))];
  return resources.flatMap((resource) =>
    (['read', 'write'] as const).map((access) => ({
      key: restrictedKey(slug, { resource, access }),
      rights: { [resource]: access },
    })),
  );
}

const restrictedKey = (slug: string, { resource, access }: Right) =>
  `rk_test_${slug}_${resource}_${access}`;

const asked = (ready: Ready, key: string, account?: string): Promise<Answered> =>
  callRaw({ ...stage, key }, account === undefined ? ready : { ...ready, account });

function readyOf(name: string): Ready {
  const ready = readies.get(name);
  if (ready === undefined) throw new Error(`${name} was not made ready`);
  return ready;
}

/** A's rows when all that goes on by itself has come to its end. */
async function quietRows(): Promise<Fingerprint> {
  const { gateway } = stage;
  let last: Fingerprint = {};
  await until(async () => {
    await gateway.control('clock', { offsetMs: gateway.clock.offsetMs() });
    const now = await rowsOf(gateway.db, 'acct_diva');
    const isQuiet = JSON.stringify(now) === JSON.stringify(last);
    last = now;
    return isQuiet;
  }, 'nothing moves any more');
  return last;
}

/** Every id in there, wherever it stands. */
function idsIn(value: readonly unknown[]): readonly string[] {
  return JSON.stringify(value).match(/\b[a-z]+(?:_[a-z]+)*_[0-9A-HJKMNP-TV-Z]{26}/g) ?? [];
}

function memberOf(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null) return undefined;
  return Object.entries(value).find(([key]) => key === name)?.[1];
}
