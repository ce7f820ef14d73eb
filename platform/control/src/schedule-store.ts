// The rows behind the schedule.

import { column, type Database, type Migrations } from '@kassa/database';
import { unwrap } from '@kassa/result';
import { type PlainDate, parseDate } from '@kassa/time';

export const migrations: Migrations = {
  name: 'control',
  folder: new URL('../migrations/', import.meta.url),
};

export type TaskState = {
  readonly knownSinceMs: number;
  /** The last business date whose run is complete. */
  readonly doneOn: PlainDate | null;
  /** Why the run after it failed, when it was tried last. */
  readonly error: string | null;
};

export async function knowTasks(db: Database, tasks: readonly string[], nowMs: number) {
  await db.exec(
    `insert into schedule_task (task, known_since_ms)
    select task, $2 from unnest($1::text[]) task
    on conflict do nothing`,
    [tasks, nowMs],
  );
}

export async function readStates(db: Database): Promise<Map<string, TaskState>> {
  const rows = await db.query(
    {
      text: `
        select
          t.task,
          t.known_since_ms,
          (select max(r.business_on) from schedule_run r
            where r.task = t.task and r.finished_at_ms is not null) as done_on,
          (select r.error from schedule_run r
            where r.task = t.task and r.finished_at_ms is null
            order by r.business_on limit 1) as error
        from schedule_task t`,
    },
    (row) => {
      const doneOn = column.textOrNull(row, 'done_on');
      const state: TaskState = {
        knownSinceMs: column.integer(row, 'known_since_ms'),
        doneOn: doneOn === null ? null : unwrap(parseDate(doneOn)),
        error: column.textOrNull(row, 'error'),
      };
      return [column.text(row, 'task'), state] as const;
    },
  );
  return new Map(rows);
}

export type RunKey = { readonly task: string; readonly on: PlainDate };

export async function recordStart(
  db: Database,
  { task, on }: RunKey,
  times: { readonly dueMs: number; readonly nowMs: number },
): Promise<void> {
  await db.exec(
    `insert into schedule_run (task, business_on, due_at_ms, started_at_ms)
    values ($1, $2, $3, $4)
    on conflict on constraint schedule_run_pk do update
    set attempts = schedule_run.attempts + 1, started_at_ms = excluded.started_at_ms, error = null`,
    [task, on, times.dueMs, times.nowMs],
  );
}

export async function recordEnd(
  db: Database,
  { task, on }: RunKey,
  end: { readonly nowMs: number; readonly error: string | null },
): Promise<void> {
  await db.exec(
    `update schedule_run
    set finished_at_ms = case when $4::text is null then $3::bigint end, error = $4
    where task = $1 and business_on = $2`,
    [task, on, end.nowMs, end.error],
  );
}
