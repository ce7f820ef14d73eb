// What a merchant opens, with much behind it and with little: Diva shop has a million payments in the
// same tables in which Nordlys has a thousand. Both are asked in alternating rounds.

import { join } from 'node:path';
import { keyedHash, loadOrCreateKey } from '@kassa/crypto';
import { column, type Database, openDatabase, runningEmbeddedUrl } from '@kassa/database';
import { silentLog } from '@kassa/log';
import { ask, textIn } from './ask.ts';
import { measure, rowsOf } from './measure.ts';
import type { Report, Row } from './report.ts';
import { startWorld, type World, withPlace } from './world.ts';

const perPayout = 400;

type Shop = {
  readonly name: string;
  readonly payments: number;
  readonly accountId: string;
  readonly key: string;
  readonly mid: string;
  readonly currency: 'bam' | 'nok';
};

const much: Shop = {
  ...{ name: 'a million payments', payments: 1_000_000, accountId: 'acct_diva' },
  ...{ key: 'sk_test_diva', mid: 'DIVA00000000001', currency: 'bam' },
};
const little: Shop = {
  ...{ name: 'a thousand payments', payments: 1_000, accountId: 'acct_nordlys' },
  ...{ key: 'sk_test_nordlys', mid: 'NORDLYS00000001', currency: 'nok' },
};

export async function benchHistory(report: Report): Promise<void> {
  await withPlace(async (place) => {
    const world = await startWorld(place);
    const staff = `staff:${keyedHash(loadOrCreateKey(join(place.dataFolder, 'keys/world.key')), 'control')}`;
    const url = (await runningEmbeddedUrl(place.dataFolder, silentLog)) ?? '';
    const at = (schema: string) => openDatabase({ url, schema, log: silentLog, name: 'bench' });
    const [gateway, acquirer] = [at('gateway'), at('acquirer_zelena')];
    try {
      for (const shop of [little, much]) {
        await pay(world, shop);
        await fillGateway(gateway, shop);
        await fillAcquirer(acquirer, shop);
      }
      await gateway.exec('vacuum analyze');
      const before = await scanned(gateway);
      for (const [title, path] of opened(world)) {
        const isPage = title.endsWith('acquirer');
        const cases = [little, much].map((shop) => ({
          name: shop.name,
          operate: () => open(path(shop), isPage ? staff : `${shop.key}:`),
        }));
        const plan = { callers: 1, rounds: 3, roundMs: 200 };
        report.add(title, rowsOf(await measure(cases, plan)));
        // A key may ask 1,000 times at once, and 100 times a second.
        await pause(4_000);
      }
      report.add('rows read by scanning a whole table meanwhile', await grown(gateway, before));
    } finally {
      await gateway.close();
      await acquirer.close();
      await world.stop();
    }
  });
}

/** A history of the past, below what the real payment has written. */
async function fillGateway(db: Database, shop: Shop): Promise<void> {
  const { accountId, payments, currency } = shop;
  const payouts = Math.ceil(payments / perPayout);
  // Ids as the gateway makes them: the time first, in Crockford's base 32.
  await db.exec(`
    create or replace function bench_id(prefix text, ms bigint, n bigint) returns text
    language sql immutable as $$
      select prefix || '_' || string_agg(substr('0123456789ABCDEFGHJKMNPQRSTVWXYZ',
        ((ms >> (45 - 5 * i)) & 31)::int + 1, 1), '' order by i) || lpad(n::text, 16, '0')
      from generate_series(0, 9) i
    $$`);
  await db.exec(
    `insert into payout (account_id, id, currency, amount, status, arrival_date, reference,
        created_at, provider)
      select $1, 'po_00' || lpad(n::text, 24, '0'), $3, 38800, 'paid', '2020-01-01', 'old_' || n,
        1577836800000 + n * 1000000::bigint, 'zelena'
      from generate_series(1, $2::int) n`,
    [accountId, payouts, currency],
  );
  await db.exec(
    `insert into balance_transaction (account_id, id, type, source_id, currency, amount, fee, net,
        fee_details, status, available_on, payout_id, created_at)
      select $1, bench_id('txn', 1577836800000 + n * 1000::bigint, n), 'charge', 'ch_old_' || n, $4, 100, 3, 97,
        '[]', 'available', 1577836800000, 'po_00' || lpad((n / $3 + 1)::text, 24, '0'),
        1577836800000 + n * 1000::bigint
      from generate_series(1, $2::int) n`,
    [accountId, payments, perPayout, currency],
  );
  // Before all sales: whoever looks for payouts from the newest on must not pass a million.
  await db.exec(
    `insert into balance_transaction (account_id, id, type, source_id, currency, amount, fee, net,
        fee_details, status, available_on, payout_id, created_at)
      select $1, bench_id('txn', 1577836800000, n), 'payout', 'po_00' || lpad(n::text, 24, '0'), $3,
        -38800, 0, -38800, '[]', 'available', 1577836800000, 'po_00' || lpad(n::text, 24, '0'),
        1577836800000
      from generate_series(1, $2::int) n`,
    [accountId, payouts, currency],
  );
}

