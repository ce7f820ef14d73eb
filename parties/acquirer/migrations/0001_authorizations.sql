-- What passed from the gateway to the network. No card number is stored readable: a keyed
-- fingerprint finds the card again, six and four digits show it to people, and a message that may
-- still have to be sent is sealed and forgotten once it need not be.

-- Who the bank is and whom it works with, as of the last start: so that a stopped bank can still
-- say who owes whom.
create table bank (
  only_row boolean not null default true,
  party text not null,
  network_party text not null,
  clearing_house_party text not null,
  constraint bank_pk primary key (only_row),
  constraint bank_only_row check (only_row)
);

-- Opening liquidity is booked once per currency, however often the program starts.
create table opening (
  currency text not null,
  constraint opening_pk primary key (currency)
);

create table card_authorization (
  mid text not null,
  -- Made by the gateway before it sends; the same from end to end.
  rrn text not null,
  tid text not null,
  stan text not null,
  amount bigint not null,
  currency text not null,
  card_fingerprint text not null,
  card_masked text not null,
  eci text,
  -- Under which name the network has it (fields 11 and 7).
  upstream_stan text not null,
  upstream_transmitted_at text not null,
  -- The request without its proof and CVC, until the outcome is known for certain.
  sealed_request text,
  received_at_ms bigint not null,
  answered_at_ms bigint,
  state text not null default 'sent',
  response_code text,
  authorization_code text,
  -- Field 48 of the answer, for a repeated request.
  answer_data text,
  captured bigint not null default 0,
  refunded bigint not null default 0,
  constraint card_authorization_pk primary key (mid, rrn),
  constraint card_authorization_amount check (amount > 0),
  constraint card_authorization_state check (
    case state
      when 'sent' then response_code is null
      when 'approved' then response_code = '00' and authorization_code is not null
      when 'declined' then response_code <> '00'
      -- Certainly not sent, or nobody knows: the gateway was told 91.
      when 'not_sent' then response_code = '91'
      when 'unknown' then response_code = '91'
      when 'reversed' then true
      else false
    end
  ),
  constraint captured_within_authorization check (captured between 0 and amount),
  constraint refunded_within_capture check (refunded between 0 and captured),
  constraint card_authorization_card_masked check (card_masked ~ '\*')
);
create index card_authorization_open on card_authorization (received_at_ms) where state = 'sent';
create index card_authorization_by_rrn on card_authorization (rrn);

-- Reversals that we have answered for: sent to the network until it acknowledges.
create table reversal (
  id text collate "C" not null,
  mid text not null,
  rrn text not null,
  -- The gateway asked; we gave up waiting; or an approval came after we had given up.
  origin text not null,
  -- Of the gateway's message, so that its repeat is known; empty for our own.
  stan text not null default '',
  sealed_message text,
  attempts integer not null default 0,
  created_at_ms bigint not null,
  next_attempt_at_ms bigint not null,
  acknowledged_at_ms bigint,
  response_code text,
  constraint reversal_pk primary key (id),
  constraint reversal_once unique (mid, rrn, origin, stan),
  constraint reversal_origin check (origin in ('gateway', 'no_answer', 'late_approval')),
  constraint reversal_sealed_until_acknowledged check (
    (sealed_message is null) = (acknowledged_at_ms is not null)
  )
);
create index reversal_by_rrn on reversal (rrn);
create index reversal_waiting on reversal (next_attempt_at_ms, id) where acknowledged_at_ms is null;
