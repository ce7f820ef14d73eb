// One party's door to its own schema: a small pool, named statements, and the committer of units.

import { randomBytes } from 'node:crypto';
import type { Log } from '@kassa/log';
import type { Result } from '@kassa/result';
import pg from 'pg';
import { askingTogether } from './ask-together.ts';
import type { RawRow } from './column.ts';
import { committer } from './committer.ts';
import { executorOn } from './execute-units.ts';
import { keptRows } from './kept-rows.ts';
import { hasRefused } from './refusals.ts';
import { type NameOf, statementNames } from './statement-names.ts';
import type { Refused, Unit } from './unit.ts';

export type Statement = {
  /** Named statements are parsed and planned once per connection: for the hot path. */
  readonly name?: string;
  readonly text: string;
  readonly values?: readonly unknown[];
  /**
   * The types of the values: who asks the same in one turn of the event loop asks in one statement. For
   * short reads by a key, of which many come at once; the values are single ones, no lists.
   */
  readonly together?: readonly string[];
};

export type Decode<Row> = (row: RawRow) => Row;

/** What can be asked inside and outside a transaction. Each call is one round trip. */
export type Queries = {
  query<Row>(statement: Statement, decode: Decode<Row>): Promise<Row[]>;
  /** The first row, if there is one. */
  one<Row>(statement: Statement, decode: Decode<Row>): Promise<Row | undefined>;
  /** The number of rows touched. Without values, `text` may hold several statements. */
  exec(text: string, values?: readonly unknown[]): Promise<number>;
};

export type Database = Queries &
  AsyncDisposable & {
    readonly schema: string;
    readonly url: string;
    /** Unlike that of any other pool: tells in pg_stat_activity which pools are alive. */
    readonly applicationName: string;
    /** For libraries that bring their own SQL; it parses types as `pg` does by default. */
    readonly pool: pg.Pool;
    /** Statements sent so far, without the one per table that asks for its json columns. */
    readonly roundTrips: number;
    /** Units and transactions committed so far: has anything happened here since somebody looked? */
    readonly commits: number;
    /**
     * All of the unit or nothing, in one statement and one round trip, which it may share with others
     * that come at the same time. A lost connection throws: whether it was committed is then unknown,
     * and the caller's ids make a repetition harmless.
     */
    commit(unit: Unit): Promise<Result<void, Refused>>;
    /** Is told of each unit of this door that is committed. */
    onCommit(heard: (unit: Unit) => void): void;
    /** For maintenance; use cases commit units. Throws undo everything. */
    transaction<T>(work: (tx: Queries) => Promise<T>): Promise<T>;
    close(): Promise<void>;
  };

export type DatabaseOptions = {
  readonly url: string;
  /** The only schema of the search path; `migrate` creates it. */
  readonly schema: string;
  /** Six when left out; connections that rest are closed after ten seconds. */
  readonly poolMax?: number;
  readonly log: Log;
  /** Shown by the server at the beginning of application_name. */
  readonly name: string;
  /** False: every unit goes alone. Only to measure what going together gives. */
  readonly areUnitsTogether?: boolean;
};

/** A new connection learns tables and plans anew: longer than the pauses of a busy day. */
const idleMs = 60_000;

/** What is asked often is named without being told. */
const often = { prefix: 'often', fromTimes: 4, max: 500 };

/** Connections on which batches of units go, beside those of `poolMax`. */
const batchesMax = 3;

/**
 * For batches of units: their rows are looked up one by one, by the index. A plan made while the
 * tables were small would read them whole when they are large.
 */
const byIndex = [
  'enable_seqscan=off',
  'enable_hashjoin=off',
  'enable_mergejoin=off',
  'plan_cache_mode=force_generic_plan',
];

