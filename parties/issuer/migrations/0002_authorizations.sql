-- Authorizations with their answers, and reversals. One row a request, found again by acquirer,
-- STAN and RRN: a repeated request gets the stored answer. A reversal that comes before its
-- original leaves the original's row behind, refused; the late original then finds it.

create table card_authorization (
  authorization_id text not null,
  acquirer_id text not null,
  stan text not null,
  rrn text not null,
  card_id text,
  bank_account_id text,
  decided_at_ms bigint not null,
  -- The cardholder's day, for the daily limits.
  day date not null,
  mid text not null,
  merchant_name text not null,
  merchant_city text not null,
  merchant_country text not null,
  mcc text not null,
  amount_minor bigint not null,
  currency text not null,
  billed_minor bigint,
  billed_currency text,
  conversion_fee_minor bigint not null default 0,
  exchange_rate_id text,
  is_online boolean not null,
  initiation text not null,
  is_authenticated boolean not null,
  acs_trans_id text,
  response_code text not null,
  authorization_code text,
  cvc_result text not null,
  state text not null,
  hold_id text,
  held_minor bigint not null default 0,
  hold_expires_at_ms bigint,
  -- What counts against the limits of its day: all of it until something is released.
  counted_minor bigint not null default 0,
  constraint card_authorization_pk primary key (authorization_id),
  constraint card_authorization_request_unique unique (acquirer_id, stan, rrn),
  constraint card_authorization_card_fk foreign key (card_id) references card,
  constraint card_authorization_state_known
    check (state in ('declined', 'reversed_first', 'held', 'cleared', 'released', 'expired')),
  constraint card_authorization_initiation_known check (initiation in ('cardholder', 'merchant')),
  constraint card_authorization_approved_has_code
    check ((response_code = '00') = (authorization_code is not null)),
  constraint card_authorization_held_has_hold
    check (state <> 'held' or (hold_id is not null and held_minor > 0)),
  constraint card_authorization_declined_holds_nothing
    check (state not in ('declined', 'reversed_first') or (hold_id is null and held_minor = 0))
);

create index card_authorization_by_rrn on card_authorization (rrn);
create index card_authorization_by_card on card_authorization (card_id, decided_at_ms desc);
create index card_authorization_by_day on card_authorization (card_id, day)
  where counted_minor > 0;
create index card_authorization_authenticated on card_authorization (card_id, mid)
  where is_authenticated and response_code = '00';
create index card_authorization_by_account
  on card_authorization (bank_account_id, decided_at_ms desc);
create index card_authorization_expiring on card_authorization (hold_expires_at_ms)
  where state = 'held';

-- A card with daily limits takes its payments of a day one after the other: each writes this row,
-- so that two at once cannot both find room under the limit.
create table card_day (
  card_id text not null,
  day date not null,
  turns integer not null,
  constraint card_day_pk primary key (card_id, day),
  constraint card_day_card_fk foreign key (card_id) references card
);

create table card_reversal (
  card_reversal_id text not null,
  acquirer_id text not null,
  stan text not null,
  rrn text not null,
  authorization_id text not null,
  mti text not null,
  received_at_ms bigint not null,
  released_minor bigint not null,
  outcome text not null,
  constraint card_reversal_pk primary key (card_reversal_id),
  constraint card_reversal_request_unique unique (acquirer_id, stan, rrn),
  constraint card_reversal_authorization_fk
    foreign key (authorization_id) references card_authorization,
  constraint card_reversal_outcome_known
    check (outcome in ('released', 'reduced', 'nothing_held', 'before_original'))
);

create index card_reversal_by_rrn on card_reversal (rrn);
