// The database as one process of the gateway reaches it, through the product's own committer: each
// round trip takes its time, and may fail before or after its effect. Of a process that has died nobody
// hears the answers.

import type { Chance } from '@kassa/chance';
import {
  type Attempt,
  committer,
  type Database,
  type Decode,
  type Executor,
  prepared,
  type RawRow,
  type Statement,
  type Unit,
} from '@kassa/database';
import { Bug } from '@kassa/result';
import type { MemoryDatabase } from './memory-database.ts';
import type { Scheduler } from './scheduler.ts';
import type { Weather } from './weather.ts';

/** What was asked of the database and what it said: to be asked of another. */
export type Traffic =
  | { readonly units: readonly Unit[]; readonly attempt: Attempt }
  | { readonly statement: Statement; readonly decode: Decode<unknown>; readonly rows: RawRow[] };

export type DatabaseEnds = {
  readonly onTraffic: (traffic: Traffic) => void;
  readonly isAlive: () => boolean;
  readonly isUp: () => boolean;
  /** After every statement of units, with what became of it. */
  readonly onCommit: (units: readonly Unit[], attempt: Attempt) => void;
  /** A planted bug: batches are executed wrongly. */
  readonly spoil: ((real: Executor) => Executor) | undefined;
};

type Around = {
  readonly scheduler: Scheduler;
  readonly chance: Chance;
  readonly weather: () => Weather;
};

/** Thrown as a lost connection is: whether it was done is unknown. */
export class Unreachable extends Error {}

export function databaseLine(
  memory: Pick<MemoryDatabase, 'commit' | 'query'>,
  { scheduler, chance, weather }: Around,
  { isAlive, isUp, onCommit, onTraffic, spoil = (real) => real }: DatabaseEnds,
): Database {
  const trip = <T>(work: () => T, takesMs: number, lost: number): Promise<T> =>
    new Promise((resolve, reject) => {
      scheduler.after(takesMs, () => {
        // A statement that had left when its process died was done, or not.
        if (!isAlive() && chance.hits(0.5)) return;
        const isLost = chance.hits(lost);
        const fail = () => {
          const error = new Unreachable('the database cannot be reached');
          scheduler.after(chance.between(1, 500), () => isAlive() && reject(error));
        };
        if (!isUp() || (isLost && chance.hits(0.5))) return fail();
        let value: T;
        try {
          value = work();
        } catch (error) {
          return reject(error);
        }
        if (isLost) return fail();
        scheduler.after(1, () => isAlive() && resolve(value));
      });
    });
  const ask = (statement: Statement, decode: Decode<unknown>) =>
    trip(
      () => {
        const rows = memory.query(statement);
        onTraffic({ statement, decode, rows });
        return rows;
      },
      chance.between(1, 2),
      0,
    );
  const executor: Executor = {
    prepare: async (unit) => prepared(unit, typesUnknown),
    execute: (batch) => {
      const units = batch.map(({ unit }) => unit);
      const { commitTakesMs, commitLost } = weather();
      const work = (): Attempt => {
        const result = memory.commit(units);
        const attempt: Attempt = result.ok
          ? { as: 'committed' }
          : { as: 'refused', refused: result.error };
        onTraffic({ units, attempt });
        onCommit(units, attempt);
        return attempt;
      };
      return trip(work, chance.between(...commitTakesMs), commitLost).catch((error: unknown) => ({
        as: error instanceof Unreachable ? 'unknown' : 'failed',
        error,
      }));
    },
  };
  const nextTurn = (work: () => void) => scheduler.after(0, () => isAlive() && work());
  const never = (what: string) => (): never => {
    throw new Bug(`payments do not ${what} here`);
  };
  return {
    schema: 'simulated',
    url: '',
    applicationName: 'simulated',
    get pool(): never {
      throw new Bug('payments do not use the pool');
    },
    roundTrips: 0,
    commits: 0,
    query: async (statement, decode) => (await ask(statement, decode)).map(decode),
    one: async (statement, decode) => (await ask(statement, decode)).slice(0, 1).map(decode)[0],
    exec: never('exec'),
    transaction: never('open transactions'),
    commit: committer({ executor: spoil(executor), nextTurn }),
    onCommit: never('listen to commits'),
    close: async () => {},
    [Symbol.asyncDispose]: async () => {},
  };
}

/** Nothing is sent from here, so no value is cast. */
const typesUnknown = new Map<string, never>();
