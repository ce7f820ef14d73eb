// The working day of a program: tasks at a local time on banking days, each done exactly once per
// business date, in the order of their due times, and made up for after a stop or a clock move.

import type { Database } from '@kassa/database';
import type { Log } from '@kassa/log';
import {
  atZone,
  type Calendar,
  type Clock,
  dateIn,
  isBankingDay,
  nextBankingDay,
  type PlainDate,
} from '@kassa/time';
import { knowTasks, readStates, recordEnd, recordStart, type TaskState } from './schedule-store.ts';

export type Task = {
  /** Kept in the table: a new name is a new task. */
  readonly name: string;
  /** 'HH:MM' on the wall clock of the zone. */
  readonly at: string;
  readonly zone: string;
  readonly calendar: Calendar;
  /** Repeated after a crash in the middle, so its effects must bear repetition. */
  run(businessDate: PlainDate): Promise<void>;
};

export type Failing = { readonly task: string; readonly on: PlainDate; readonly error: string };

export type Schedule = AsyncDisposable & {
  /** The next run that is not waiting for a retry; null without tasks. */
  nextDueMs(): number | null;
  /** Is something due by the clock? Asks nobody: what others have run meanwhile may look due. */
  isDue(): boolean;
  /** Runs everything due by the clock; answers what ran: 'cut-off 2026-11-20'. */
  runDue(): Promise<string[]>;
  /** Runs that failed and are tried again. */
  failing(): readonly Failing[];
  /** From now on runs by itself what becomes due. */
  start(): void;
  /** Waits for the run under way. */
  stop(): Promise<void>;
};

export type ScheduleOptions = {
  readonly db: Database;
  readonly clock: Clock;
  readonly tasks: readonly Task[];
  readonly log: Log;
  /** How often to look at the clock, in real milliseconds. */
  readonly tickMs?: number;
};

type Due = { readonly task: Task; readonly on: PlainDate; readonly dueMs: number };

export async function openSchedule(options: ScheduleOptions): Promise<Schedule> {
  const { db, clock, tasks, log, tickMs = 1000 } = options;
  await knowTasks(
    db,
    tasks.map(({ name }) => name),
    clock.nowMs(),
  );
  let states = await readStates(db);
  let known = duesOf(tasks, states);
  let queue: Promise<unknown> = Promise.resolve();
  let timer: NodeJS.Timeout | undefined;
  let stopped = false;

  const failing = () =>
    known.flatMap(({ task, on }) => {
      const error = states.get(task.name)?.error ?? null;
      return error === null ? [] : [{ task: task.name, on, error }];
    });
  const nextDueMs = () => {
    const broken = new Set(failing().map(({ task }) => task));
    const waiting = known.filter(({ task }) => !broken.has(task.name));
    return waiting.length === 0 ? null : Math.min(...waiting.map(({ dueMs }) => dueMs));
  };

  const isDue = () => known.some(({ dueMs }) => dueMs <= clock.nowMs());

  const runAll = async (): Promise<string[]> => {
    const ran: string[] = [];
    const failed = new Set<string>();
    for (;;) {
      states = await readStates(db);
      known = duesOf(tasks, states);
      const [next] = known
        .filter(({ task, dueMs }) => dueMs <= clock.nowMs() && !failed.has(task.name))
        .sort((a, b) => a.dueMs - b.dueMs);
      if (!next || stopped) return ran;
      const error = await runOne(next, { db, clock, log });
      if (error === null) ran.push(`${next.task.name} ${next.on}`);
      else failed.add(next.task.name);
    }
  };
  const runDue = () => {
    const round = queue.then(() => (stopped ? [] : alone(db, runAll)));
    queue = round.catch(() => undefined);
    return round;
  };

  const tick = async () => {
    const stumbled = (error: unknown) => log.error({ err: error }, 'the schedule stumbled');
    if (isDue()) await runDue().catch(stumbled);
    if (!stopped) start();
  };
  const start = () => {
    clearTimeout(timer);
    timer = setTimeout(tick, failing().length > 0 ? tickMs * 10 : tickMs);
    timer.unref();
  };
  const stop = async () => {
    stopped = true;
    clearTimeout(timer);
    await queue;
  };
  return { nextDueMs, isDue, runDue, failing, start, stop, [Symbol.asyncDispose]: stop };
}

function duesOf(tasks: readonly Task[], states: ReadonlyMap<string, TaskState>): readonly Due[] {
  return tasks.map((task) => dueOf(task, states.get(task.name)));
}

/** The first run of a task that is not complete. */
function dueOf(task: Task, state: TaskState | undefined): Due {
  const { at, zone, calendar } = task;
  const due = (on: PlainDate) => ({ task, on, dueMs: atZone(on, at, zone) });
  if (state?.doneOn) return due(nextBankingDay(calendar, state.doneOn));
  const sinceMs = state?.knownSinceMs ?? 0;
  const today = dateIn(sinceMs, zone);
  const isToday = isBankingDay(calendar, today) && due(today).dueMs > sinceMs;
  return due(isToday ? today : nextBankingDay(calendar, today));
}

async function runOne(
  { task, on, dueMs }: Due,
  { db, clock, log }: Pick<ScheduleOptions, 'db' | 'clock' | 'log'>,
): Promise<string | null> {
  const key = { task: task.name, on };
  await recordStart(db, key, { dueMs, nowMs: clock.nowMs() });
  let error: string | null = null;
  try {
    await task.run(on);
    log.info(key, 'scheduled task done');
  } catch (thrown) {
    error = thrown instanceof Error ? thrown.message : String(thrown);
    log.error({ ...key, err: thrown }, 'scheduled task failed; it is tried again');
  }
  await recordEnd(db, key, { nowMs: clock.nowMs(), error });
  return error;
}

/** One process at a time, also when several run the same program; the lock dies with its holder. */
async function alone<T>(db: Database, work: () => Promise<T>): Promise<T> {
  const client = await db.pool.connect();
  const key = [`schedule ${db.schema}`];
  try {
    await client.query('select pg_advisory_lock(hashtextextended($1, 0))', key);
    try {
      return await work();
    } finally {
      await client.query('select pg_advisory_unlock(hashtextextended($1, 0))', key);
    }
  } finally {
    client.release();
  }
}
