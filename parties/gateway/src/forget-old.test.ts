// What is old goes whole, what is younger stays, and a database of before keeps what it has.

import { cpSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { migrations as control } from '@kassa/control';
import { column, type Database, migrate, testDatabase } from '@kassa/database';
import { firstIdAt } from '@kassa/ids';
import { migrations as ledger } from '@kassa/ledger';
import { err } from '@kassa/result';
import { expect, test } from 'vitest';
import { forgetOld } from './forget-old.ts';
import { findRecord, finishRecord, insertRecord } from './idempotency/record.ts';
import { migrations } from './migrations.ts';
import { listEvents } from './webhooks/read.ts';

const dayMs = 86_400_000;
const now = Date.parse('2026-11-26T12:00:00Z');
const accountId = 'acct_diva' as const;
const keeping = { wireLogDays: 30 };

const eventAt = (ms: number) => ({
  ...{ account_id: accountId, id: firstIdAt('evt', ms), type: 'charge.succeeded' },
  ...{ object_id: 'ch_1', data: {}, created_at: ms },
});
const recordAt = (key: string, createdAtMs: number) =>
  ({
    ...{ accountId, key, inputHash: 'h', owner: 'gateway-1', createdAtMs },
  }) as const;
const answer = { status: 200, body: { id: 'pi_1' } };

/** Rows by the partition they are in, of all that are kept for a while only. */
async function places(db: Database): Promise<Record<string, number>> {
  const tables = ['event', 'webhook_delivery', 'webhook_try', 'request_log', 'wire_message'];
  const text = [...tables, 'idempotency_record']
    .map((table) => `select tableoid::regclass::text as place, count(*) from ${table} group by 1`)
    .join(' union all ');
  const rows = await db.query({ text: `${text} order by 1` }, (row) => [
    column.text(row, 'place'),
    column.integer(row, 'count'),
  ]);
  return Object.fromEntries(rows);
}

test('events are there for thirty days and go by weeks; deliveries and tries go with them', async () => {
  await using opened = await testDatabase(migrations);
  const { db } = opened;
  await forgetOld(db, now, keeping);
  const ages = [0, 6, 13];
  for (const age of ages) {
    const event = eventAt(now + age * dayMs);
    const of = { account_id: accountId, event_id: event.id, endpoint_id: 'we_1' };
    const delivery = { ...of, event_account_id: accountId, object_id: 'ch_1', created_at: now };
    const committed = await db.commit({
      inserts: [
        { table: 'event', rows: [event] },
        { table: 'webhook_delivery', rows: [{ ...delivery, state: 'delivered', tries: 1 }] },
        { table: 'webhook_try', rows: [{ ...of, number: 1, at: now }] },
      ],
    });
    expect(committed.ok).toBe(true);
  }
  const shown = async (atMs: number) =>
    (await listEvents(db, accountId, { limit: 10, createdFromMs: atMs - 30 * dayMs })).length;
  // Whatever is still shown is still there, every night.
  for (let night = 0; night <= 50; night += 1) {
    const atMs = now + night * dayMs;
    await forgetOld(db, atMs, keeping);
    expect(await shown(atMs)).toBe(ages.filter((age) => age >= night - 30).length);
  }
  expect(await places(db)).toEqual({});
});

test('an insert into the far past or future is kept, and found', async () => {
  await using opened = await testDatabase(migrations);
  const { db } = opened;
  await forgetOld(db, now, keeping);
  const far = [0, now - 3650 * dayMs, now + 3650 * dayMs].map(eventAt);
  expect((await db.commit({ inserts: [{ table: 'event', rows: far }] })).ok).toBe(true);
  expect(await places(db)).toEqual({ event__default: 3 });
  expect(await db.commit({ inserts: [{ table: 'event', rows: far }] })).toEqual(
    err({ code: 'conflict', constraint: 'event_pk' }),
  );
  // The clock is moved by ten years: what has happened then is in its place, what is old is gone.
  await forgetOld(db, now + 3650 * dayMs, keeping);
  const found = await listEvents(db, accountId, { limit: 10 });
  expect(found.map(({ id }) => id)).toEqual([far[2]?.id]);
  expect(Object.keys(await places(db))).not.toContain('event__default');
});

test('a key is used once, also on both sides of the edge of a partition', async () => {
  await using opened = await testDatabase(migrations);
  const { db } = opened;
  await forgetOld(db, now, keeping);
  const edge = Math.ceil(now / (3 * dayMs)) * 3 * dayMs;
  const asked = await Promise.all(
    Array.from({ length: 20 }, (_, at) =>
      db.commit(insertRecord(recordAt('one', edge - 10 + at), 'pi_1', null)),
    ),
  );
  expect(asked.filter(({ ok }) => ok)).toHaveLength(1);
  for (const one of asked.filter(({ ok }) => !ok)) {
    expect(one).toEqual(err({ code: 'conflict', constraint: 'idempotency_record_pk' }));
  }
  const found = await findRecord(db, { accountId, key: 'one' });
  const place = recordAt('one', found?.createdAtMs ?? 0);
  expect((await db.commit(finishRecord(place, answer))).ok).toBe(true);
  expect((await findRecord(db, { accountId, key: 'one' }))?.answer).toEqual(answer);
});

test('a key answers for its 24 hours, and is gone in the week after', async () => {
  await using opened = await testDatabase(migrations);
  const { db } = opened;
  for (let hour = 0; hour < 72; hour += 6) {
    await forgetOld(db, now + hour * 3_600_000, keeping);
    await db.commit(insertRecord(recordAt(`hour ${hour}`, now + hour * 3_600_000), 's', answer));
    await forgetOld(db, now + hour * 3_600_000 + dayMs, keeping);
    expect(await findRecord(db, { accountId, key: `hour ${hour}` })).toBeDefined();
  }
  await forgetOld(db, now + 10 * dayMs, keeping);
  expect(await places(db)).toEqual({});
});

test('a database of before keeps its rows, and they go whole in their time', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'kassa-before-'));
  const own = new URL('../migrations/', import.meta.url);
  for (const name of readdirSync(own).filter((file) => file < '0059')) {
    cpSync(new URL(name, own), join(folder, name));
  }
  const earlier = { name: 'gateway', folder: pathToFileURL(`${folder}/`) };
  await using opened = await testDatabase([ledger, control, earlier]);
  rmSync(folder, { recursive: true });
  const { db } = opened;
  const of = { account_id: accountId, event_id: firstIdAt('evt', now), endpoint_id: 'we_1' };
  const delivery = { ...of, event_account_id: accountId, object_id: 'ch_1', created_at: now };
  const request = {
    account_id: accountId,
    at: now,
    method: 'GET',
    path: '/v1/charges',
    status: 200,
  };
  const flags = { is_replayed: false, key_kind: 'secret', duration_ms: 1 };
  const wire = { account_id: accountId, at: now, direction: 'in', protocol: '3ds', peer: 'ds' };
  const filled = await db.commit({
    inserts: [
      {
        table: 'event',
        rows: [eventAt(now - dayMs), eventAt(now), { ...eventAt(now), id: 'odd' }],
      },
      { table: 'webhook_delivery', rows: [{ ...delivery, state: 'waiting', tries: 0 }] },
      { table: 'webhook_try', rows: [{ ...of, number: 1, at: now }] },
      { table: 'request_log', rows: [{ ...request, ...flags, id: firstIdAt('req', now) }] },
      {
        table: 'wire_message',
        rows: [{ ...wire, id: firstIdAt('wm', now), type: 'AReq', is_late: false, fields: {} }],
      },
      {
        table: 'idempotency_record',
        rows: [
          {
            account_id: accountId,
            key: 'k',
            ...{ input_hash: 'h', state: 'running' },
            owner: 'o',
            created_at: now,
          },
        ],
      },
    ],
  });
  expect(filled.ok).toBe(true);
  await migrate(db, migrations);
  await forgetOld(db, now, keeping);
  const before = {
    ...{ event__before: 2, event__default: 1, idempotency_record__before: 1 },
    ...{ request_log__before: 1, webhook_delivery__before: 1 },
    ...{ webhook_try__before: 1, wire_message__before: 1 },
  };
  expect(await places(db)).toEqual(before);
  // The order of deliveries goes on where it was, and the key stays used.
  const next = {
    ...delivery,
    event_id: firstIdAt('evt', now + 8 * dayMs),
    state: 'waiting',
    tries: 0,
  };
  await db.commit({ inserts: [{ table: 'webhook_delivery', rows: [next] }] });
  const order = await db.query(
    { text: 'select seq from webhook_delivery order by event_id' },
    (row) => column.integer(row, 'seq'),
  );
  expect(order).toEqual([1, 2]);
  expect(await db.commit(insertRecord(recordAt('k', now + dayMs), 's', null))).toEqual(
    err({ code: 'conflict', constraint: 'idempotency_record_pk' }),
  );
  await forgetOld(db, now + 45 * dayMs, keeping);
  expect(await places(db)).toEqual({ event__default: 1 });
});
