-- Checkout Sessions: what the hosted page shows, and the PaymentIntent it pays.
create table checkout_session (
  account_id text not null,
  id text not null,
  intent_id text not null,
  status text not null,
  currency text not null,
  amount_subtotal bigint not null,
  amount_shipping bigint not null,
  amount_total bigint not null,
  lines jsonb not null,
  details jsonb not null,
  expires_at bigint not null,
  completed_at bigint,
  created_at bigint not null,
  constraint checkout_session_pk primary key (account_id, id),
  constraint checkout_session_status check (status in ('open', 'complete', 'expired')),
  constraint checkout_session_sum check (amount_total = amount_subtotal + amount_shipping)
);

-- The page knows the session's id alone.
create index checkout_session_by_id on checkout_session (id);
create unique index checkout_session_by_intent on checkout_session (account_id, intent_id);
