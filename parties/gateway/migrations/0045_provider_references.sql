-- A provider has names of its own for payments: kept before money may move there, so that it can be
-- asked, told and called back. And what providers have told by themselves, by notification.
create table provider_reference (
  account_id text not null,
  provider text not null,
  rrn text not null,
  stan text not null,
  terminal_id text not null,
  -- Null: not known yet; nothing else is known of the message than that it may have left.
  reference text,
  -- Closed before anything left: from then on nothing may.
  is_closed boolean not null default false,
  created_at bigint not null,
  constraint provider_reference_pk primary key (account_id, provider, rrn),
  constraint provider_reference_closed check (not is_closed or reference is null)
);

-- A notification names the message, not the merchant.
create index provider_reference_by_rrn on provider_reference (provider, rrn);

create table provider_notice (
  account_id text not null,
  provider text not null,
  -- The provider's name of the request that it tells of, and what it tells.
  reference text not null,
  event text not null,
  -- Our name of that request.
  name text not null,
  is_success boolean not null,
  details jsonb not null,
  received_at bigint not null,
  constraint provider_notice_pk primary key (account_id, provider, reference, event)
);

create index provider_notice_by_name on provider_notice (account_id, provider, name);
