-- Idempotency: the caller's key and the hash of what was asked, written in the commit of the effect.
create table idempotency_record (
  account_id text not null,
  key text not null,
  input_hash text not null,
  state text not null,
  owner text not null,
  -- What the request was about: lets a request that a crash cut off be answered by what became of it.
  subject text,
  status_code integer,
  answer jsonb,
  created_at bigint not null,
  constraint idempotency_record_pk primary key (account_id, key),
  constraint idempotency_record_state check (state in ('running', 'done')),
  constraint idempotency_record_answer check ((state = 'done') = (answer is not null))
);

create index idempotency_record_by_age on idempotency_record (created_at);
