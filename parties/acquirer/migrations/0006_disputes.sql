-- Disputes of merchants' sales: what the network brings, what merchants answer, and the money that
-- goes back and forth because of it. To a merchant they are items as captures and refunds are.

alter table item
  -- Of a chargeback and of its reversal.
  add column dispute_id text collate "C",
  drop constraint item_kind,
  add constraint item_kind check (
    kind in ('capture', 'refund', 'chargeback', 'chargeback_reversal')
    and (dispute_id is not null) = (kind in ('chargeback', 'chargeback_reversal'))
  ),
  -- A dispute costs what the contract says, whatever it is about.
  drop constraint item_fee,
  add constraint item_fee check (fee >= 0 and (fee <= amount or kind = 'chargeback'));

create index item_by_arn on item (arn) where kind = 'capture' and arn is not null;

create table dispute (
  id text collate "C" not null,
  -- As the issuer names it.
  case_id text not null,
  mid text not null,
  item_id text collate "C" not null,
  arn text not null,
  rrn text not null,
  part integer not null,
  currency text not null,
  amount bigint not null,
  fee bigint not null,
  -- The network's code.
  reason text not null,
  state text not null default 'open',
  -- Why it was lost, when nobody judged it.
  lost_by text,
  opened_at_ms bigint not null,
  due_at_ms bigint not null,
  changed_at_ms bigint not null,
  ended_at_ms bigint,
  -- The merchant's answer, under the gateway's own name for it.
  reference text,
  documents text not null default '',
  statement text not null default '',
  answered_at_ms bigint,
  attempts integer not null default 0,
  next_attempt_at_ms bigint,
  constraint dispute_pk primary key (id),
  constraint dispute_case_once unique (case_id),
  constraint dispute_item_once unique (item_id),
  constraint dispute_item_fk foreign key (item_id) references item (id),
  constraint dispute_amount check (amount > 0 and fee >= 0),
  constraint dispute_state check (
    case state
      when 'open' then answered_at_ms is null and ended_at_ms is null
      -- Answered, and on its way to the network.
      when 'answered' then answered_at_ms is not null and next_attempt_at_ms is not null
      when 'represented' then answered_at_ms is not null and next_attempt_at_ms is null
      when 'won' then answered_at_ms is not null and ended_at_ms is not null
      when 'lost' then ended_at_ms is not null
      else false
    end
  )
);

create index dispute_of_merchant on dispute (mid, changed_at_ms, id);
create index dispute_due on dispute (due_at_ms) where state = 'open';
create index dispute_to_send on dispute (next_attempt_at_ms, id) where state = 'answered';
create index dispute_by_rrn on dispute (rrn);

-- What the network owes us (above zero) or we owe it for a message, until the clearing house settles.
create table dispute_movement (
  dispute_id text collate "C" not null,
  stage text not null,
  currency text not null,
  amount bigint not null,
  -- The file it came or went with: settled together, as a batch of items is.
  file_id text not null,
  business_date date not null,
  taken_at_ms bigint not null,
  settled_at_ms bigint,
  constraint dispute_movement_pk primary key (dispute_id, stage),
  constraint dispute_movement_dispute_fk foreign key (dispute_id) references dispute,
  constraint dispute_movement_stage check (
    stage in ('chargeback', 'representment', 'second_chargeback')
  ),
  constraint dispute_movement_not_nothing check (amount <> 0)
);

create index dispute_movement_open on dispute_movement (currency, file_id)
  where settled_at_ms is null;

create table dispute_file (
  file_id text not null,
  digest text not null,
  received_at_ms bigint not null,
  answer text not null,
  constraint dispute_file_pk primary key (file_id)
);

-- What an item is to the merchant: above zero, it is owed.
create function item_net(kind text, amount bigint, fee bigint) returns bigint
language sql immutable as $$
  select case when kind in ('capture', 'chargeback_reversal') then amount else -amount end - fee
$$;

create function dispute_settled(settlements jsonb) returns integer
language plpgsql as $$
declare
  touched integer;
begin
  update dispute_movement m
  set settled_at_ms = (s.value ->> 'atMs')::bigint
  from jsonb_array_elements(settlements) s
  cross join lateral jsonb_array_elements_text(s.value -> 'batches') b (id)
  where m.file_id = b.id
    and m.currency = s.value ->> 'currency'
    and m.settled_at_ms is null;
  get diagnostics touched = row_count;
  return touched;
end $$;

create or replace function item_paid(payouts jsonb) returns integer
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
      returning item_net(i.kind, i.amount, i.fee) as net
    )
    select coalesce(sum(net), 0) into found_sum from taken;
    if found_sum <> (wanted ->> 'amount')::bigint then
      perform kassa_refuse('due_changed', found_sum || ' instead of ' || (wanted ->> 'amount'));
    end if;
    touched := touched + 1;
  end loop;
  return touched;
end $$;
