// The unit of work as one statement, against the same work between begin and commit.

import { type Database, type Unit, unit } from '@kassa/database';
import { withSchema, withServer } from './database-server.ts';
import { type Case, measure, type Operation, rowsOf } from './measure.ts';
import type { Report } from './report.ts';

const intents = 2000;

export async function benchDatabase(report: Report): Promise<void> {
  await withServer((server) =>
    withSchema(server, [], async (db) => {
      await db.exec(`
      create table intent (
        account_id text not null, id text not null, status text not null, amount bigint not null,
        constraint intent_pk primary key (account_id, id)
      );
      create table event (
        account_id text not null, id text not null, kind text not null, body jsonb not null,
        constraint event_pk primary key (account_id, id)
      );
      create table request (
        account_id text not null, key text not null, answer text not null,
        constraint request_pk primary key (account_id, key)
      );
      insert into intent select 'diva', 'pi_' || n, 'processing', 100
        from generate_series(0, ${intents - 1}) n`);
      for (const callers of [1, 8, 64]) {
        const results = await measure([inTransaction(db), inOneStatement(db)], {
          callers,
          rounds: 5,
          roundMs: 800,
        });
        report.add(`a guard, an update and two inserts, ${callers} at once`, rowsOf(results));
      }
      const before = db.roundTrips;
      await inOneStatement(db).operate(-1);
      const trips = db.roundTrips - before;
      report.add('one unit', [{ what: 'round trips', value: trips, unit: '' }]);
    }),
  );
}

const idOf = (number: number) => `${process.hrtime.bigint().toString(36)}_${number}`;

function inOneStatement(db: Database): Operation {
  return {
    name: 'unit of work, one statement',
    operate: async (number) => {
      const id = idOf(number);
      const key = { account_id: 'diva', id: `pi_${Math.abs(number) % intents}` };
      const change: Unit = {
        guards: [{ as: 'known', table: 'intent', where: key, exists: true }],
        updates: [
          {
            as: 'is_processing',
            table: 'intent',
            key,
            set: { status: 'processing' },
            expect: { status: 'processing' },
          },
        ],
      };
      const event = { account_id: 'diva', id, kind: 'moved', body: { number } };
      const inserts: Unit = {
        inserts: [
          { table: 'event', rows: [event] },
          { table: 'request', rows: [{ account_id: 'diva', key: id, answer: '{}' }] },
        ],
      };
      const done = await db.commit(unit(change, inserts));
      if (!done.ok) throw new Error(JSON.stringify(done.error));
    },
  };
}

function inTransaction(db: Database): Case {
  return {
    name: 'begin, four statements, commit',
    operate: async (number) => {
      const id = idOf(number);
      const intent = `pi_${Math.abs(number) % intents}`;
      const named = (name: string, text: string, values: unknown[]) => ({ name, text, values });
      await db.transaction(async (tx) => {
        const guard = 'select 1 from intent where account_id = $1 and id = $2';
        await tx.query(named('b1', guard, ['diva', intent]), () => undefined);
        const update = `update intent set status = $3
          where account_id = $1 and id = $2 and status = $3`;
        await tx.query(named('b2', update, ['diva', intent, 'processing']), () => undefined);
        const event = 'insert into event values ($1, $2, $3, $4)';
        const body = JSON.stringify({ number });
        await tx.query(named('b3', event, ['diva', id, 'moved', body]), () => undefined);
        const request = 'insert into request values ($1, $2, $3)';
        await tx.query(named('b4', request, ['diva', id, '{}']), () => undefined);
      });
    },
  };
}
