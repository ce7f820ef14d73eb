-- The clearing house: messages once, settlements that wait for their morning, transfers, what each
-- member's account saw, and what still has to reach the members. Balances live in the ledger.

-- Who has accounts here, as of the last start: so that a stopped house can still say who owes whom.
create table member (
  code text not null,
  name text not null,
  party text not null,
  constraint member_pk primary key (code)
);

-- Every message that was taken, by its sender's id: the same id again is the same answer again.
create table message (
  sender text not null,
  message_id text not null,
  kind text not null,
  fingerprint text not null,
  received_at_ms bigint not null,
  constraint message_pk primary key (sender, message_id),
  constraint message_kind check (kind in ('pacs.008', 'pacs.009'))
);

create table settlement (
  sender text not null,
  message_id text not null,
  received_at_ms bigint not null,
  settle_on date not null,
  state text not null default 'waiting',
  settled_at_ms bigint,
  -- Why the last attempt did not settle; null before the first and after the last.
  refusal text,
  constraint settlement_pk primary key (sender, message_id),
  constraint settlement_message foreign key (sender, message_id) references message,
  constraint settlement_state check (
    case state
      when 'waiting' then settled_at_ms is null
      when 'settled' then settled_at_ms is not null and refusal is null
      else false
    end
  )
);
create index settlement_waiting on settlement (settle_on, received_at_ms) where state = 'waiting';

create table settlement_line (
  sender text not null,
  message_id text not null,
  line integer not null,
  debtor text not null,
  creditor text not null,
  currency text not null,
  amount bigint not null,
  end_to_end_id text not null,
  remittance text,
  constraint settlement_line_pk primary key (sender, message_id, line),
  constraint settlement_line_of foreign key (sender, message_id) references settlement,
  constraint settlement_line_amount check (amount > 0),
  constraint settlement_line_two_sides check (debtor <> creditor)
);

create table credit_transfer (
  id text not null,
  sender text not null,
  message_id text not null,
  end_to_end_id text not null,
  receiver text not null,
  currency text not null,
  amount bigint not null,
  debtor_name text not null,
  creditor_name text not null,
  creditor_account text not null,
  booked_at_ms bigint not null,
  state text not null default 'booked',
  return_reason text,
  constraint credit_transfer_pk primary key (id),
  constraint credit_transfer_message foreign key (sender, message_id) references message,
  constraint credit_transfer_once unique (sender, message_id, end_to_end_id),
  constraint credit_transfer_amount check (amount > 0),
  constraint credit_transfer_state check (
    case state
      when 'booked' then return_reason is null
      when 'returned' then return_reason is not null
      else false
    end
  )
);
create index credit_transfer_by_end_to_end_id on credit_transfer (end_to_end_id);

-- One line of a member's account statement. The ledger says what it is worth, this says what it was.
create table movement (
  id text collate "C" not null,
  member text not null,
  currency text not null,
  -- Signed as the member sees it: positive is money in.
  amount bigint not null,
  booked_on date not null,
  booked_at_ms bigint not null,
  kind text not null,
  message_id text,
  end_to_end_id text,
  counterparty text,
  remittance text,
  transaction_id text not null,
  constraint movement_pk primary key (id),
  constraint movement_amount check (amount <> 0),
  constraint movement_kind check (
    kind in ('LIQUIDITY', 'NETSETTLEMENT', 'CREDITTRANSFER', 'RETURN')
  )
);
create index movement_of_day on movement (member, currency, booked_on, id);

-- Liquidity is given once per member and currency, however often the program starts.
create table opening (
  member text not null,
  currency text not null,
  constraint opening_pk primary key (member, currency)
);

-- What must reach a member: written with the booking it tells of, tried until it is answered.
create table delivery (
  id text collate "C" not null,
  member text not null,
  kind text not null,
  -- The credit transfer that is forwarded, so that a refusal can be returned.
  transfer_id text,
  body text not null,
  created_at_ms bigint not null,
  next_attempt_at_ms bigint not null,
  attempts integer not null default 0,
  state text not null default 'waiting',
  last_error text,
  constraint delivery_pk primary key (id),
  constraint delivery_kind check (kind in ('notification', 'credit_transfer')),
  constraint delivery_transfer check ((kind = 'credit_transfer') = (transfer_id is not null)),
  constraint delivery_state check (state in ('waiting', 'delivered', 'refused'))
);
create index delivery_waiting on delivery (next_attempt_at_ms, id) where state = 'waiting';
