-- What is kept for a while only becomes partitions by time, so that old rows are dropped whole instead of
-- being deleted one by one. What an older database holds becomes the first partition, without copying,
-- and goes when its last row is too old. Ids begin with their time, so a range of ids is one of time;
-- they compare by bytes, as they are made. Rows for which there is no partition go into the default one.

-- Of a table renamed to `<name>__before`: keys and indexes make room for those of the whole.
create or replace function pg_temp.make_room(name text) returns void language plpgsql as $$
declare
  one record;
begin
  for one in
    select c.conname from pg_constraint c
    where c.conrelid = to_regclass(name || '__before') and c.contype = 'p'
  loop
    execute format('alter table %I rename constraint %I to %I',
      name || '__before', one.conname, name || '__before_pkey');
  end loop;
  for one in
    select x.indexrelid::regclass::text as index, row_number() over (order by x.indexrelid) as number
    from pg_index x
    where x.indrelid = to_regclass(name || '__before') and not x.indisprimary
  loop
    execute format('alter index %s rename to %I', one.index, name || '__before_' || one.number);
  end loop;
end $$;

-- The first id of the week after the last one that is there. Weeks are counted from 1970 on.
create or replace function pg_temp.end_of_ids(last text) returns text language sql as $$
  with alphabet (letters) as (values ('0123456789ABCDEFGHJKMNPQRSTVWXYZ')),
  made (prefix, time) as (
    select split_part(last, '_', 1), left(split_part(last, '_', 2), 10)
  ),
  week (starts_at) as (
    select (sum((strpos(letters, substr(time, i, 1)) - 1)::bigint << 5 * (10 - i))::bigint
      / 604800000 + 1) * 604800000
    from alphabet, made, generate_series(1, 10) i
  )
  select prefix || '_' || string_agg(
    substr(letters, ((starts_at >> 5 * (10 - i)) & 31)::integer + 1, 1), '' order by i
  ) || repeat('0', 16)
  from alphabet, made, week, generate_series(1, 10) i
  group by prefix
$$;

-- What was there before becomes a partition; ids that say no time go into the default one.
create or replace function pg_temp.take_in(name text, id text) returns void language plpgsql as $$
declare
  before text := name || '__before';
  last text;
begin
  execute format('select max(%1$I) from %2$I where %1$I ~ ''^[a-z]+_[0-9A-HJKMNP-TV-Z]{26}$''',
    id, before) into last;
  if last is null then
    execute format('insert into %I overriding system value select * from %I', name, before);
    execute format('drop table %I', before);
    return;
  end if;
  execute format('with others as (delete from %2$I where %1$I >= %3$L returning *)
    insert into %4$I overriding system value select * from others',
    id, before, pg_temp.end_of_ids(last), name);
  execute format('alter table %I attach partition %I for values from (minvalue) to (%L)',
    name, before, pg_temp.end_of_ids(last));
end $$;

alter table event rename to event__before;
select pg_temp.make_room('event');
alter table event__before alter column id type text collate "C";
create table event (
  account_id text not null,
  id text collate "C" not null,
  type text not null,
  object_id text not null,
  data jsonb not null,
  request_id text,
  idempotency_key text,
  created_at bigint not null,
  constraint event_pk primary key (account_id, id)
) partition by range (id);
create index event_by_type on event (account_id, type, id);
create index event_by_object on event (account_id, object_id, id);
create table event__default partition of event default;
select pg_temp.take_in('event', 'id');

alter table webhook_delivery rename to webhook_delivery__before;
select pg_temp.make_room('webhook_delivery');
alter table webhook_delivery__before
  alter column event_id type text collate "C",
  alter column seq drop identity;
create table webhook_delivery (
  account_id text not null,
  event_id text collate "C" not null,
  endpoint_id text not null,
  state text not null,
  tries integer not null,
  last_status integer,
  last_failure text,
  last_tried_at bigint,
  created_at bigint not null,
  event_account_id text not null,
  -- The order of commits about one object. Ids are made by several processes whose clocks differ.
  seq bigint generated always as identity,
  object_id text not null,
  due_at bigint not null default 0,
  -- How many waits between tries are used up; tries by hand use none.
  waits integer not null default 0,
  -- Until then one process is at it; after a crash another takes over.
  claimed_until bigint not null default 0,
  claimed_by text,
  constraint webhook_delivery_pk primary key (account_id, event_id, endpoint_id),
  constraint webhook_delivery_state check (state in ('waiting', 'delivered', 'failed'))
) partition by range (event_id);
create index webhook_delivery_waiting
  on webhook_delivery (account_id, endpoint_id, object_id, seq) where state = 'waiting';
create index webhook_delivery_by_endpoint on webhook_delivery (account_id, endpoint_id, event_id);
create index webhook_delivery_undelivered on webhook_delivery (account_id, event_id)
  where state <> 'delivered';
create table webhook_delivery__default partition of webhook_delivery default;
select setval(pg_get_serial_sequence('webhook_delivery', 'seq'), max(seq))
from webhook_delivery__before
having max(seq) is not null;
select pg_temp.take_in('webhook_delivery', 'event_id');

