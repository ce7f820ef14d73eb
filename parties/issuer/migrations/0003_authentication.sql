-- The access control server: one row an authentication, from AReq to RReq. The one-time code is
-- kept only as a keyed hash, the CAVV only as a keyed hash to verify it once at authorization.

create table authentication (
  acs_trans_id text not null,
  ds_trans_id text not null,
  three_ds_server_trans_id text not null,
  version text not null,
  device_channel text not null,
  message_category text not null,
  card_id text,
  pan_hash text not null,
  mid text not null,
  merchant_name text not null,
  amount_minor bigint not null,
  currency text not null,
  notification_url text,
  language text not null,
  requested_at_ms bigint not null,
  state text not null,
  trans_status text,
  trans_status_reason text,
  challenge_cancel text,
  reasons jsonb not null,
  cavv_hash text,
  -- The authorization that this proof was spent on.
  spent_on text,
  session_data text,
  code_hash text,
  code_expires_at_ms bigint,
  tries_left integer not null,
  sends_left integer not null,
  interactions integer not null default 0,
  ended_at_ms bigint,
  constraint authentication_pk primary key (acs_trans_id),
  constraint authentication_ds_unique unique (ds_trans_id),
  constraint authentication_card_fk foreign key (card_id) references card,
  constraint authentication_cavv_unique unique (cavv_hash),
  constraint authentication_state_known
    check (state in ('answered', 'challenge_due', 'challenge_open', 'ended')),
  constraint authentication_counts_not_negative check (tries_left >= 0 and sends_left >= 0),
  constraint authentication_open_has_code
    check (state <> 'challenge_open' or code_hash is not null),
  constraint authentication_end_has_status
    check (state not in ('answered', 'ended') or trans_status is not null),
  constraint authentication_proof_has_cavv
    check ((trans_status = 'Y') = (cavv_hash is not null))
);

create index authentication_waiting on authentication (requested_at_ms)
  where state in ('challenge_due', 'challenge_open');

-- Messages to others that must not be lost: stored with the change they tell of, delivered after
-- it, again until taken. The content is sealed (an SMS carries a code) and erased once delivered.
create table outgoing_message (
  outgoing_message_id text not null,
  kind text not null,
  about text not null,
  content_sealed text,
  attempts integer not null default 0,
  due_at_ms bigint not null,
  expires_at_ms bigint not null,
  delivered_at_ms bigint,
  given_up_at_ms bigint,
  last_failure text,
  constraint outgoing_message_pk primary key (outgoing_message_id),
  constraint outgoing_message_kind_known check (kind in ('sms', 'rreq'))
);

create index outgoing_message_due on outgoing_message (due_at_ms)
  where delivered_at_ms is null and given_up_at_ms is null;
create index outgoing_message_about on outgoing_message (about);
