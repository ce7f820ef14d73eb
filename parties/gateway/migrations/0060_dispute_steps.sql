-- What a merchant's program was told of a dispute, for the page of the case: disputes last for months, and
-- events are kept for weeks.
create table dispute_step (
  account_id text not null,
  dispute_id text not null,
  event_id text not null,
  type text not null,
  at bigint not null,
  status text not null,
  submissions integer not null,
  -- What had been put together by then.
  evidence jsonb not null,
  constraint dispute_step_pk primary key (account_id, dispute_id, event_id)
);

insert into dispute_step
  (account_id, dispute_id, event_id, type, at, status, submissions, evidence)
select e.account_id, e.object_id, e.id, e.type, e.created_at, e.data #>> '{object,status}',
  coalesce((e.data #>> '{object,evidence_details,submission_count}')::integer, 0),
  coalesce(e.data #> '{object,evidence}', '{}')
from dispute d
join event e on e.account_id = d.account_id and e.object_id = d.id;
