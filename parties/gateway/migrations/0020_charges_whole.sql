-- A charge has notes of its own, which its merchant may change, and keeps how its cardholder was
-- authenticated. A payment may be made by the older API of charges: then the intent is behind it and
-- is listed nowhere. And a payment that is confirmed by hand waits once more after the challenge.
insert into payment_move (from_status, event, to_status) values
  ('requires_action', 'challenge_passed', 'requires_confirmation'),
  ('requires_confirmation', 'attempt_resumed', 'processing'),
  ('requires_confirmation', 'attempt_abandoned', 'requires_payment_method'),
  ('requires_payment_method', 'charge_described', 'requires_payment_method'),
  ('requires_confirmation', 'charge_described', 'requires_confirmation'),
  ('processing', 'charge_described', 'processing'),
  ('requires_action', 'charge_described', 'requires_action'),
  ('requires_capture', 'charge_described', 'requires_capture'),
  ('succeeded', 'charge_described', 'succeeded'),
  ('canceled', 'charge_described', 'canceled');

alter table payment_attempt
  drop constraint payment_attempt_state,
  add constraint payment_attempt_state check (state in (
    'open', 'challenged', 'authenticated', 'approved', 'refused', 'unauthenticated',
    'not_attempted', 'unknown', 'reversed', 'abandoned', 'voided'));

drop index payment_attempt_one_open;
create unique index payment_attempt_one_open on payment_attempt (account_id, intent_id)
  where state in ('open', 'challenged', 'authenticated', 'unknown', 'approved');

alter table payment_intent
  add column is_behind_charge boolean not null default false;

alter table charge
  -- Null for charges of before: they say what their intent says.
  add column notes jsonb,
  add column authenticated jsonb;

alter table refund
  -- Counts changes of what the merchant notes of it.
  add column version integer not null default 1;

-- Lists narrowed by when something was made.
create index payment_intent_by_time on payment_intent (account_id, created_at);
create index charge_by_time on charge (account_id, created_at);
create index refund_by_time on refund (account_id, created_at);
