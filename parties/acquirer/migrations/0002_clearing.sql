-- From the capture to the money: items, the batches that present them, what the clearing house told,
-- and the payouts. The state of an item says how far its money has come.

create sequence item_number;

create table item (
  id text collate "C" not null,
  -- Gives the acquirer reference number (ARN); never reused.
  number bigint not null default nextval('item_number'),
  mid text not null,
  kind text not null,
  -- Of the authorization for a capture, its own for a refund.
  rrn text not null,
  stan text not null,
  original_rrn text not null,
  tid text not null,
  authorization_code text not null,
  currency text not null,
  amount bigint not null,
  -- What the contract takes from the merchant.
  fee bigint not null,
  -- What the network took from us, once it has said so; a refund may give some back.
  interchange bigint,
  scheme_fee bigint,
  eci text,
  card_masked text not null,
  -- The card, until the network has the item.
  sealed_card text,
  captured_at_ms bigint not null,
  state text not null default 'captured',
  batch_id text,
  sequence integer,
  arn text,
  value_on date,
  reject_reason text,
  settled_at_ms bigint,
  payout_id text collate "C",
  constraint item_pk primary key (id),
  constraint item_number_once unique (number),
  -- The gateway may send its advice again: the same four are the same advice.
  constraint item_once unique (mid, rrn, kind, stan),
  constraint item_of foreign key (mid, original_rrn) references card_authorization (mid, rrn),
  constraint item_kind check (kind in ('capture', 'refund')),
  constraint item_amount check (amount > 0),
  constraint item_fee check (fee between 0 and amount),
  constraint item_card_masked check (card_masked ~ '\*'),
  constraint item_state check (
    case state
      when 'captured' then batch_id is null and sealed_card is not null
      when 'batched' then batch_id is not null and sealed_card is not null
      when 'cleared' then arn is not null and interchange is not null and sealed_card is null
      when 'rejected' then reject_reason is not null and sealed_card is null
      when 'settled' then settled_at_ms is not null and value_on is not null
      else false
    end
  ),
  constraint item_paid_after_settled check (payout_id is null or state = 'settled')
);
-- The network clears one capture for each authorization.
create unique index item_one_capture on item (mid, rrn) where kind = 'capture';
create index item_unbatched on item (number) where state = 'captured';
create index item_of_batch on item (batch_id, sequence);
create index item_cleared on item (currency, batch_id) where state = 'cleared';
create index item_to_pay on item (mid, currency, value_on)
  where state = 'settled' and payout_id is null;
create index item_of_payout on item (payout_id, number) where payout_id is not null;
create index item_of_merchant on item (mid, number);
create index item_by_original on item (original_rrn);

create table batch (
  -- Also the id of its clearing file.
  id text collate "C" not null,
  business_date date not null,
  closed_at_ms bigint not null,
  items integer not null,
  -- The network's answer as it came; it is booked in portions.
  answer text,
  answered_at_ms bigint,
  attempts integer not null default 0,
  last_error text,
  constraint batch_pk primary key (id),
  constraint batch_answered_by_answer check (answered_at_ms is null or answer is not null)
);
alter table item add constraint item_batch foreign key (batch_id) references batch;
create index batch_unanswered on batch (closed_at_ms, id) where answered_at_ms is null;

create table settlement_advice (
  -- The clearing house's reference of the entry.
  reference text not null,
  kind text not null,
  message_id text,
  end_to_end_id text,
  currency text not null,
  -- Positive is money in.
  amount bigint not null,
  booked_on date not null,
  received_at_ms bigint not null,
  -- Settlements that do not add up to what we presented wait for the rest.
  is_matched boolean not null,
  constraint settlement_advice_pk primary key (reference)
);
create index settlement_advice_unmatched on settlement_advice (currency) where not is_matched;

