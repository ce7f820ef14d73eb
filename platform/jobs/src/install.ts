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
        -- Of several jobs with one key the last counts, as if they had come one by one.
        specs := array(
          select row(
            j.task, j.payload, j.queue_name,
            to_timestamp((j.run_at_ms - c.offset_ms) / 1000.0),
            j.max_attempts, j.job_key, null, null
          )::${jobsSchema}.job_spec
          from (
            select distinct on (coalesce(r.job_key, 'without key ' || r.ordinality)) r.*
            from rows from (
              jsonb_to_recordset(arg) as (
                task text, payload json, queue_name text, run_at_ms bigint,
                max_attempts smallint, job_key text
              )
            ) with ordinality r
              (task, payload, queue_name, run_at_ms, max_attempts, job_key, ordinality)
            order by coalesce(r.job_key, 'without key ' || r.ordinality), r.ordinality desc
          ) j
          cross join jobs_clock c
          order by j.ordinality
        );
        -- A job that a worker takes between the two steps of theirs is neither replaced nor added
        -- again, though it began before what is committed here could be seen: once more, then.
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
