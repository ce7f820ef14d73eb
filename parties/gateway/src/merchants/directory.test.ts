// Two processes' doors to one database: what one changes the other sees, and what is kept in memory is
// used only while that is certain.

import { type Database, openDatabase, type TestDatabase, testDatabase } from '@kassa/database';
import { silentLog } from '@kassa/log';
import { unwrap } from '@kassa/result';
import { realClock } from '@kassa/time';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { migrations } from '../migrations.ts';
import { type News, openNews } from '../news.ts';
import { merchant, until } from '../testing/test-gateway.ts';
import { makeKey, revokeKey } from './change-keys.ts';
import { type MerchantDirectory, openDirectory } from './directory.ts';
import { openKept } from './kept.ts';
import { findKey, hashKey } from './key-store.ts';
import { merchantSeedSchema } from './merchant.ts';
import { seedMerchants } from './store.ts';

type Door = { readonly db: Database; readonly news: News; readonly directory: MerchantDirectory };

let opened: TestDatabase;
let here: Door;
let there: Door;
const accountId = 'acct_diva';
const key = 'sk_test_diva';

async function openDoor(): Promise<Door> {
  const { url } = opened;
  const { schema } = opened.db;
  const db = openDatabase({ url, schema, log: silentLog, name: 'door' });
  const news = await openNews({ url, schema, log: silentLog, instance: 'gateway-1' });
  return { db, news, directory: await openDirectory(db, news, realClock()) };
}

const seed = (change: object = {}) =>
  seedMerchants(
    there.db,
    [merchantSeedSchema.parse({ ...merchant('diva', 'BAM'), ...change })],
    Date.now(),
  );

beforeAll(async () => {
  opened = await testDatabase(migrations);
  [here, there] = [await openDoor(), await openDoor()];
  await seed();
});
afterAll(async () => {
  for (const { db, news } of [here, there]) {
    await news[Symbol.asyncDispose]();
    await db.close();
  }
  await opened.close();
});

/** How many questions it costs to know who calls. */
async function costOf(work: () => Promise<unknown>): Promise<number> {
  const before = here.db.roundTrips;
  await work();
  return here.db.roundTrips - before;
}
const ask = () => here.directory.callerOf(key);
const isKept = async () => (await costOf(ask)) === 0;

const cutLine = () =>
  opened.db.exec(`select pg_terminate_backend(pid) from pg_stat_activity
    where application_name like 'kassa standing line%' and datname = current_database()`);

describe('what is kept of merchants and keys', () => {
  test('costs nothing the second time', async () => {
    expect(await ask()).toMatchObject({ kind: 'secret', merchant: { accountId } });
    await until(isKept, 'it is kept');
  });

  test('is what another process has made of it', async () => {
    await until(isKept, 'it is kept');
    await seed({ city: 'Mostar' });
    await until(async () => (await ask())?.merchant.city === 'Mostar', 'the change is seen');
    await until(() => here.directory.all().some(({ city }) => city === 'Mostar'), 'by lists too');
  });

  test('is not told as news by a start that seeds the same again', async () => {
    const heard: string[] = [];
    there.news.on('merchant', (name) => heard.push(name));
    there.news.on('result', (name) => heard.push(name));
    await seed({ city: 'Mostar' });
    here.news.tell('result', 'the last');
    await until(() => heard.length > 0, 'the last is heard');
    expect(heard).toEqual(['the last']);
  });

  test('is of no use from the answer of a revocation on', async () => {
    const means = { db: there.db, clock: realClock(), log: silentLog };
    for (let round = 0; round < 3; round += 1) {
      const wish = { accountId, kind: 'secret', name: 'of a round', rights: {} } as const;
      const made = unwrap(await makeKey(means, wish));
      const askWith = () => here.directory.callerOf(made);
      await until(async () => (await costOf(askWith)) === 0, 'it is kept');
      const id = (await findKey(there.db, hashKey(made)))?.id ?? '';
      unwrap(await revokeKey(means, { accountId, id }));
      expect(await askWith()).toBeUndefined();
    }
  });

  test('is not used while the line is down, nor anything kept anew', async () => {
    await until(isKept, 'it is kept');
    await cutLine();
    await until(() => !here.news.isFresh(), 'the loss is noticed');
    expect(await costOf(ask)).toBeGreaterThan(0);
    await until(isKept, 'the line is back');
    expect(await ask()).toMatchObject({ kind: 'secret' });
  });
});

describe('a value that is kept', () => {
  const hearing = () => {
    let change = (_name: string) => {};
    return {
      isFresh: () => true,
      on: (_topic: 'it', heard: (name: string) => void) => {
        change = heard;
      },
      onLost: () => {},
      change: (name: string) => change(name),
    };
  };

  test('was not changed while it was read', async () => {
    const line = hearing();
    let answer = (_value: string) => {};
    const load = () =>
      new Promise<string>((resolve) => {
        answer = resolve;
      });
    const kept = openKept({ hearing: line, topic: 'it', max: 10, load });
    const first = kept.read('a');
    line.change('a');
    answer('old');
    expect(await first).toBe('old');
    const second = kept.read('a');
    answer('new');
    expect(await second).toBe('new');
    expect(await kept.read('a')).toBe('new');
  });

  test('makes room for others', async () => {
    let loads = 0;
    const load = async (name: string) => {
      loads += 1;
      return name;
    };
    const kept = openKept({ hearing: hearing(), topic: 'it', max: 2, load });
    for (const name of ['a', 'b', 'c', 'c', 'b', 'a']) await kept.read(name);
    expect(loads).toBe(4);
  });
});
