import { type TestDatabase, testDatabase } from '@kassa/database';
import { silentLog } from '@kassa/log';
import { assert } from '@kassa/result';
import { atZone, isPlainDate, virtualClock } from '@kassa/time';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { migrations, openSchedule, type Schedule, type Task } from './index.ts';

const zone = 'Europe/Sarajevo';
// Thursday; Friday is a banking day, then a weekend.
const thursday = at('2026-11-19', '12:00');
let opened: TestDatabase;
let clock: ReturnType<typeof virtualClock>;
let ran: string[];
let failuresOf: Record<string, number>;
const schedules: Schedule[] = [];

function at(date: string, time: string): number {
  assert(isPlainDate(date), 'a date');
  return atZone(date, time, zone);
}

beforeEach(async () => {
  opened = await testDatabase([migrations]);
  clock = virtualClock({ offsetMs: thursday, below: { nowMs: () => 0 } });
  ran = [];
  failuresOf = {};
});
afterEach(async () => {
  for (const schedule of schedules.splice(0)) await schedule.stop();
  await opened.close();
});

const task = (name: string, time: string): Task => ({
  name,
  at: time,
  zone,
  calendar: 'ba',
  run: async (on) => {
    const left = failuresOf[name] ?? 0;
    failuresOf[name] = left - 1;
    if (left > 0) throw new Error(`${name} cannot yet`);
    ran.push(`${name} ${on}`);
  },
});

async function open(...tasks: Task[]): Promise<Schedule> {
  const schedule = await openSchedule({ db: opened.db, clock, tasks, log: silentLog, tickMs: 1 });
  schedules.push(schedule);
  return schedule;
}

describe('the schedule', () => {
  test('runs each task once per banking day, in the order of due times', async () => {
    const schedule = await open(task('payout', '10:00'), task('cut-off', '18:00'));
    expect(await schedule.runDue()).toEqual([]);
    expect(schedule.nextDueMs()).toBe(at('2026-11-19', '18:00'));
    // Monday noon: Thursday's and Friday's cut-offs, Friday's and Monday's payouts, no weekend.
    clock.advanceTo(at('2026-11-23', '12:00'));
    const all = [
      'cut-off 2026-11-19',
      'payout 2026-11-20',
      'cut-off 2026-11-20',
      'payout 2026-11-23',
    ];
    expect(await schedule.runDue()).toEqual(all);
    expect(await schedule.runDue()).toEqual([]);
    expect(ran).toEqual(all);
    expect(schedule.nextDueMs()).toBe(at('2026-11-23', '18:00'));
  });

  test('is exactly due, not a moment before', async () => {
    const schedule = await open(task('cut-off', '18:00'));
    clock.advanceTo(at('2026-11-19', '18:00') - 1);
    expect(await schedule.runDue()).toEqual([]);
    clock.advanceTo(at('2026-11-19', '18:00'));
    expect(await schedule.runDue()).toEqual(['cut-off 2026-11-19']);
  });

  test('makes up after a stop for what became due meanwhile', async () => {
    await (await open(task('cut-off', '18:00'))).stop();
    clock.advanceTo(at('2026-11-20', '19:00'));
    const again = await open(task('cut-off', '18:00'), task('new', '08:00'));
    // The new task begins with the day the program first knew it.
    expect(await again.runDue()).toEqual(['cut-off 2026-11-19', 'cut-off 2026-11-20']);
    expect(again.nextDueMs()).toBe(at('2026-11-23', '08:00'));
  });

  test('tries a failed run again, shows it, and lets other tasks go on', async () => {
    const schedule = await open(task('cut-off', '18:00'), task('statement', '19:00'));
    failuresOf = { 'cut-off': 1 };
    clock.advanceTo(at('2026-11-19', '20:00'));
    expect(await schedule.runDue()).toEqual(['statement 2026-11-19']);
    expect(schedule.failing()).toEqual([
      { task: 'cut-off', on: '2026-11-19', error: 'cut-off cannot yet' },
    ]);
    // A run that waits for its retry is no reason to move the clock.
    expect(schedule.nextDueMs()).toBe(at('2026-11-20', '19:00'));
    expect(await schedule.runDue()).toEqual(['cut-off 2026-11-19']);
    expect(schedule.failing()).toEqual([]);
  });

  test('runs once although two processes and many calls ask at once', async () => {
    const [first, second] = [
      await open(task('cut-off', '18:00')),
      await open(task('cut-off', '18:00')),
    ];
    clock.advanceTo(at('2026-11-20', '20:00'));
    await Promise.all([first.runDue(), second.runDue(), first.runDue(), second.runDue()]);
    expect(ran).toEqual(['cut-off 2026-11-19', 'cut-off 2026-11-20']);
  });

  test('repeats a run that a crash cut off', async () => {
    const schedule = await open(task('cut-off', '18:00'));
    await opened.db.exec(`insert into schedule_run (task, business_on, due_at_ms, started_at_ms)
      values ('cut-off', '2026-11-19', 0, 0)`);
    clock.advanceTo(at('2026-11-19', '18:00'));
    expect(await schedule.runDue()).toEqual(['cut-off 2026-11-19']);
  });

  test('runs by itself once started', async () => {
    failuresOf = { 'cut-off': 2 };
    const schedule = await open(task('cut-off', '18:00'));
    schedule.start();
    clock.advanceTo(at('2026-11-19', '18:00'));
    await expect.poll(() => ran).toEqual(['cut-off 2026-11-19']);
  });
});
