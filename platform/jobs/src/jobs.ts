// Background jobs of one party, by graphile-worker in the party's own PostgreSQL schema. A job is
// enqueued by the unit that makes it necessary: both are committed, or neither.

import { EventEmitter } from 'node:events';
import { column, type Database, type Unit, type Value } from '@kassa/database';
import type { Log } from '@kassa/log';
import { Logger, type Runner, run, runMigrations, type TaskList } from 'graphile-worker';
import { alignToClock, install, registerWorker, unlockDeadWorkers } from './install.ts';
import { channelOf, withOwnChannel } from './own-channel.ts';

export type JobHelpers = {
  readonly jobId: string;
  /** 1 for the first try. */
  readonly attempt: number;
  readonly attemptsMax: number;
  readonly log: Log;
};

/** A throw is a failed attempt: tried again after e, e², e³ … seconds, up to attemptsMax times. */
export type JobTask = (payload: unknown, helpers: JobHelpers) => Promise<void>;

export type JobSettings = {
  /** A waiting job with this key is replaced, not doubled. */
  readonly jobKey?: string;
  /** By the party's own, maybe virtual, clock. At once when left out. */
  readonly runAtMs?: number;
  /** 10 when left out: given up after about ten hours. */
  readonly maxAttempts?: number;
};

export type FailedJob = {
  readonly id: string;
  readonly task: string;
  readonly attempts: number;
  readonly lastError: string;
};

export type Jobs = AsyncDisposable & {
  /** To be merged into the unit that needs the job. */
  addUnit(name: string, payload: Value, settings?: JobSettings): Unit;
  /** Follows the clock, and waits until every due job, and those they set off, is done or failed. */
  runDue(): Promise<void>;
  /** Jobs that were given up, newest first. */
  failed(limit?: number): Promise<FailedJob[]>;
  /** Waits for the jobs under way. */
  stop(): Promise<void>;
};

export type JobsOptions = {
  readonly database: Database;
  /** `<party>_jobs`: a schema of its own. */
  readonly schema: string;
  readonly tasks: Readonly<Record<string, JobTask>>;
  readonly concurrency?: number;
  /** Functions of the schema that enqueue jobs themselves. */
  readonly madeBy?: readonly string[];
  /** How far the party's clock is ahead; a virtual clock. */
  readonly clock?: { offsetMs(): number };
  readonly log: Log;
};

/** Jobs are fetched and crossed off many at a time. One is not kept waiting for that. */
const together = { localQueue: { size: 32 }, completeJobBatchDelay: 0 };

/** The same for every party, so it needs no open jobs. */
export function addJob(name: string, payload: Value, settings: JobSettings = {}): Unit {
  const { jobKey, runAtMs, maxAttempts = 10 } = settings;
  const job = {
    task: name,
    payload,
    job_key: jobKey,
    run_at_ms: runAtMs,
    max_attempts: maxAttempts,
  };
  return { calls: [{ fn: 'add_jobs', arg: [job] }] };
}

export async function openJobs(options: JobsOptions): Promise<Jobs> {
  const { database: db, schema, tasks, concurrency = 2, log } = options;
  const events = new EventEmitter();
  const { pgPool, bell } = withOwnChannel(db.pool, schema);
  const shared = { pgPool, schema, events, logger: loggerOf(log) };
  await runMigrations(shared);
  await install(db, schema);
  const offsetMs = () => options.clock?.offsetMs() ?? 0;
  let alignedMs: number | undefined;
  const align = async () => {
    const toMs = offsetMs();
    if (toMs === alignedMs) return;
    await alignToClock(db, schema, toMs);
    alignedMs = toMs;
  };
  await align();
  await unlockDeadWorkers(db, schema);

  let poolId = '';
  events.on('pool:create', ({ workerPool }: { workerPool: { id: string } }) => {
    poolId = workerPool.id;
  });
  const runner = await run({
    ...shared,
    taskList: taskListOf(tasks, log),
    concurrency,
    noHandleSignals: true,
    parsedCronItems: [],
    preset: { worker: together },
  });
  const makers = new Set(['add_jobs', ...(options.madeBy ?? [])]);
  db.onCommit(({ calls = [] }) => {
    if (calls.some(({ fn }) => makers.has(fn))) bell.ring();
  });
  await registerWorker(db, poolId);
  let stopping: Promise<void> | undefined;
  const ended = runner.promise
    .catch(() => undefined)
    .then(() => {
      if (!stopping) log.error('the job workers stopped by themselves; restart the program');
    });

  const runDue = async () => {
    await align();
    const due = () => dueCount(db, schema, Object.keys(tasks));
    if ((await due()) === 0) return;
    // What a dead neighbour holds is due too, and would never end.
    await unlockDeadWorkers(db, schema);
    for (let waitMs = 4; (await due()) > 0; waitMs = Math.min(2 * waitMs, waitMaxMs)) {
      await nextEnd(db, schema, { events, waitMs });
    }
  };
  const stop = () => {
    stopping ??= stopRunner(runner, ended, db, poolId);
    return stopping;
  };
  return {
    addUnit: addJob,
    runDue,
    failed: (limit = 100) => failed(db, schema, limit),
    stop,
    [Symbol.asyncDispose]: stop,
  };
}

