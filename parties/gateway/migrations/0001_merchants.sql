-- Who may call: merchants, their keys (hashes only), where their webhooks go. Seeded at every start
-- from the configuration. Every table of the gateway has account_id first: it is the shard key.
create table merchant (
  account_id text not null,
  profile jsonb not null,
  seeded_at bigint not null,
  constraint merchant_pk primary key (account_id)
);

create table merchant_key (
  account_id text not null,
  key_hash text not null,
  kind text not null,
  created_at bigint not null,
  constraint merchant_key_pk primary key (account_id, key_hash),
  constraint merchant_key_kind check (kind in ('secret', 'publishable'))
);

create table webhook_endpoint (
  account_id text not null,
  id text not null,
  url text not null,
  secret_sealed text not null,
  enabled_events text[] not null,
  status text not null,
  created_at bigint not null,
  constraint webhook_endpoint_pk primary key (account_id, id),
  constraint webhook_endpoint_status check (status in ('enabled', 'disabled'))
);
