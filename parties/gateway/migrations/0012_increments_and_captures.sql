-- A hold may grow before its capture, and may be captured in several parts. An increment is a message
-- of its own whose end may be unknown, like an attempt's: it has a row, a name and a reversal of its
-- own. Each capture is an advice, a posting and a balance transaction of its own.
insert into payment_move (from_status, event, to_status) values
  ('requires_capture', 'partly_captured', 'requires_capture'),
  ('requires_capture', 'remainder_released', 'succeeded'),
  ('requires_capture', 'increment_opened', 'requires_capture'),
  ('requires_capture', 'increment_approved', 'requires_capture'),
  ('requires_capture', 'increment_refused', 'requires_capture'),
  ('requires_capture', 'increment_not_attempted', 'requires_capture'),
  ('requires_capture', 'increment_unknown', 'requires_capture'),
  ('requires_capture', 'increment_reversed', 'requires_capture'),
  ('requires_capture', 'refund_created', 'requires_capture'),
  ('requires_capture', 'refund_succeeded', 'requires_capture'),
  ('requires_capture', 'refund_failed', 'requires_capture'),
  ('succeeded', 'increment_reversed', 'succeeded'),
  ('canceled', 'increment_reversed', 'canceled');

create table payment_increment (
  account_id text not null,
  id text not null,
  intent_id text not null,
  attempt_id text not null,
  -- The first, the second …: refusals count too.
  number integer not null,
  -- The new total, and what of it is asked for.
  amount bigint not null,
  added bigint not null,
  currency text not null,
  rrn text not null,
  stan text not null,
  terminal_id text not null,
  merchant_id text not null,
  transmitted_at bigint not null,
  state text not null,
  response_code text,
  opened_at bigint not null,
  touched_at bigint not null,
  -- The process that is at work on it; after a crash the next start takes over what it left open.
  owner text not null,
  constraint payment_increment_pk primary key (account_id, id),
  constraint payment_increment_number unique (account_id, intent_id, number),
  constraint payment_increment_amount check (added > 0 and amount > added),
  constraint payment_increment_state check (state in (
    'open', 'approved', 'refused', 'not_attempted', 'unknown', 'reversed'))
);

create index payment_increment_by_rrn on payment_increment (rrn);
create index payment_increment_open on payment_increment (touched_at) where state = 'open';
-- While nobody knows what became of one, no other may be asked for.
create unique index payment_increment_one_open on payment_increment (account_id, intent_id)
  where state in ('open', 'unknown');

alter table payment_intent add column increment_id text;

alter table charge
  -- The pending transaction of the book that stands for the hold, while there is one.
  add column hold_id text,
  -- How many captures there were.
  add column captures integer not null default 0,
  drop constraint charge_state,
  add constraint charge_state check (state in (
    'failed', 'authorized', 'partly_captured', 'captured', 'released'));

update charge set hold_id = 'ltx_' || substr(attempt_id, 5) where state = 'authorized';
update charge set captures = 1 where state = 'captured';

alter table charge
  add constraint charge_held check (
    (state in ('authorized', 'partly_captured')) = (hold_id is not null)),
  add constraint charge_captures check (
    (state in ('partly_captured', 'captured')) = (captures > 0)
    and (captures > 0) = (captured > 0));

alter table advice
  -- Of the reversal of an increment: which.
  add column increment_id text,
  -- Of one capture among several: which it is, and of how many, if that is known.
  add column part integer,
  add column parts integer,
  drop constraint advice_kind,
  add constraint advice_kind check (
    kind in ('capture', 'refund', 'void', 'reversal', 'release'));

alter table balance_transaction
  -- Of one capture among several: which it is.
  add column part integer not null default 1,
  drop constraint balance_transaction_once,
  add constraint balance_transaction_once unique (account_id, type, source_id, part);
