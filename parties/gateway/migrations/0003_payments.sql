-- PaymentIntent, attempt, charge, refund: the rows are what folding the events gives, and the
-- constraints repeat the promises, so that not even a bug can charge twice or refund too much.
create table payment_move (
  event text not null,
  from_status text not null,
  to_status text not null,
  constraint payment_move_pk primary key (event, from_status, to_status)
);

insert into payment_move (from_status, event, to_status) values
  ('none', 'created', 'requires_payment_method'),
  ('requires_payment_method', 'changed', 'requires_payment_method'),
  ('requires_payment_method', 'method_attached', 'requires_confirmation'),
  ('requires_payment_method', 'canceled', 'canceled'),
  ('requires_payment_method', 'described', 'requires_payment_method'),
  ('requires_payment_method', 'late_approval_reversed', 'requires_payment_method'),
  ('requires_confirmation', 'changed', 'requires_confirmation'),
  ('requires_confirmation', 'method_attached', 'requires_confirmation'),
  ('requires_confirmation', 'attempt_opened', 'processing'),
  ('requires_confirmation', 'canceled', 'canceled'),
  ('requires_confirmation', 'described', 'requires_confirmation'),
  ('requires_confirmation', 'late_approval_reversed', 'requires_confirmation'),
  ('processing', 'challenge_required', 'requires_action'),
  ('processing', 'authentication_failed', 'requires_payment_method'),
  ('processing', 'approved', 'requires_capture'),
  ('processing', 'refused', 'requires_payment_method'),
  ('processing', 'not_attempted', 'requires_payment_method'),
  ('processing', 'outcome_unknown', 'processing'),
  ('processing', 'reversal_acknowledged', 'requires_payment_method'),
  ('processing', 'described', 'processing'),
  ('processing', 'late_approval_reversed', 'processing'),
  ('requires_action', 'attempt_resumed', 'processing'),
  ('requires_action', 'attempt_abandoned', 'requires_payment_method'),
  ('requires_action', 'authentication_failed', 'requires_payment_method'),
  ('requires_action', 'described', 'requires_action'),
  ('requires_action', 'late_approval_reversed', 'requires_action'),
  ('requires_capture', 'captured', 'succeeded'),
  ('requires_capture', 'canceled', 'canceled'),
  ('requires_capture', 'described', 'requires_capture'),
  ('requires_capture', 'late_approval_reversed', 'requires_capture'),
  ('succeeded', 'refund_created', 'succeeded'),
  ('succeeded', 'refund_succeeded', 'succeeded'),
  ('succeeded', 'refund_failed', 'succeeded'),
  ('succeeded', 'described', 'succeeded'),
  ('succeeded', 'late_approval_reversed', 'succeeded'),
  ('canceled', 'described', 'canceled'),
  ('canceled', 'late_approval_reversed', 'canceled');

create table payment_intent (
  account_id text not null,
  id text not null,
  version integer not null,
  status text not null,
  amount bigint not null,
  currency text not null,
  capture_method text not null,
  payment_method_id text,
  customer_id text,
  session_id text,
  wishes jsonb not null,
  last_problem jsonb,
  attempt_id text,
  charge_id text,
  authentication_id text,
  action_expires_at bigint,
  cancellation_reason text,
  canceled_at bigint,
  created_at bigint not null,
  constraint payment_intent_pk primary key (account_id, id),
  constraint payment_intent_status check (status in (
    'requires_payment_method', 'requires_confirmation', 'requires_action', 'processing',
    'requires_capture', 'succeeded', 'canceled')),
  constraint payment_intent_amount check (amount > 0),
  constraint payment_intent_action check (
    (status = 'requires_action') = (authentication_id is not null)),
  constraint payment_intent_canceled check ((status = 'canceled') = (canceled_at is not null))
);

create index payment_intent_by_id on payment_intent (id);
create index payment_intent_by_customer on payment_intent (account_id, customer_id, id)
  where customer_id is not null;

create table payment_event (
  account_id text not null,
  intent_id text not null,
  seq integer not null,
  type text not null,
  from_status text not null,
  to_status text not null,
  at bigint not null,
  data jsonb not null,
  constraint payment_event_pk primary key (account_id, intent_id, seq),
  constraint payment_event_move foreign key (type, from_status, to_status)
    references payment_move (event, from_status, to_status)
);