drop index webhook_try_by_age;
alter table webhook_try rename to webhook_try__before;
select pg_temp.make_room('webhook_try');
alter table webhook_try__before alter column event_id type text collate "C";
create table webhook_try (
  account_id text not null,
  event_id text collate "C" not null,
  endpoint_id text not null,
  number integer not null,
  at bigint not null,
  status integer,
  failure text,
  answer text,
  request_headers jsonb,
  request_body text,
  answer_headers jsonb,
  duration_ms integer,
  is_by_hand boolean not null default false,
  constraint webhook_try_pk primary key (account_id, event_id, endpoint_id, number)
) partition by range (event_id);
create table webhook_try__default partition of webhook_try default;
select pg_temp.take_in('webhook_try', 'event_id');

-- In the order of their ids, which is that of time: one index less to be written for every request.
drop index request_log_by_time, request_log_refused, request_log_by_age;
alter table request_log rename to request_log__before;
select pg_temp.make_room('request_log');
alter table request_log__before alter column id type text collate "C";
create table request_log (
  -- Whose key was used.
  account_id text not null,
  id text collate "C" not null,
  at bigint not null,
  method text not null,
  path text not null,
  -- Null for an address that is none.
  operation text,
  -- Whom it was for, where that was another: Stripe-Account.
  for_account_id text,
  status integer not null,
  error_type text,
  error_code text,
  error_param text,
  decline_code text,
  idempotency_key text,
  is_replayed boolean not null,
  api_version text,
  key_kind text not null,
  duration_ms integer not null,
  constraint request_log_pk primary key (account_id, id),
  constraint request_log_key_kind check (
    key_kind in ('secret', 'publishable', 'restricted', 'ephemeral'))
) partition by range (id);
create index request_log_refused on request_log (account_id, id) where status >= 400;
create table request_log__default partition of request_log default;
select pg_temp.take_in('request_log', 'id');

-- No statement looks a message up by its RRN, and none by its age any more.
drop index wire_message_by_rrn, wire_message_by_age;
alter table wire_message rename to wire_message__before;
select pg_temp.make_room('wire_message');
create table wire_message (
  -- Found by its RRN; empty for a message that belongs to no merchant's payment.
  account_id text not null,
  id text collate "C" not null,
  at bigint not null,
  -- `none` is what did not happen: a message that did not leave, an answer that did not come.
  direction text not null,
  protocol text not null,
  -- The acquirer's name in the configuration, or who else it was.
  peer text not null,
  -- 0100, 0110 …, or AReq, ARes …
  type text not null,
  stan text,
  rrn text,
  -- A PaymentIntent or a SetupIntent.
  intent_id text,
  attempt_id text,
  response_code text,
  -- Of what answers, or of what was waited for in vain.
  latency_ms integer,
  -- An answer that came when nobody waited for it any more.
  is_late boolean not null,
  failure text,
  fields jsonb not null,
  constraint wire_message_pk primary key (account_id, id),
  constraint wire_message_direction check (direction in ('out', 'in', 'none')),
  constraint wire_message_protocol check (protocol in ('iso8583', '3ds')),
  constraint wire_message_failure check ((direction = 'none') = (failure is not null))
) partition by range (id);
create index wire_message_by_intent on wire_message (account_id, intent_id, id);
create table wire_message__default partition of wire_message default;
select pg_temp.take_in('wire_message', 'id');

-- A key is the caller's own and says no time, so the partitions cannot tell that it is used once.
drop index idempotency_record_by_age;
alter table idempotency_record rename to idempotency_record__before;
select pg_temp.make_room('idempotency_record');
alter table idempotency_record__before drop constraint idempotency_record__before_pkey;
create table idempotency_record (
  account_id text not null,
  key text not null,
  input_hash text not null,
  state text not null,
  owner text not null,
  -- What the request was about: lets a request that a crash cut off be answered by what became of it.
  subject text,
  status_code integer,
  answer jsonb,
  created_at bigint not null,
  constraint idempotency_record_pk primary key (account_id, key, created_at),
  constraint idempotency_record_state check (state in ('running', 'done')),
  constraint idempotency_record_answer check ((state = 'done') = (answer is not null))
) partition by range (created_at);
create table idempotency_record__default partition of idempotency_record default;

do $$
declare
  until bigint := (
    select (max(created_at) / 259200000 + 1) * 259200000 from idempotency_record__before);
begin
  if until is null then
    drop table idempotency_record__before;
    return;
  end if;
  execute format('alter table idempotency_record
    attach partition idempotency_record__before for values from (minvalue) to (%s)', until);
end $$;

-- Of two requests with one key, made at the same moment on both sides of midnight, the later waits here
-- until the first is committed, and then finds it.
create function idempotency_record_is_new() returns trigger language plpgsql as $$
begin
  perform pg_advisory_xact_lock(hashtextextended(new.key, hashtextextended(new.account_id, 0)));
  perform 1 from idempotency_record where account_id = new.account_id and key = new.key;
  if found then
    raise unique_violation using
      message = 'the idempotency key is used already', constraint = 'idempotency_record_pk';
  end if;
  return new;
end $$;

create trigger idempotency_record_once before insert on idempotency_record
  for each row execute function idempotency_record_is_new();
