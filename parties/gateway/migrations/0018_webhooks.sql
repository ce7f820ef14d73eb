-- Endpoints that merchants make themselves while the gateway runs, secrets that can be replaced, and a
-- log of what was sent and answered. Events find their endpoints inside the commit that makes them, so
-- an endpoint that was made a moment ago, by whichever process, misses nothing.
alter table webhook_endpoint
  add column version integer not null default 1,
  -- Whole objects, or thin events that only name them.
  add column payload text not null default 'snapshot',
  -- Whose events: the account's own, those of accounts connected to it, or both.
  add column events_from text[] not null default '{@self}',
  -- The version at which objects are shown; null: the account's own.
  add column api_version text,
  add column name text not null default '',
  add column description text,
  add column metadata jsonb not null default '{}',
  -- Given by the configuration, which wins at every start.
  add column is_seeded boolean not null default false,
  add column updated_at bigint not null default 0,
  add column deleted_at bigint,
  add constraint webhook_endpoint_version check (version > 0),
  add constraint webhook_endpoint_payload check (payload in ('snapshot', 'thin')),
  add constraint webhook_endpoint_events check (cardinality(enabled_events) > 0),
  add constraint webhook_endpoint_events_from check (
    cardinality(events_from) > 0 and events_from <@ array['@self', '@accounts']);

update webhook_endpoint set updated_at = created_at;

create table webhook_secret (
  account_id text not null,
  endpoint_id text not null,
  number integer not null,
  secret_sealed text not null,
  created_at bigint not null,
  -- Null for the current one. An older one signs beside it until then.
  expires_at bigint,
  constraint webhook_secret_pk primary key (account_id, endpoint_id, number),
  constraint webhook_secret_sealed check (secret_sealed like 'v1.%')
);

create unique index webhook_secret_one_current on webhook_secret (account_id, endpoint_id)
  where expires_at is null;

insert into webhook_secret (account_id, endpoint_id, number, secret_sealed, created_at)
select account_id, id, 1, secret_sealed, created_at
from webhook_endpoint;

alter table webhook_endpoint drop column secret_sealed;

-- The account of a delivery is its endpoint's; a platform is also told of its connected accounts'.
alter table webhook_delivery
  add column event_account_id text,
  -- The order of commits about one object. Ids are made by several processes whose clocks differ.
  add column seq bigint generated always as identity,
  add column object_id text,
  add column due_at bigint not null default 0,
  -- How many waits between tries are used up; tries by hand use none.
  add column waits integer not null default 0,
  -- Until then one process is at it; after a crash another takes over.
  add column claimed_until bigint not null default 0,
  add column claimed_by text;

update webhook_delivery d
set event_account_id = e.account_id, object_id = e.object_id
from event e
where e.account_id = d.account_id and e.id = d.event_id;

alter table webhook_delivery
  alter column event_account_id set not null,
  alter column object_id set not null;

drop index webhook_delivery_waiting;
create index webhook_delivery_waiting
  on webhook_delivery (account_id, endpoint_id, object_id, seq) where state = 'waiting';
create index webhook_delivery_by_endpoint on webhook_delivery (account_id, endpoint_id, event_id);
create index webhook_delivery_undelivered on webhook_delivery (account_id, event_id)
  where state <> 'delivered';

alter table webhook_try
  add column request_headers jsonb,
  add column request_body text,
  add column answer_headers jsonb,
  add column duration_ms integer,
  add column is_by_hand boolean not null default false;

create index webhook_try_by_age on webhook_try (at);

-- Deliveries and their jobs for events of this very commit. No round trip of its own, and no memory of
-- a process that could be out of date.
create function announce_events(arg jsonb) returns integer
language plpgsql as $$
declare
  jobs jsonb;
begin
  with happened as (
    select *
    from jsonb_to_recordset(arg) as (
      account_id text, event_id text, type text, object_id text, at bigint, endpoint_id text
    )
  ),
  told as (
    insert into webhook_delivery
      (account_id, event_id, endpoint_id, event_account_id, object_id, state, tries, created_at)
    select w.account_id, h.event_id, w.id, h.account_id, h.object_id, 'waiting', 0, h.at
    from happened h
    left join merchant m on m.account_id = h.account_id
    join webhook_endpoint w
      on w.account_id = h.account_id and '@self' = any(w.events_from)
      or w.account_id = m.platform_id and '@accounts' = any(w.events_from)
    where w.status = 'enabled'
      and w.deleted_at is null
      and case
        -- Meant for one endpoint alone.
        when h.endpoint_id is not null then w.id = h.endpoint_id
        when w.payload = 'thin' then w.enabled_events && array['*', 'v1.' || h.type]
        else w.enabled_events && array['*', h.type]
      end
    order by h.event_id
    returning account_id, endpoint_id, object_id
  )
  select jsonb_agg(distinct jsonb_build_object(
    'task', 'deliver-webhooks',
    'payload', jsonb_build_object(
      'accountId', account_id, 'endpointId', endpoint_id, 'objectId', object_id),
    'job_key', 'hook:' || endpoint_id || ':' || object_id,
    'max_attempts', 10
  ))
  into jobs
  from told;
  if jobs is not null then
    perform add_jobs(jobs);
  end if;
  return jsonb_array_length(arg);
end $$;
