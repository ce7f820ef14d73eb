-- What passed the switch. No card number is stored readable: a keyed fingerprint finds the card
-- again, six and four digits show it to people, and a message that must still be sent is sealed.

create table switch_authorization (
  id text collate "C" not null,
  acquirer_id text not null,
  -- One authorization has one RRN; a second with the same is a duplicate or a late original.
  rrn text not null,
  stan text not null,
  transmitted_at text not null,
  tid text not null,
  mid text not null,
  mcc text not null,
  merchant_country text not null,
  issuer_id text,
  product text,
  card_country text,
  card_fingerprint text not null,
  card_masked text not null,
  amount_minor bigint not null,
  currency text not null,
  status text not null,
  response_code text,
  authorization_code text,
  -- What may still be presented in all; a reversal lowers it.
  remaining_minor bigint not null default 0,
  presented_minor bigint not null default 0,
  refunded_minor bigint not null default 0,
  -- The request as it came, until its outcome is known for certain.
  sealed_request text,
  sent_at_ms bigint not null,
  answered_at_ms bigint,
  constraint switch_authorization_pk primary key (id),
  constraint switch_authorization_once unique (acquirer_id, rrn),
  constraint switch_authorization_status check (
    status in ('sent', 'approved', 'declined', 'unanswered', 'reversed')
  ),
  constraint switch_authorization_card_masked check (card_masked ~ '\*'),
  constraint presented_within_authorization check (presented_minor <= remaining_minor),
  constraint refunded_within_presented check (refunded_minor <= presented_minor)
);

create index switch_authorization_by_rrn on switch_authorization (rrn);
create index switch_authorization_open on switch_authorization (sent_at_ms)
  where sealed_request is not null;

-- Advices that the switch has taken over: sent to the issuer until it acknowledges.
create table switch_advice (
  id text collate "C" not null,
  authorization_id text collate "C",
  -- Who made it: the network itself, or the acquirer it took it over from.
  origin text not null,
  acquirer_id text not null,
  issuer_id text not null,
  rrn text not null,
  stan text not null,
  transmitted_at text not null,
  tid text not null,
  reason text not null,
  sealed_message text,
  attempts integer not null default 0,
  created_at_ms bigint not null,
  acknowledged_at_ms bigint,
  response_code text,
  constraint switch_advice_pk primary key (id),
  constraint switch_advice_once unique (origin, acquirer_id, transmitted_at, stan, tid),
  constraint switch_advice_reason check (
    reason in ('no_answer', 'late_approval', 'bad_answer', 'acquirer')
  ),
  constraint switch_advice_sealed_until_acknowledged check (
    (sealed_message is null) = (acknowledged_at_ms is not null)
  )
);

create index switch_advice_pending on switch_advice (issuer_id, id)
  where acknowledged_at_ms is null;
create unique index switch_advice_late_once on switch_advice (authorization_id)
  where reason = 'late_approval';

-- Every message that passed, as people may read it: printed, with nothing secret in it.
create table switch_message (
  number bigint generated always as identity,
  at_ms bigint not null,
  peer text not null,
  direction text not null,
  mti text not null,
  rrn text,
  stan text,
  response_code text,
  printed text not null,
  constraint switch_message_pk primary key (number),
  constraint switch_message_direction check (direction in ('in', 'out'))
);

create index switch_message_by_rrn on switch_message (rrn, number);
create index switch_message_by_time on switch_message (at_ms);
