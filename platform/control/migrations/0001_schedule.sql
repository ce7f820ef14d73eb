-- What the schedule of this program has done: one row per task and business date, so that a run is
-- done once however often the program stops, and none is forgotten.
create table schedule_task (
  task text not null,
  -- Runs due before the program first knew the task are not made up for.
  known_since_ms bigint not null,
  constraint schedule_task_pk primary key (task)
);

create table schedule_run (
  task text not null,
  business_on date not null,
  due_at_ms bigint not null,
  attempts integer not null default 1,
  started_at_ms bigint not null,
  finished_at_ms bigint,
  error text,
  constraint schedule_run_pk primary key (task, business_on),
  constraint schedule_run_finished_without_error check (finished_at_ms is null or error is null)
);
