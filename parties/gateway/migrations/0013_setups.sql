-- SetupIntents: cards that are to be kept for later, and what their holders agreed to.
create table setup_move (
  event text not null,
  from_status text not null,
  to_status text not null,
  constraint setup_move_pk primary key (event, from_status, to_status)
);

insert into setup_move (from_status, event, to_status) values
  ('none', 'created', 'requires_payment_method'),
  ('requires_payment_method', 'described', 'requires_payment_method'),
  ('requires_payment_method', 'method_attached', 'requires_confirmation'),
  ('requires_payment_method', 'canceled', 'canceled'),
  ('requires_confirmation', 'described', 'requires_confirmation'),
  ('requires_confirmation', 'method_attached', 'requires_confirmation'),
  ('requires_confirmation', 'attempt_opened', 'processing'),
  ('requires_confirmation', 'canceled', 'canceled'),
  ('processing', 'described', 'processing'),
  ('processing', 'challenge_required', 'requires_action'),
  ('processing', 'failed', 'requires_payment_method'),
  ('processing', 'verified', 'succeeded'),
  ('requires_action', 'described', 'requires_action'),
  ('requires_action', 'attempt_resumed', 'processing'),
  ('requires_action', 'attempt_abandoned', 'requires_payment_method'),
  ('requires_action', 'failed', 'requires_payment_method'),
  ('succeeded', 'described', 'succeeded'),
  ('canceled', 'described', 'canceled');

create table setup_intent (
  account_id text not null,
  id text not null,
  version integer not null,
  status text not null,
  payment_method_id text,
  customer_id text,
  session_id text,
  wishes jsonb not null,
  last_problem jsonb,
  attempt_id text,
  mandate_id text,
  authentication_id text,
  action_expires_at bigint,
  cancellation_reason text,
  canceled_at bigint,
  created_at bigint not null,
  constraint setup_intent_pk primary key (account_id, id),
  constraint setup_intent_status check (status in (
    'requires_payment_method', 'requires_confirmation', 'requires_action', 'processing',
    'succeeded', 'canceled')),
  constraint setup_intent_action check (
    (status = 'requires_action') = (authentication_id is not null)),
  constraint setup_intent_canceled check ((status = 'canceled') = (canceled_at is not null))
);

create index setup_intent_by_customer on setup_intent (account_id, customer_id, id)
  where customer_id is not null;
create index setup_intent_by_method on setup_intent (account_id, payment_method_id, id)
  where payment_method_id is not null;
create unique index setup_intent_by_session on setup_intent (account_id, session_id)
  where session_id is not null;
create index setup_intent_of_page on setup_intent (session_id) where session_id is not null;

create table setup_event (
  account_id text not null,
  setup_id text not null,
  seq integer not null,
  type text not null,
  from_status text not null,
  to_status text not null,
  at bigint not null,
  data jsonb not null,
  constraint setup_event_pk primary key (account_id, setup_id, seq),
  constraint setup_event_move foreign key (type, from_status, to_status)
    references setup_move (event, from_status, to_status)
);

create trigger setup_event_kept before update or delete on setup_event
  for each row execute function payment_event_is_kept();

create table setup_attempt (
  account_id text not null,
  id text not null,
  setup_id text not null,
  payment_method_id text not null,
  provider text not null,
  wire jsonb not null,
  authentication_id text,
  state text not null,
  problem jsonb,
  opened_at bigint not null,
  touched_at bigint not null,
  owner text not null,
  constraint setup_attempt_pk primary key (account_id, id),
  constraint setup_attempt_state check (
    state in ('open', 'challenged', 'succeeded', 'failed', 'abandoned'))
);

create index setup_attempt_by_setup on setup_attempt (account_id, setup_id, id);
-- Of one setup no two attempts may be under way.
create unique index setup_attempt_one_open on setup_attempt (account_id, setup_id)
  where state in ('open', 'challenged');
create index setup_attempt_open on setup_attempt (touched_at) where state = 'open';

create table mandate (
  account_id text not null,
  id text not null,
  payment_method_id text not null,
  customer_id text,
  type text not null,
  acceptance jsonb not null,
  created_at bigint not null,
  constraint mandate_pk primary key (account_id, id),
  constraint mandate_type check (type in ('multi_use', 'single_use'))
);