create table payout (
  id text collate "C" not null,
  mid text not null,
  currency text not null,
  amount bigint not null,
  iban text not null,
  holder text not null,
  value_on date not null,
  created_at_ms bigint not null,
  -- The pacs.008, the same at every attempt.
  message text not null,
  attempts integer not null default 0,
  next_attempt_at_ms bigint not null,
  state text not null default 'created',
  ended_at_ms bigint,
  reason text,
  constraint payout_pk primary key (id),
  constraint payout_amount check (amount > 0),
  constraint payout_state check (
    case state
      when 'created' then ended_at_ms is null
      when 'paid' then ended_at_ms is not null
      -- Not taken by the clearing house, or sent back by the merchant's bank.
      when 'refused' then reason is not null
      when 'returned' then reason is not null
      else false
    end
  )
);
alter table item add constraint item_payout foreign key (payout_id) references payout;
create index payout_waiting on payout (next_attempt_at_ms, id) where state = 'created';
create index payout_of_merchant on payout (mid, id);

-- The network's answer for many items at once. An item that was answered before refuses the unit,
-- so that nothing is booked twice.
create type item_answer as (
  id text,
  outcome text,
  arn text,
  value_on date,
  interchange bigint,
  scheme_fee bigint,
  reject_reason text
);
create function item_answered(answers jsonb) returns integer
language plpgsql as $$
declare
  touched integer;
begin
  update item i
  set
    state = a.outcome,
    arn = a.arn,
    value_on = a.value_on,
    interchange = a.interchange,
    scheme_fee = a.scheme_fee,
    reject_reason = a.reject_reason,
    sealed_card = null
  from jsonb_populate_recordset(null::item_answer, answers) a
  where i.id = a.id and i.state = 'batched';
  get diagnostics touched = row_count;
  if touched <> jsonb_array_length(answers) then
    perform kassa_refuse('answered_before', touched || ' of ' || jsonb_array_length(answers));
  end if;
  -- A rejected refund leaves the capture to be refunded after all.
  update card_authorization c
  set refunded = c.refunded - r.refunded
  from (
    select i.mid, i.original_rrn, sum(i.amount) as refunded
    from jsonb_populate_recordset(null::item_answer, answers) a
    join item i on i.id = a.id
    where i.state = 'rejected' and i.kind = 'refund'
    group by i.mid, i.original_rrn
  ) r
  where c.mid = r.mid and c.rrn = r.original_rrn;
  return touched;
end $$;

-- The clearing house has settled these batches in this currency.
create function item_settled(settlements jsonb) returns integer
language plpgsql as $$
declare
  touched integer;
begin
  update item i
  set state = 'settled', settled_at_ms = (s.value ->> 'atMs')::bigint
  from jsonb_array_elements(settlements) s
  cross join lateral jsonb_array_elements_text(s.value -> 'batches') b (id)
  where i.batch_id = b.id
    and i.currency = s.value ->> 'currency'
    and i.state = 'cleared';
  get diagnostics touched = row_count;
  return touched;
end $$;

-- Puts everything a merchant is due in a currency into a payout; refuses if that is no longer the
-- amount which was decided on.
create function item_paid(payouts jsonb) returns integer
language plpgsql as $$
declare
  wanted jsonb;
  touched integer := 0;
  found_sum bigint;
begin
  for wanted in select value from jsonb_array_elements(payouts) loop
    with taken as (
      update item i
      set payout_id = wanted ->> 'payoutId'
      where i.mid = wanted ->> 'mid'
        and i.currency = wanted ->> 'currency'
        and i.state = 'settled'
        and i.payout_id is null
        and i.value_on <= (wanted ->> 'valueOn')::date
      returning case i.kind when 'capture' then i.amount - i.fee else -i.amount - i.fee end as net
    )
    select coalesce(sum(net), 0) into found_sum from taken;
    if found_sum <> (wanted ->> 'amount')::bigint then
      perform kassa_refuse('due_changed', found_sum || ' instead of ' || (wanted ->> 'amount'));
    end if;
    touched := touched + 1;
  end loop;
  return touched;
end $$;

-- The money of a payout came back: its items are due again.
create function item_unpaid(payout_ids jsonb) returns integer
language plpgsql as $$
declare
  touched integer;
begin
  update item i
  set payout_id = null
  from jsonb_array_elements_text(payout_ids) p (id)
  where i.payout_id = p.id;
  get diagnostics touched = row_count;
  return touched;
end $$;
