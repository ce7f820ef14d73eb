import { migrate, openDatabase, type TestDatabase, testDatabase, unit } from '@kassa/database';
import { silentLog } from '@kassa/log';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Jobs, openJobs } from './index.ts';

let opened: TestDatabase;
let jobs: Jobs;
let done: string[] = [];
let offsetMs = 0;
let failures = 0;

const open = () =>
  openJobs({
    database: opened.db,
    schema: 'party_jobs',
    tasks: {
      note: async (payload) => {
        done.push(String(payload));
      },
      chain: async (payload) => {
        const left = Number(payload);
        done.push(`chain ${left}`);
        if (left > 0) await opened.db.commit(jobs.addUnit('chain', left - 1));
      },
      sweep: async () => {
        const swept = await opened.db.query(
          { text: 'delete from effect returning id' },
          (row) => row,
        );
        done.push(...swept.map(({ id }) => String(id)));
      },
      fragile: async (_payload, { attempt }) => {
        done.push(`attempt ${attempt}`);
        if (failures-- > 0) throw new Error('not yet');
      },
    },
    clock: { offsetMs: () => offsetMs },
    log: silentLog,
  });

beforeAll(async () => {
  opened = await testDatabase();
  jobs = await open();
  await opened.db.exec('create table effect (id text constraint effect_pk primary key)');
});
afterAll(async () => {
  await jobs.stop();
  await opened.close();
});
beforeEach(() => {
  done = [];
  failures = 0;
});

const effect = (id: string) => ({ inserts: [{ table: 'effect', rows: [{ id }] }] });

describe('jobs', () => {
  test('are committed with the effect, or not at all', async () => {
    const both = unit(effect('a'), jobs.addUnit('note', 'a'));
    expect((await opened.db.commit(both)).ok).toBe(true);
    expect((await opened.db.commit(both)).ok).toBe(false);
    await jobs.runDue();
    expect(done).toEqual(['a']);
  });

  test('set off by jobs are waited for too', async () => {
    await opened.db.commit(jobs.addUnit('chain', 3));
    await jobs.runDue();
    expect(done).toEqual(['chain 3', 'chain 2', 'chain 1', 'chain 0']);
  });

  test('with one key replace one another, also within one unit', async () => {
    const runAtMs = Date.now() + offsetMs + 1_000_000;
    const later = (text: string) => jobs.addUnit('note', text, { jobKey: 'k', runAtMs });
    await opened.db.commit(unit(later('one'), later('two'), jobs.addUnit('note', 'now')));
    await opened.db.commit(later('three'));
    await jobs.runDue();
    expect(done).toEqual(['now']);
    offsetMs += 1_000_001;
    await jobs.runDue();
    expect(done).toEqual(['now', 'three']);
  });

  test('with one key are done again when one of them has already begun, however close', async () => {
    await jobs.runDue();
    await opened.db.exec('delete from effect');
    const sweep = jobs.addUnit('sweep', {}, { jobKey: 'sweep' });
    for (let round = 0; round < 25; round++) {
      const ids = Array.from({ length: 4 }, (_, at) => `${round}.${at}`);
      await Promise.all(ids.map((id) => opened.db.commit(unit(effect(id), sweep))));
      await jobs.runDue();
      expect(done.splice(0).sort()).toEqual(ids);
    }
  });

  test('of a later time wait for the virtual clock, not for the real one', async () => {
    const day = 86_400_000;
    const at = (ms: number, text: string) =>
      jobs.addUnit('note', text, { runAtMs: Date.now() + offsetMs + ms });
    await opened.db.commit(unit(at(day, 'tomorrow'), at(2 * day, 'after')));
    offsetMs += day + 1000;
    // A job added between the move and runDue is given by the new clock.
    await opened.db.commit(at(-1, 'at once'));
    await jobs.runDue();
    expect(done.sort()).toEqual(['at once', 'tomorrow']);
    offsetMs += day;
    await jobs.runDue();
    expect(done).toContain('after');
  });

  test('that fail are tried again later, and given up in the end', async () => {
    failures = 2;
    await opened.db.commit(jobs.addUnit('fragile', {}, { maxAttempts: 3 }));
    await jobs.runDue();
    expect(done).toEqual(['attempt 1']);
    offsetMs += 60_000;
    await jobs.runDue();
    offsetMs += 60_000;
    await jobs.runDue();
    expect(done).toEqual(['attempt 1', 'attempt 2', 'attempt 3']);
    expect(await jobs.failed()).toEqual([]);

    failures = 9;
    await opened.db.commit(jobs.addUnit('fragile', {}, { maxAttempts: 1 }));
    await jobs.runDue();
    const [given] = await jobs.failed();
    expect(given).toMatchObject({ task: 'fragile', attempts: 1, lastError: 'not yet' });
  });

  test('of one program neither wake nor stop the workers of another', async () => {
    await using neighbour = openDatabase({
      url: opened.url,
      schema: 'neighbour',
      log: silentLog,
      name: 'neighbour',
    });
    await migrate(neighbour, []);
    // Its first migration makes a schema; ours must go on working.
    const others = await openJobs({
      database: neighbour,
      schema: 'neighbour_jobs',
      tasks: { note: async (payload) => void done.push(`neighbour ${payload}`) },
      log: silentLog,
    });
    const heard: string[] = [];
    const listener = await neighbour.pool.connect();
    listener.on('notification', ({ channel }) => heard.push(channel));
    await listener.query('listen "jobs:insert"; listen "jobs:insert:party_jobs"');
    await neighbour.commit(others.addUnit('note', 'b'));
    await others.runDue();
    await opened.db.commit(jobs.addUnit('note', 'a'));
    await expect.poll(() => [...done]).toEqual(['neighbour b', 'a']);
    await opened.db.exec(`select party_jobs.add_job('note', '"c"')`);
    await expect.poll(() => [...done]).toEqual(['neighbour b', 'a', 'c']);
    await listener.query('select 1');
    listener.release(true);
    await others.stop();
    expect(new Set(heard)).toEqual(new Set(['jobs:insert:party_jobs']));
  });

  test('held by a killed process are free at the next start', async () => {
    await jobs.stop();
    await opened.db.commit(unit(jobs.addUnit('note', 'held')));
    await opened.db.exec(`
      insert into jobs_worker values ('pool-dead', 'a process that is no more');
      update party_jobs._private_jobs set locked_by = 'pool-dead', locked_at = now(), attempts = 1
        where attempts < max_attempts`);
    jobs = await open();
    await jobs.runDue();
    expect(done).toEqual(['held']);
  });

  test('cut off in the last attempt are tried again; replaced while they ran they are gone', async () => {
    const givenUp = await jobs.failed();
    failures = 1;
    await opened.db.commit(jobs.addUnit('fragile', {}, { maxAttempts: 2 }));
    await jobs.runDue();
    await jobs.stop();
    await opened.db.commit(jobs.addUnit('note', 'old', { jobKey: 'k' }));
    const hold = `
      insert into jobs_worker values ('pool-dead', 'a process that is no more');
      update party_jobs._private_jobs set locked_by = 'pool-dead', locked_at = now(),
        attempts = attempts + 1
        where attempts < max_attempts`;
    await opened.db.exec(hold);
    await opened.db.commit(jobs.addUnit('note', 'new', { jobKey: 'k' }));
    jobs = await open();
    offsetMs += 60_000;
    await jobs.runDue();
    expect(done.sort()).toEqual(['attempt 1', 'attempt 2', 'new']);
    expect(await jobs.failed()).toEqual(givenUp);
  });
});
