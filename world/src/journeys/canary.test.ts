// A card number that nobody else uses goes through the whole world; then everything that was kept
// is searched for it: database, logs, letters. It must be found nowhere in the clear.

import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { runningEmbeddedUrl } from '@kassa/database';
import { silentLog } from '@kassa/log';
import { findPans } from '@kassa/secret';
import pg from 'pg';
import Stripe from 'stripe';
import { describe, expect, inject, test } from 'vitest';
import { inbox } from './shopper.ts';
import './setup.ts';

const place = inject('place');
/** Hana's number is also in the seed, the other only in what merchants send. */
const numbers = ['4000000700000005', '4242424242424242'];
const cvc = '735';
const bytes = (text: string) => Buffer.from(text, 'utf8');

describe('a card number', () => {
  test('is kept in no table, log or letter where it can be read', async () => {
    const stripe = new Stripe('sk_test_diva', {
      host: '127.0.0.1',
      port: place.port + 1,
      protocol: 'http',
    });
    for (const number of numbers) {
      const method = await stripe.paymentMethods.create({
        type: 'card',
        card: { number, exp_month: 12, exp_year: 2029, cvc },
      });
      await stripe.paymentIntents
        .create({
          amount: 4_321,
          currency: 'bam',
          confirm: true,
          return_url: 'https://example.com/back',
          payment_method: method.id,
        })
        .catch((error: unknown) => {
          if (!(error instanceof Stripe.errors.StripeCardError)) throw error;
        });
    }
    await astray();
    const kept = [...(await everyRow()), ...(await everyLogLine()), ...(await everyLetter())];
    expect(kept.length).toBeGreaterThan(100);
    // The log of the wire was written to: messages that held a number are among what is searched.
    expect(
      kept.some((line) => line.startsWith('gateway.wire_message') && line.includes('0100')),
    ).toBe(true);
    expect(kept.filter((line) => numbers.some((number) => line.includes(number)))).toEqual([]);
    expect(kept.filter((line) => findPans(line).some((pan) => numbers.includes(pan)))).toEqual([]);
    expect(kept.filter((line) => /"?cvc"?\s*[:=]\s*"?\d{3,4}\b/i.test(line))).toEqual([]);
    expect(kept.filter((line) => /whsec_\w{8}/.test(line))).toEqual([]);
    // Nor as bytes inside a binary column.
    const asHex = numbers.map((number) => bytes(number).toString('hex'));
    expect(kept.filter((line) => asHex.some((hex) => line.includes(hex)))).toEqual([]);
  });
});

/** Where none belongs: in an address, a name, a key of a request. The log of requests may keep no trace. */
async function astray(): Promise<void> {
  const gateway = `http://127.0.0.1:${place.port + 1}`;
  for (const number of numbers) {
    for (const path of [`customers/${number}`, `customers?email=${number}`, 'nothing']) {
      const headers = { authorization: 'Bearer sk_test_diva', 'idempotency-key': number };
      await fetch(`${gateway}/v1/${path}`, { headers });
    }
    await fetch(`${gateway}/v1/customers`, {
      method: 'POST',
      headers: { authorization: 'Bearer sk_test_diva' },
      body: new URLSearchParams({ [number]: '1' }),
    });
  }
  // Its page is shown when all lines so far are written.
  const session = await fetch(`${gateway}/developers/log-in`, {
    method: 'POST',
    redirect: 'manual',
    body: new URLSearchParams({ key: 'sk_test_diva' }),
  });
  const cookie = session.headers.get('set-cookie')?.split(';')[0] ?? '';
  const log = await fetch(`${gateway}/developers/requests`, { headers: { cookie } });
  const page = await log.text();
  expect(page).toContain('/v1/nothing');
  expect(findPans(page)).toEqual([]);
}

async function everyRow(): Promise<string[]> {
  const url = place.databaseUrl ?? (await runningEmbeddedUrl(place.dataFolder, silentLog));
  if (url === undefined) throw new Error('the database of the world is not found');
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const tables = await client.query<{ name: string }>(`
      select format('%I.%I', table_schema, table_name) as name
      from information_schema.tables
      where table_type = 'BASE TABLE' and table_schema not in ('pg_catalog', 'information_schema')`);
    const rows: string[] = [];
    for (const { name } of tables.rows) {
      const found = await client.query<{ row: string }>(`select t::text as row from ${name} t`);
      rows.push(...found.rows.map(({ row }) => `${name}: ${row}`));
    }
    return rows;
  } finally {
    await client.end();
  }
}

/** Files of the data folder that are not the database's own. */
async function everyLogLine(): Promise<string[]> {
  const entries = await readdir(place.dataFolder, { recursive: true });
  const logs = entries.filter((path) => path.endsWith('.log'));
  expect(logs.length).toBeGreaterThan(0);
  const texts = await Promise.all(
    logs.map((path) => readFile(join(place.dataFolder, path), 'utf8')),
  );
  return texts.flatMap((text) => text.split('\n'));
}

async function everyLetter(): Promise<string[]> {
  const letters = [...(await inbox(place, 'sms')), ...(await inbox(place, 'email'))];
  return letters.map((letter) => JSON.stringify(letter));
}