async function fillAcquirer(db: Database, { mid, payments, currency }: Shop): Promise<void> {
  await db.exec(
    `insert into payout (id, mid, currency, amount, iban, holder, value_on, created_at_ms, message,
        next_attempt_at_ms, state, ended_at_ms)
      select $1 || lpad(n::text, 20, '0'), $1, $3, 38800, 'X', 'X', date '2020-01-01',
        1577836800000, '', 1577836800000, 'paid', 1577836800000
      from generate_series(1, $2::int) n`,
    [mid, Math.ceil(payments / perPayout) + 1, currency.toUpperCase()],
  );
  await db.exec(
    `insert into item (id, mid, kind, rrn, stan, original_rrn, tid, authorization_code, currency,
        amount, fee, interchange, scheme_fee, card_masked, captured_at_ms, state, arn, value_on,
        settled_at_ms, payout_id)
      select $1 || lpad(n::text, 20, '0'), $1, 'capture', lpad(n::text, 12, '0'), '000001', a.rrn,
        'OLD1', 'A1B2C3', $4, 100, 3, 1, 1, a.card_masked, 1577836800000, 'settled',
        lpad(n::text, 23, '0'), date '2020-01-01', 1577836800000,
        $1 || lpad((n / $3 + 1)::text, 20, '0')
      from (select rrn, card_masked from card_authorization where mid = $1 limit 1) a,
        generate_series(1, $2::int) n`,
    [mid, payments, perPayout, currency.toUpperCase()],
  );
}

async function pay(world: World, shop: Shop): Promise<void> {
  const method = await ask(
    `${gatewayOf(world)}/v1/payment_methods`,
    { type: 'card', 'card[token]': 'tok_visa' },
    `${shop.key}:`,
  );
  const intent = await ask(
    `${gatewayOf(world)}/v1/payment_intents`,
    {
      ...{ amount: '1250', currency: shop.currency, payment_method: textIn(method, 'id') },
      ...{ confirm: 'true', return_url: 'https://example.com/back' },
    },
    `${shop.key}:`,
  );
  const status = textIn(intent, 'status');
  if (status !== 'succeeded') throw new Error(`the payment is ${status}`);
}

const gatewayOf = (world: World) => `http://127.0.0.1:${world.port + 1}`;

function opened(world: World): readonly (readonly [string, (shop: Shop) => string])[] {
  const api = `${gatewayOf(world)}/v1`;
  const bank = `http://127.0.0.1:${world.port + 8}`;
  const inTheMiddle = ({ payments }: Shop) => Math.floor(payments / 2);
  const payoutOf = (shop: Shop) => {
    return String(Math.floor(inTheMiddle(shop) / perPayout)).padStart(24, '0');
  };
  const older = (shop: Shop) => 1_577_836_800 + inTheMiddle(shop);
  return [
    ['the balance', () => `${api}/balance`],
    ['the newest balance transactions', () => `${api}/balance_transactions?limit=100`],
    ['the payouts among them', () => `${api}/balance_transactions?type=payout&limit=3`],
    ['those of one payout', (shop) => `${api}/balance_transactions?payout=po_00${payoutOf(shop)}`],
    ['those before a day', (shop) => `${api}/balance_transactions?created[lt]=${older(shop)}`],
    ['the list of payouts', () => `${api}/payouts?limit=3`],
    ['the statement at the acquirer', ({ mid }) => `${bank}/statement/${mid}`],
  ];
}

async function open(url: string, user: string): Promise<void> {
  const { status, body } = await ask(url, undefined, user);
  if (status !== 200) throw new Error(`${url}: ${status} ${body}`);
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** By table: rows that PostgreSQL has read by going through all of it. */
async function scanned(db: Database): Promise<Map<string, number>> {
  const text = `select schemaname || '.' || relname as name, seq_tup_read as read
    from pg_stat_user_tables where n_live_tup > 100000 order by 1`;
  const rows = await db.query({ text }, (row) => {
    return [column.text(row, 'name'), column.integer(row, 'read')] as const;
  });
  return new Map(rows);
}

async function grown(db: Database, before: ReadonlyMap<string, number>): Promise<Row[]> {
  // Connections that rest hand in their figures within ten seconds.
  await pause(12_000);
  return [...(await scanned(db))].map(([what, read]) => {
    return { what, unit: 'rows', value: read - (before.get(what) ?? 0) };
  });
}
