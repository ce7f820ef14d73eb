-- People who look after the gateway: who they are, their sessions, and wrong tries to log in. Given by
-- the configuration, which wins at every start: who is no longer in it does not get in.
create table operator (
  -- In lower case.
  email text not null,
  name text not null,
  role text not null,
  password_hash text not null,
  is_active boolean not null,
  seeded_at bigint not null,
  constraint operator_pk primary key (email),
  constraint operator_role check (role in ('viewer', 'operator')),
  constraint operator_email check (email = lower(email)),
  constraint operator_password check (password_hash like '$argon2id$%')
);

create table operator_session (
  -- Of a long random token that only the browser holds.
  token_hash text not null,
  email text not null,
  opened_at bigint not null,
  expires_at bigint not null,
  constraint operator_session_pk primary key (token_hash),
  constraint operator_session_operator foreign key (email) references operator (email)
);
create index operator_session_by_age on operator_session (expires_at);

create table operator_wrong_try (
  email text not null,
  -- Days since 1970.
  day integer not null,
  tries integer not null,
  constraint operator_wrong_try_pk primary key (email, day)
);
create index operator_wrong_try_by_age on operator_wrong_try (day);

-- The payments of a page are found by age across all merchants.
create index payment_attempt_unknown on payment_attempt (account_id, intent_id)
  where state in ('open', 'unknown');
create index payment_attempt_by_stan on payment_attempt (stan, opened_at);
