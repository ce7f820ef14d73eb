import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDatabase, testDatabase } from '@kassa/database';
import { balances } from '@kassa/ledger';
import { silentLog } from '@kassa/log';
import { expect, test } from 'vitest';
import { configSchema, positions, prove, startIssuer } from './index.ts';
import { hana } from './test-bank.ts';

test('two banks run side by side from one program, and a second start seeds nothing twice', async () => {
  const database = await testDatabase();
  const [plavaKeys, fjordKeys] = [1, 2].map(() => mkdtempSync(join(tmpdir(), 'kassa-issuer-')));
  const common = {
    databaseUrl: database.url,
    port: 0,
    iso8583Port: 0,
    controlKey: 'c',
    network: { url: 'http://127.0.0.1:9', key: 'n', signOnKey: 's' },
    clearingHouse: { key: 'h', url: 'http://127.0.0.1:1', ownKey: 'o' },
    inboxUrl: 'http://127.0.0.1:9',
  };
  const plava = configSchema.parse({
    ...common,
    schema: 'issuer_plava',
    institutionId: '070196',
    keysFolder: plavaKeys,
    party: 'issuer-plava',
    name: 'Plava banka',
    country: 'BA',
    countryNumeric: '070',
    currency: 'BAM',
    brand: { colour: '#1d4fa3', accent: '#7fc4ef', mark: 'wave' },
    seed: {
      reserves: [{ currency: 'BAM', minor: 1000_00 }],
      rates: [{ sold: 'EUR', bought: 'BAM', rate: '1.95583' }],
      customers: [hana.seed],
    },
  });
  const fjord = configSchema.parse({
    ...common,
    schema: 'issuer_fjord',
    institutionId: '578904',
    keysFolder: fjordKeys,
    party: 'issuer-fjord',
    name: 'Fjordbanken',
    country: 'NO',
    countryNumeric: '578',
    currency: 'NOK',
    brand: { colour: '#0f5e66', accent: '#8fd0c4', mark: 'fjord' },
  });
  const look = openDatabase({
    url: database.url,
    schema: 'issuer_plava',
    log: silentLog,
    name: 't',
  });
  const seen = [];
  for (let start = 1; start <= 2; start += 1) {
    const running = [
      await startIssuer(plava, { log: silentLog }),
      await startIssuer(fjord, { log: silentLog }),
    ];
    for (const { url, name } of running) {
      const page = await (await fetch(url, { headers: { accept: 'text/html' } })).text();
      expect(page).toContain(name === 'issuer-plava' ? 'Plava banka' : 'Fjordbanken');
    }
    for (const one of running) await one.stop();
    const rates = await look.query({ text: 'select 1 from exchange_rate' }, () => 1);
    const accounts = await balances(look);
    seen.push([rates.length, ...accounts.map(({ path, posted }) => `${path} ${posted.minor}`)]);
  }
  expect(seen[1]).toEqual(seen[0]);
  // With nothing but the database: the world is stopped.
  expect(await prove(look)).toMatchObject({ party: 'issuer-plava', ok: true });
  expect(await positions(look)).toEqual([
    { with: 'clearing-klir', what: 'settlement account', currency: 'BAM', minor: '100000' },
  ]);
  await look.close();
  await database.close();
});

test('settings that cannot work are refused before anything starts', () => {
  const read = configSchema.safeParse({ port: 'x', currency: 'XQQ' });
  const wrong = read.error?.issues.map((issue) => issue.path.join('.')) ?? [];
  expect(wrong).toEqual(expect.arrayContaining(['port', 'currency', 'controlKey', 'inboxUrl']));
});
