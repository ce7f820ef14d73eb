-- The vault: a card number in, a token out. The number is sealed under a key that is not in this
-- database; the fingerprint is a keyed hash. There is no column for a CVC, and never will be.
create table payment_method (
  account_id text not null,
  id text not null,
  sealed_pan text not null,
  fingerprint text not null,
  brand text not null,
  funding text not null,
  country text not null,
  last4 text not null,
  expiry_month integer not null,
  expiry_year integer not null,
  holder text,
  billing jsonb not null,
  metadata jsonb not null,
  customer_id text,
  created_at bigint not null,
  constraint payment_method_pk primary key (account_id, id),
  constraint payment_method_last4 check (last4 ~ '^[0-9]{4}$'),
  constraint payment_method_sealed check (sealed_pan like 'v1.%'),
  constraint payment_method_expiry check (expiry_month between 1 and 12)
);

create index payment_method_by_customer on payment_method (account_id, customer_id, id)
  where customer_id is not null;

create table customer (
  account_id text not null,
  id text not null,
  details jsonb not null,
  created_at bigint not null,
  constraint customer_pk primary key (account_id, id)
);
