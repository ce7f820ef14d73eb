// Every statement that the running gateway sends and that takes part in a payment, a list or a page, with
// five millions of payments behind it: how PostgreSQL carried it out. Fails if one goes through the whole
// of a large table. `KASSA_BENCH_PAYMENTS=200000` makes it with fewer. Before that, what a fresh world does
// of which PostgreSQL knows nothing yet.

import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { keyedHash, loadOrCreateKey } from '@kassa/crypto';
import { column, type Database, openDatabase, runningEmbeddedUrl } from '@kassa/database';
import { silentLog } from '@kassa/log';
import { fill } from './explain/fill.ts';
import { explainFresh } from './explain/fresh.ts';
import { explainFromNowOn } from './explain/from-now-on.ts';
import { plansIn, sizeOf } from './explain/plans.ts';
import { inVain, type Stated, statementsOf } from './explain/statements.ts';
import { pay, useAll } from './explain/use.ts';
import type { Report } from './report.ts';
import { startWorld, withPlace } from './world.ts';

const payments = Number(process.env['KASSA_BENCH_PAYMENTS'] ?? 5_000_000);
/** A table with fewer rows may be read whole. */
const largeRows = 10_000;
/** More than a merchant's busiest day has of anything that is looked for by a filter. */
const skippedMax = 1_000;

export async function benchExplain(report: Report): Promise<void> {
  await explainFresh(report);
  await withPlace(async (place) => {
    const staff = () =>
      keyedHash(loadOrCreateKey(join(place.dataFolder, 'keys/world.key')), 'control');
    const opened = async () => {
      const url = (await runningEmbeddedUrl(place.dataFolder, silentLog)) ?? '';
      return openDatabase({ url, schema: 'gateway', log: silentLog, name: 'bench' });
    };
    let sizes: readonly Size[] = [];
    const first = await startWorld(place);
    const db = await opened();
    try {
      const intentId = await pay(first);
      await untilDone(db, intentId);
      const startedMs = performance.now();
      await fill(db, payments, { accountId: 'acct_diva', intentId, nowMs: Date.now() });
      report.add('filling', [
        { what: 'payments', value: payments, unit: '' },
        { what: 'took', value: performance.now() - startedMs, unit: 'ms' },
        { what: 'database', value: await megabytes(db), unit: 'MB' },
      ]);
      sizes = await sizesOf(db);
      await explainFromNowOn(db);
    } finally {
      await db.close();
      await first.stop();
    }
    // Started anew, so that each of its connections explains, and its start is seen too.
    const logPath = join(place.dataFolder, 'postgres.log');
    const fromByte = await sizeOf(logPath);
    const world = await startWorld(place);
    try {
      await useAll(world, staff());
    } finally {
      await world.stop();
    }
    const large = new Set(sizes.filter(({ rows }) => rows > largeRows).map(({ table }) => table));
    const statements = statementsOf(await plansIn(logPath, fromByte));
    write(statements);
    const read = statements.filter(({ scanned }) => scanned.some((table) => large.has(table)));
    const vain = inVain(statements, skippedMax);
    report.add('statements', [
      { what: 'different ones', value: statements.length, unit: '' },
      { what: 'that go through the whole of a large table', value: read.length, unit: '' },
      { what: `that read more than ${skippedMax} rows in vain`, value: vain.length, unit: '' },
    ]);
    for (const line of vain) console.log(line);
    if (read.length > 0) {
      const said = read.map(({ scanned, text }) => `${scanned.join(', ')}: ${text}`);
      throw new Error(`statements that read all of a large table:\n${said.join('\n')}`);
    }
  });
}

/** The table of docs/performance.md. */
function write(statements: readonly Stated[]): void {
  const lines = statements.map(({ schema, does, reads, times, ms, msMax, buffers }) => {
    const figures = [times, buffers, ms.toFixed(2), msMax.toFixed(2)].join(' | ');
    return `| ${schema} | ${does} | ${reads} | ${figures} |`;
  });
  const head = [
    '| of | statement | by | times | buffers | ms | worst |',
    '|---|---|---|---|---|---|---|',
  ];
  const folder = fileURLToPath(new URL('./results/', import.meta.url));
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'explain.md'), `${[...head, ...lines].join('\n')}\n`);
  const texts = statements.map(({ schema, text }) => `-- ${schema}\n${text};\n`);
  writeFileSync(join(folder, 'explain.sql'), texts.join('\n'));
  console.log('\nthe table is in bench/results/explain.md, the statements in explain.sql');
}

type Size = { readonly table: string; readonly rows: number };

/** Of all schemas, by estimate. */
function sizesOf(db: Database): Promise<Size[]> {
  const text = `
    select n.nspname || '.' || c.relname as name, c.reltuples::bigint as rows
    from pg_class c
    join pg_namespace n on n.oid = c.relnamespace
    where c.relkind = 'r'`;
  return db.query({ text }, (row) => ({
    table: column.text(row, 'name'),
    rows: column.integer(row, 'rows'),
  }));
}

async function megabytes(db: Database): Promise<number> {
  const text = 'select pg_database_size(current_database()) / 1048576 as size';
  return (await db.one({ text }, (row) => column.integer(row, 'size'))) ?? 0;
}

/** Its capture is acknowledged and its events are delivered: nothing of it waits any more. */
async function untilDone(db: Database, intentId: string): Promise<void> {
  const text = `
    select exists (select 1 from advice where intent_id = $1 and state = 'acknowledged')
      and not exists (select 1 from webhook_delivery where state = 'waiting')
      and exists (select 1 from wire_message where intent_id = $1)
      and exists (select 1 from request_log) as is_done`;
  for (let tries = 0; tries < 300; tries += 1) {
    if (await db.one({ text, values: [intentId] }, (row) => column.bool(row, 'is_done'))) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`${intentId} is not done: its capture or a webhook still waits after 30 s`);
}
