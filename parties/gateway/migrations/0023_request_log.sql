-- What merchants' programs have asked of the API, for their developers: when, what, how it ended. There
-- is no column for what they said or were told, so no card number or secret can come to stand here.
create table request_log (
  -- Whose key was used.
  account_id text not null,
  id text not null,
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
);

create index request_log_by_time on request_log (account_id, at, id);
create index request_log_refused on request_log (account_id, at, id) where status >= 400;
create index request_log_by_age on request_log (at);
