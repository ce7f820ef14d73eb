// What graphile-worker lacks for us, in the party's own schema: a function that a unit of work can
// call, the offset of the virtual clock, and who among the workers is alive.

import type { Database } from '@kassa/database';
import { ownChannelSql } from './own-channel.ts';

/** graphile-worker has set up `jobsSchema` before. Several processes may do this at once. */
export async function install(db: Database, jobsSchema: string): Promise<void> {
  await db.transaction(async (tx) => {
    await tx.query(
      { text: 'select pg_advisory_xact_lock(hashtextextended($1, 1))', values: [db.schema] },
      () => undefined,
    );
    await tx.exec(ownChannelSql(jobsSchema));
    await tx.exec(`
      create table if not exists jobs_clock (
        only_row boolean not null default true,
        offset_ms bigint not null default 0,
        constraint jobs_clock_pk primary key (only_row),
        constraint jobs_clock_only_row check (only_row)
      );
      insert into jobs_clock default values on conflict do nothing;

      create table if not exists jobs_worker (
        pool_id text not null,
        application_name text not null,
        constraint jobs_worker_pk primary key (pool_id)
      );

      create or replace function add_jobs(arg jsonb) returns integer
      language plpgsql as $add$
      declare
        specs ${jobsSchema}.job_spec[];
        added text[];
      begin
        -- In one step what is plainly new or waits; the library's own function takes three, and its
        -- notification makes all commits of the server queue up: here the committing process rings.
        with asked as materialized (
          -- Of several jobs with one key the last counts, as if they had come one by one.
          select distinct on (coalesce(r.job_key, 'without key ' || r.ordinality)) r.*
          from rows from (
            jsonb_to_recordset(arg) as (
              task text, payload json, run_at_ms bigint, max_attempts smallint, job_key text
            )
          ) with ordinality r (task, payload, run_at_ms, max_attempts, job_key, ordinality)
          order by coalesce(r.job_key, 'without key ' || r.ordinality), r.ordinality desc
        ),
        timed as materialized (
          select
            a.task, a.payload, a.max_attempts, a.job_key, a.ordinality, t.id as task_id,
            coalesce(to_timestamp((a.run_at_ms - c.offset_ms) / 1000.0), now()) as run_at
          from asked a
          cross join jobs_clock c
          left join ${jobsSchema}._private_tasks t on t.identifier = a.task
        ),
        put as (
          insert into ${jobsSchema}._private_jobs as j
            (task_id, payload, run_at, max_attempts, key)
          select task_id, payload, run_at, max_attempts, job_key
          from timed
          where task_id is not null
          order by ordinality
          on conflict (key) do update set
            task_id = excluded.task_id, payload = excluded.payload, run_at = excluded.run_at,
            max_attempts = excluded.max_attempts, revision = j.revision + 1,
            attempts = 0, last_error = null, updated_at = now()
          where j.locked_at is null
          returning key
        )
        select array(
          select row(
            m.task, m.payload, null, m.run_at, m.max_attempts, m.job_key, null, null
          )::${jobsSchema}.job_spec
          from timed m
          where m.task_id is null
            or m.job_key is not null and not exists (select 1 from put where put.key = m.job_key)
          order by m.ordinality
        )
        into specs;
        -- What is left is under way or of a task not met before. A job that a worker takes between two
        -- steps of the library is neither replaced nor added again, though it began before what is
        -- committed here could be seen: once more, then.
        while cardinality(specs) > 0 loop
          added := array(select key from ${jobsSchema}.add_jobs(specs) where key is not null);
          specs := array(
            select s::${jobsSchema}.job_spec from unnest(specs) s
            where s.job_key is not null and s.job_key <> all(added)
          );
        end loop;
        return jsonb_array_length(arg);
      end $add$;`);
  });
}

/** Run times are kept in real time; when the virtual clock jumps ahead they come nearer. */
export async function alignToClock(
  db: Database,
  jobsSchema: string,
  offsetMs: number,
): Promise<void> {
  await db.exec(
    `with moved as (
      update jobs_clock c
      set offset_ms = $1
      from (select offset_ms from jobs_clock for update) old
      where c.offset_ms <> $1
      returning $1::bigint - old.offset_ms as by_ms
    )
    update ${jobsSchema}._private_jobs j
    set run_at = j.run_at - moved.by_ms * interval '1 millisecond'
    from moved
    where j.attempts < j.max_attempts`,
    [offsetMs],
  );
}

export async function registerWorker(db: Database, poolId: string): Promise<void> {
  await db.exec('insert into jobs_worker (pool_id, application_name) values ($1, $2)', [
    poolId,
    db.applicationName,
  ]);
}

/**
 * Jobs that a killed process held locked are free again at once; graphile-worker alone would wait
 * four hours. A living process always has its listening connection. The attempt that was cut off is
 * not counted: all attempts were made, then, only where one of them has left an error. Without one
 * the job was replaced while it ran, and what is left of it would never run nor go away.
 */
export async function unlockDeadWorkers(db: Database, jobsSchema: string): Promise<void> {
  await db.exec(
    `with dead as (
      delete from jobs_worker w
      where not exists (
        select 1
        from pg_stat_activity a
        where a.datname = current_database() and a.application_name = w.application_name
      )
      returning w.pool_id
    ),
    queues as (
      update ${jobsSchema}._private_job_queues q
      set locked_at = null, locked_by = null
      where q.locked_by in (select pool_id from dead)
    ),
    replaced as (
      delete from ${jobsSchema}._private_jobs j
      where j.locked_by in (select pool_id from dead)
        and j.key is null and j.last_error is null
        and j.attempts = j.max_attempts and j.max_attempts > 1
      returning j.id
    )
    update ${jobsSchema}._private_jobs j
    set locked_at = null, locked_by = null, run_at = least(j.run_at, now()),
      attempts = greatest(j.attempts - 1, 0)
    where j.locked_by in (select pool_id from dead) and j.id not in (select id from replaced)`,
    [],
  );
}
