// The database as one process of the gateway reaches it: each round trip takes its time, and may fail
// before or after its effect. Of a process that has died nobody hears the answers.

import type { Chance } from '@kassa/chance';
import type { Database, Decode, RawRow, Refused, Statement, Unit } from '@kassa/database';
import { Bug, type Result } from '@kassa/result';
import type { MemoryDatabase } from './memory-database.ts';
import type { Scheduler } from './scheduler.ts';
import type { Weather } from './weather.ts';

/** What was asked of the database and what it said: to be asked of another. */
export type Traffic =
  | { readonly unit: Unit; readonly result: Result<void, Refused> }
  | { readonly statement: Statement; readonly decode: Decode<unknown>; readonly rows: RawRow[] };

export type DatabaseEnds = {
  readonly onTraffic: (traffic: Traffic) => void;
  readonly isAlive: () => boolean;
  readonly isUp: () => boolean;
  /** After every commit, with what it was. */
  readonly onCommit: (unit: Unit, result: Result<void, Refused>) => void;
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
  { isAlive, isUp, onCommit, onTraffic }: DatabaseEnds,
): Database {
  const trip = <T>(work: () => T, lost: number): Promise<T> =>
    new Promise((resolve, reject) => {
      scheduler.after(chance.between(1, 2), () => {
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
    trip(() => {
      const rows = memory.query(statement);
      onTraffic({ statement, decode, rows });
      return rows;
    }, 0);
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
    commit: (unit) =>
      trip(() => {
        const result = memory.commit(unit);
        onTraffic({ unit, result });
        onCommit(unit, result);
        return result;
      }, weather().commitLost),
    onCommit: never('listen to commits'),
    close: async () => {},
    [Symbol.asyncDispose]: async () => {},
  };
}
