-- What the acquirer settled and paid out, and what merchants are told.
create table balance_transaction (
  account_id text not null,
  id text not null,
  type text not null,
  source_id text not null,
  currency text not null,
  amount bigint not null,
  fee bigint not null,
  net bigint not null,
  fee_details jsonb not null,
  status text not null,
  available_on bigint not null,
  description text,
  payout_id text,
  created_at bigint not null,
  constraint balance_transaction_pk primary key (account_id, id),
  constraint balance_transaction_once unique (account_id, type, source_id),
  constraint balance_transaction_type check (type in ('charge', 'refund', 'payout', 'payout_failure')),
  constraint balance_transaction_status check (status in ('pending', 'available')),
  constraint balance_transaction_net check (net = amount - fee)
);

create index balance_transaction_by_payout on balance_transaction (account_id, payout_id, id)
  where payout_id is not null;

create table payout (
  account_id text not null,
  id text not null,
  currency text not null,
  amount bigint not null,
  status text not null,
  arrival_date text not null,
  reference text not null,
  created_at bigint not null,
  constraint payout_pk primary key (account_id, id),
  constraint payout_once unique (account_id, reference),
  constraint payout_status check (status in ('pending', 'in_transit', 'paid', 'failed'))
);

create table event (
  account_id text not null,
  id text not null,
  type text not null,
  object_id text not null,
  data jsonb not null,
  request_id text,
  idempotency_key text,
  created_at bigint not null,
  constraint event_pk primary key (account_id, id)
);

create index event_by_type on event (account_id, type, id);
create index event_by_object on event (account_id, object_id, id);

create table webhook_delivery (
  account_id text not null,
  event_id text not null,
  endpoint_id text not null,
  state text not null,
  tries integer not null,
  last_status integer,
  last_failure text,
  last_tried_at bigint,
  created_at bigint not null,
  constraint webhook_delivery_pk primary key (account_id, event_id, endpoint_id),
  constraint webhook_delivery_state check (state in ('waiting', 'delivered', 'failed'))
);

create index webhook_delivery_waiting on webhook_delivery (account_id, endpoint_id, event_id)
  where state = 'waiting';

create table webhook_try (
  account_id text not null,
  event_id text not null,
  endpoint_id text not null,
  number integer not null,
  at bigint not null,
  status integer,
  failure text,
  answer text,
  constraint webhook_try_pk primary key (account_id, event_id, endpoint_id, number)
);