function taskListOf(tasks: Readonly<Record<string, JobTask>>, log: Log): TaskList {
  return Object.fromEntries(
    Object.entries(tasks).map(([name, task]) => [
      name,
      async (
        payload: unknown,
        { job }: { job: Parameters<TaskList[string] & object>[1]['job'] },
      ) => {
        const { id, attempts, max_attempts: attemptsMax } = job;
        const jobLog = log.child({ job: name, jobId: id });
        await task(payload, { jobId: id, attempt: attempts, attemptsMax, log: jobLog });
      },
    ]),
  );
}

async function stopRunner(
  runner: Runner,
  ended: Promise<void>,
  db: Database,
  poolId: string,
): Promise<void> {
  // It refuses when it has stopped by itself, which was said in the log already.
  await runner.stop().catch(() => undefined);
  await ended;
  await db.exec('delete from jobs_worker where pool_id = $1', [poolId]);
}

/** Jobs of tasks we have, waiting or running; a job that nobody here can do is not waited for. */
async function dueCount(db: Database, schema: string, names: string[]): Promise<number> {
  const count = await db.one(
    {
      text: `
        select count(*) as due
        from ${schema}._private_jobs j
        join ${schema}._private_tasks t on t.id = j.task_id
        where t.identifier = any($1)
          and j.attempts < j.max_attempts + (j.locked_at is not null)::integer
          and j.run_at <= now()`,
      values: [names],
    },
    (row) => column.integer(row, 'due'),
  );
  return count ?? 0;
}

/** The end of a job that another process runs is no event here. */
const waitMaxMs = 50;

/**
 * Wakes the workers, for whom a moved run time is no event, and waits until a job has ended, or a little:
 * it is crossed off a moment after its end.
 */
async function nextEnd(
  db: Database,
  schema: string,
  { events, waitMs }: { readonly events: EventEmitter; readonly waitMs: number },
): Promise<void> {
  let wake = () => {};
  const ended = new Promise<void>((resolve) => {
    wake = resolve;
    events.once('job:complete', resolve);
  });
  const timer = setTimeout(wake, waitMs);
  await db.query(
    { text: `select pg_notify($1, '{"r":0,"count":4}')`, values: [channelOf(schema)] },
    () => undefined,
  );
  await ended;
  clearTimeout(timer);
  events.off('job:complete', wake);
}

function failed(db: Database, schema: string, limit: number): Promise<FailedJob[]> {
  return db.query(
    {
      text: `
        select j.id::text, t.identifier, j.attempts, coalesce(j.last_error, '') as last_error
        from ${schema}._private_jobs j
        join ${schema}._private_tasks t on t.id = j.task_id
        where j.attempts >= j.max_attempts and j.locked_at is null
        order by j.id desc
        limit $1`,
      values: [limit],
    },
    (row) => ({
      id: column.text(row, 'id'),
      task: column.text(row, 'identifier'),
      attempts: column.integer(row, 'attempts'),
      lastError: column.text(row, 'last_error'),
    }),
  );
}

/** Its progress reports are for debugging; its errors are failed attempts, which are tried again. */
function loggerOf(log: Log): Logger {
  return new Logger(() => (level, message) => {
    if (level === 'error' || level === 'warning') log.warn(message);
    else log.trace(message);
  });
}
