-- What merchants keep with us that has no life of its own: customers, products, prices and the like
-- are made, changed and deleted, and nothing more happens to them. And keys that may do less.
create table record (
  account_id text not null,
  id text not null,
  kind text not null,
  -- Whose it is within the account: the customer of a tax id, the product of a price.
  parent_id text,
  -- What lists of the kind are narrowed by besides: a customer's e-mail.
  lookup text,
  -- What only one of the kind may have at a time: the lookup key of a price.
  unique_key text,
  version integer not null,
  data jsonb not null,
  created_at bigint not null,
  deleted_at bigint,
  constraint record_pk primary key (account_id, id),
  constraint record_version check (version > 0),
  constraint record_data check (jsonb_typeof(data) = 'object')
);

-- Lists are in the order of making: some kinds may be named by the merchant, so ids do not tell.
create index record_by_kind on record (account_id, kind, created_at, id) where deleted_at is null;
create index record_by_parent on record (account_id, kind, parent_id, created_at, id)
  where parent_id is not null and deleted_at is null;
create index record_by_lookup on record (account_id, kind, lookup, created_at, id)
  where lookup is not null and deleted_at is null;
create unique index record_unique_key on record (account_id, kind, unique_key)
  where unique_key is not null and deleted_at is null;

-- It was never filled.
drop table customer;

alter table merchant_key
  add column rights jsonb not null default '{}',
  drop constraint merchant_key_kind,
  add constraint merchant_key_kind check (kind in ('secret', 'publishable', 'restricted'));