create function payment_event_is_kept() returns trigger language plpgsql as $$
begin
  raise exception 'events of a payment are never changed or removed';
end $$;

create trigger payment_event_kept before update or delete on payment_event
  for each row execute function payment_event_is_kept();

create table payment_attempt (
  account_id text not null,
  id text not null,
  intent_id text not null,
  charge_id text not null,
  payment_method_id text not null,
  amount bigint not null,
  currency text not null,
  provider text not null,
  routing jsonb not null,
  rrn text not null,
  stan text not null,
  terminal_id text not null,
  merchant_id text not null,
  transmitted_at bigint not null,
  authentication_id text,
  state text not null,
  response_code text,
  opened_at bigint not null,
  touched_at bigint not null,
  -- The process that is at work on it; after a crash the next start takes over what it left open.
  owner text not null,
  constraint payment_attempt_pk primary key (account_id, id),
  constraint payment_attempt_state check (state in (
    'open', 'challenged', 'approved', 'refused', 'unauthenticated', 'not_attempted', 'unknown',
    'reversed', 'abandoned', 'voided'))
);

create index payment_attempt_by_rrn on payment_attempt (rrn);
create index payment_attempt_by_intent on payment_attempt (account_id, intent_id, id);
-- Of one intent no two attempts may be under way: the last defence against charging twice.
create unique index payment_attempt_one_open on payment_attempt (account_id, intent_id)
  where state in ('open', 'challenged', 'unknown', 'approved');
create index payment_attempt_open on payment_attempt (touched_at) where state = 'open';

create table charge (
  account_id text not null,
  id text not null,
  intent_id text not null,
  attempt_id text not null,
  payment_method_id text not null,
  amount bigint not null,
  currency text not null,
  state text not null,
  captured bigint not null,
  refunded bigint not null,
  approval jsonb,
  problem jsonb,
  captured_at bigint,
  created_at bigint not null,
  constraint charge_pk primary key (account_id, id),
  constraint charge_state check (state in ('failed', 'authorized', 'captured', 'released')),
  constraint charge_captured check (captured between 0 and amount),
  constraint charge_refunded check (refunded between 0 and captured),
  constraint charge_approved check ((state = 'failed') = (approval is null))
);

create index charge_by_intent on charge (account_id, intent_id, id);

create table refund (
  account_id text not null,
  id text not null,
  intent_id text not null,
  charge_id text not null,
  amount bigint not null,
  currency text not null,
  status text not null,
  reason text,
  metadata jsonb not null,
  rrn text not null,
  created_at bigint not null,
  constraint refund_pk primary key (account_id, id),
  constraint refund_status check (status in ('pending', 'succeeded', 'failed')),
  constraint refund_amount check (amount > 0)
);

create index refund_by_charge on refund (account_id, charge_id, id);
create index refund_by_intent on refund (account_id, intent_id, id);
create index refund_by_rrn on refund (rrn);

-- Messages that only have to be told: repeated under the same STAN until they are acknowledged.
create table advice (
  account_id text not null,
  id text not null,
  kind text not null,
  intent_id text not null,
  attempt_id text not null,
  refund_id text,
  amount bigint not null,
  currency text not null,
  rrn text not null,
  stan text not null,
  transmitted_at bigint not null,
  state text not null,
  tries integer not null,
  response_code text,
  created_at bigint not null,
  closed_at bigint,
  constraint advice_pk primary key (account_id, id),
  constraint advice_kind check (kind in ('capture', 'refund', 'void', 'reversal')),
  constraint advice_state check (state in ('waiting', 'acknowledged', 'refused'))
);

create index advice_by_intent on advice (account_id, intent_id, id);
create index advice_waiting on advice (created_at) where state = 'waiting';

-- STANs are handed out in blocks of 500, so that naming a message costs no round trip: 1998 blocks
-- fill the six digits, then it goes round again, far less than once a day.
create sequence stan_block minvalue 0 maxvalue 1997 cycle;
