// Tables whose rows are kept for a while only, in partitions by time: those of the days to come are
// made ahead, those whose last row is too old are dropped whole. A row for which there is no partition
// (the clock was moved by a year) goes into the default one, and into its own as soon as that is made.

import { assert } from '@kassa/result';
import { column } from './column.ts';
import type { Database, Queries } from './database.ts';
import { giveFirstStatistics } from './first-statistics.ts';

export type Partitioned = {
  readonly table: string;
  /** What it is partitioned by: an id that begins with its time, or the time itself. */
  readonly column: string;
  /** The least value that the column has at that time, and the time of such a value. */
  readonly boundAt: (ms: number) => string;
  readonly msOf: (bound: string) => number;
  /** How much time one partition holds. */
  readonly stepMs: number;
  /** How many there are beyond the one of now: more than ever passes until the next upkeep. */
  readonly ahead: number;
  readonly keptMs: number;
};

export type Upkeep = { readonly made: readonly string[]; readonly dropped: readonly string[] };

type Partition = Span & { readonly name: string };

/** Rows of the default partition that go in one night, if they are too old. */
const strayMax = 200_000;

/**
 * Making and dropping wait for statements at work on the table, and others wait for them: after a second
 * they give up and throw, and the upkeep is tried again.
 */
export async function keepPartitions(
  db: Database,
  of: Partitioned,
  nowMs: number,
): Promise<Upkeep> {
  const keptFromMs = nowMs - of.keptMs;
  const isOld = ({ toMs }: Partition) => toMs <= keptFromMs;
  const known = await partitionsOf(db, of);
  const missing = gapsIn(known, of, nowMs);
  const made = missing.length === 0 ? [] : await locked(db, of, (tx) => makeAll(tx, of, nowMs));
  const dropped: string[] = [];
  for (const { name } of known.filter(isOld)) {
    const isGone = await locked(db, of, async (tx) => {
      const isThere = (await partitionsOf(tx, of)).some((one) => one.name === name);
      if (isThere) await tx.exec(`drop table ${name}`);
      return isThere;
    });
    if (isGone) dropped.push(name);
  }
  await db.exec(
    `delete from ${of.table}__default where ctid = any(array(
       select ctid from ${of.table}__default where ${of.column} < $1 limit ${strayMax}))`,
    [of.boundAt(keptFromMs)],
  );
  return { made, dropped };
}

/** One process at a time looks after a table; the others find it done. */
function locked<T>(db: Database, of: Partitioned, work: (tx: Queries) => Promise<T>): Promise<T> {
  return db.transaction(async (tx) => {
    await tx.exec(`set local lock_timeout = '1s'`);
    await tx.exec('select pg_advisory_xact_lock(hashtextextended($1, 0))', [
      `partitions ${db.schema}.${of.table}`,
    ]);
    return work(tx);
  });
}

type Span = { readonly fromMs: number; readonly toMs: number };

/** What has no partition of the time from now on. Steps may once have been longer or shorter. */
function gapsIn(known: readonly Partition[], of: Partitioned, nowMs: number): Span[] {
  const inOrder = known.toSorted((a, b) => a.fromMs - b.fromMs);
  const gaps: Span[] = [];
  for (let step = 0; step <= of.ahead; step += 1) {
    const startMs = (Math.floor(nowMs / of.stepMs) + step) * of.stepMs;
    const endMs = startMs + of.stepMs;
    let fromMs = startMs;
    for (const one of [...inOrder, { fromMs: endMs, toMs: endMs }]) {
      const toMs = Math.min(one.fromMs, endMs);
      if (fromMs < toMs) gaps.push({ fromMs, toMs });
      fromMs = Math.max(fromMs, one.toMs);
    }
  }
  return gaps;
}

async function makeAll(tx: Queries, of: Partitioned, nowMs: number): Promise<string[]> {
  const gaps = gapsIn(await partitionsOf(tx, of), of, nowMs);
  for (const gap of gaps) await make(tx, of, gap);
  await giveFirstStatistics(tx);
  return gaps.map((gap) => partitionName(of, gap));
}

async function make(tx: Queries, of: Partitioned, gap: Span): Promise<void> {
  const { table } = of;
  const name = partitionName(of, gap);
  const [from, to] = [literal(of.boundAt(gap.fromMs)), literal(of.boundAt(gap.toMs))];
  // Attached, not made in its place: so rows that go into other partitions are not held up.
  await tx.exec(`
    create table ${name} (like ${table} including defaults including constraints including indexes);
    lock table ${table} in share update exclusive mode;
    lock table ${table}__default in access exclusive mode;
    with stray as (
      delete from ${table}__default where ${of.column} >= ${from} and ${of.column} < ${to}
      returning *
    )
    insert into ${name} select * from stray;
    alter table ${table} attach partition ${name} for values from (${from}) to (${to})`);
}

/** `event__20261126`. Violations of its primary key are reported as those of `event_pk`. */
function partitionName({ table }: Partitioned, { fromMs }: Span): string {
  return `${table}__${new Date(fromMs).toISOString().slice(0, 10).replaceAll('-', '')}`;
}

function literal(bound: string): string {
  assert(/^[A-Za-z0-9_]+$/.test(bound), `not a plain bound of a partition: ${bound}`);
  return `'${bound}'`;
}

async function partitionsOf(queries: Queries, of: Partitioned): Promise<Partition[]> {
  const text = `
    select c.relname as name, pg_get_expr(c.relpartbound, c.oid) as bounds
    from pg_inherits i
    join pg_class c on c.oid = i.inhrelid
    where i.inhparent = to_regclass($1)
    order by c.relname`;
  const all = await queries.query({ text, values: [of.table] }, (row) => ({
    name: column.text(row, 'name'),
    bounds: column.text(row, 'bounds'),
  }));
  return all.flatMap(({ name, bounds }) => {
    if (bounds === 'DEFAULT') return [];
    const [, from = '', to = ''] = /^FOR VALUES FROM \((.+)\) TO \((.+)\)$/.exec(bounds) ?? [];
    return [{ name, fromMs: timeOf(of, from), toMs: timeOf(of, to) }];
  });
}

function timeOf({ msOf, table }: Partitioned, bound: string): number {
  if (bound === 'MINVALUE') return Number.NEGATIVE_INFINITY;
  const ms = msOf(bound.replaceAll("'", ''));
  assert(Number.isFinite(ms), `a partition of ${table} has the bound ${bound}, which is no time`);
  return ms;
}
