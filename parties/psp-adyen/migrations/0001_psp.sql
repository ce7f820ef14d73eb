-- A payment service provider and the bank of its cardholders in one: accounts with money, payments
-- that hold and take it, and the answer to every request that bore an idempotency key. There is no
-- card number here: accounts go by the names that the configuration gives them.
create table card_account (
  id text not null,
  currency text not null,
  balance bigint not null,
  held bigint not null,
  constraint card_account_pk primary key (id),
  constraint card_account_held check (held >= 0),
  constraint card_account_covered check (held <= balance)
);

create table payment (
  merchant_account text not null,
  psp_reference text not null,
  reference text not null,
  card_id text,
  currency text not null,
  amount bigint not null,
  -- Null: authorised.
  refusal text,
  held bigint not null,
  captured bigint not null,
  refunded bigint not null,
  created_at bigint not null,
  constraint payment_pk primary key (merchant_account, psp_reference),
  constraint payment_held check (held >= 0),
  constraint payment_refunded check (refunded >= 0 and refunded <= captured),
  constraint payment_captured check (captured + held <= amount),
  constraint payment_refused check (refusal is null or (held = 0 and captured = 0))
);

create index payment_by_reference on payment (merchant_account, reference);

create table request_once (
  merchant_account text not null,
  key text not null,
  input_hash text not null,
  status integer not null,
  body jsonb not null,
  created_at bigint not null,
  constraint request_once_pk primary key (merchant_account, key)
);
create index payment_of_any_by_reference on payment (reference);