export function openDatabase(options: DatabaseOptions): Database {
  const { url, schema, poolMax = 6, log, name, areUnitsTogether = true } = options;
  const applicationName = `${name.slice(0, 40)} ${process.pid}-${randomBytes(5).toString('hex')}`;
  const open = (max: number, settings: readonly string[]) => {
    const given = [`search_path=${schema}`, ...settings].map((setting) => `-c ${setting}`);
    const pool = new pg.Pool({
      connectionString: url,
      max,
      application_name: applicationName,
      options: given.join(' '),
      idleTimeoutMillis: idleMs,
      connectionTimeoutMillis: 15_000,
      keepAlive: true,
    });
    // An idle connection that the server closed: the pool drops it and opens another when needed.
    pool.on('error', (error) => log.warn({ error: error.message }, 'database connection lost'));
    // One that is in use fails its query too; without a listener the event would end the process.
    pool.on('connect', (client) => {
      client.on('error', (error) => log.debug({ error: error.message }, 'connection error'));
    });
    return pool;
  };
  const pool = open(poolMax, []);
  const batches = open(batchesMax, byIndex);
  const counter = { roundTrips: 0 };
  let commits = 0;
  const queries = queriesOn(pool, counter, { nameOf: statementNames(often), areTogether: true });
  const executor = executorOn({
    one: queries,
    many: queriesOn(batches, counter),
    catalogue: queriesOn(pool, { roundTrips: 0 }),
  });
  const kept = keptRows();
  const listeners: ((unit: Unit) => void)[] = [];
  const commit = committer({ executor, nextTurn: setImmediate, areTogether: areUnitsTogether });
  const close = once(async () => {
    await Promise.all([pool.end(), batches.end()]);
  });
  return {
    ...queries,
    schema,
    url,
    applicationName,
    pool,
    get roundTrips() {
      return counter.roundTrips;
    },
    get commits() {
      return commits;
    },
    commit: async (unit) => {
      const committed = await commit(kept.without(unit));
      if (!committed.ok) {
        // A guard is judged before anything that a kept row could be missed by.
        if (committed.error.code !== 'guard') kept.forget();
        return committed;
      }
      commits += 1;
      kept.committed(unit);
      for (const heard of listeners) heard(unit);
      return committed;
    },
    onCommit: (heard) => void listeners.push(heard),
    transaction: async (work) => {
      const result = await transaction(pool, counter, work);
      commits += 1;
      return result;
    },
    close,
    [Symbol.asyncDispose]: close,
  };
}

async function transaction<T>(
  pool: pg.Pool,
  counter: { roundTrips: number },
  work: (tx: Queries) => Promise<T>,
): Promise<T> {
  const client = await pool.connect();
  let broken = false;
  try {
    const tx = queriesOn(client, counter);
    await tx.exec('begin');
    try {
      const result = await work(tx);
      await tx.exec('commit');
      return result;
    } catch (error) {
      await tx.exec('rollback').catch(() => {
        broken = true;
      });
      throw error;
    }
  } finally {
    client.release(broken);
  }
}

type Send = (
  statement: string | pg.QueryConfig,
) => Promise<pg.QueryResult<Record<string, unknown>>>;

type Manner = { readonly nameOf?: NameOf; readonly areTogether?: boolean };

function queriesOn(
  target: pg.Pool | pg.PoolClient,
  counter: { roundTrips: number },
  { nameOf = () => undefined, areTogether = false }: Manner = {},
): Queries {
  const send: Send =
    target instanceof pg.Pool ? onOneOf(target) : (statement) => target.query(statement);
  const run = ({ text, values = [], name = nameOf(text) }: Statement) => {
    counter.roundTrips += 1;
    const named = name !== undefined && { name };
    return send({ ...named, text, values: [...values], types });
  };
  const ask = async (statement: Statement) => (await run(statement)).rows;
  const askTogether = areTogether ? askingTogether(ask, setImmediate) : ask;
  const query = async <Row>(statement: Statement, decode: Decode<Row>): Promise<Row[]> =>
    (await (statement.together ? askTogether : ask)(statement)).map(decode);
  return {
    query,
    one: async (statement, decode) => (await query(statement, decode))[0],
    exec: async (text, values) => {
      if (values) return (await run({ text, values })).rowCount ?? 0;
      counter.roundTrips += 1;
      const result = await send(text);
      return result.rowCount ?? 0;
    },
  };
}

/**
 * `pool.query` closes the connection of every statement that fails; here refusals are answers, and a new
 * connection learns catalogue and plans anew. It is closed only when it is broken.
 */
function onOneOf(pool: pg.Pool): Send {
  return async (statement) => {
    const client = await pool.connect();
    let isBroken = false;
    try {
      return await client.query(statement);
    } catch (error) {
      isBroken = !hasRefused(error);
      throw error;
    } finally {
      client.release(isBroken);
    }
  };
}

/** Only for our own statements: the libraries that share the pool expect the parsers of `pg`. */
const types: pg.CustomTypesConfig = {
  getTypeParser: (oid: number, format?: 'text' | 'binary') => {
    if (oid === pg.types.builtins.INT8) return BigInt;
    if (oid === pg.types.builtins.DATE) return String;
    return pg.types.getTypeParser(oid, format ?? 'text');
  },
};

function once(work: () => Promise<void>): () => Promise<void> {
  let done: Promise<void> | undefined;
  return () => {
    done ??= work();
    return done;
  };
}
