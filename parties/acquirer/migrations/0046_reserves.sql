-- Rolling reserve: a share of each sale is held back from its payout, and released on a day that is known
-- from then on. A hold belongs to the payout that it was taken from, a release to the one it goes out in.
create table reserve_movement (
  id text collate "C" not null,
  -- Of a hold its own id.
  hold_id text collate "C" not null,
  kind text not null,
  mid text not null,
  currency text not null,
  -- Above zero; the kind says the direction.
  amount bigint not null,
  value_on date not null,
  release_on date not null,
  created_at_ms bigint not null,
  payout_id text collate "C",
  -- Of a hold: there is its release.
  is_released boolean not null default false,
  constraint reserve_movement_pk primary key (id),
  constraint reserve_movement_once unique (hold_id, kind),
  constraint reserve_movement_hold foreign key (hold_id) references reserve_movement (id),
  constraint reserve_movement_payout foreign key (payout_id) references payout,
  constraint reserve_movement_kind check (
    case kind
      when 'hold' then hold_id = id and release_on > value_on
      when 'release' then hold_id <> id and value_on >= release_on
      else false
    end
  ),
  constraint reserve_movement_amount check (amount > 0)
);
create index reserve_movement_due on reserve_movement (mid, currency, value_on)
  where payout_id is null;
create index reserve_movement_of_payout on reserve_movement (payout_id, id)
  where payout_id is not null;
create index reserve_movement_held on reserve_movement (mid, release_on, id)
  where kind = 'hold' and not is_released;

alter table item
  -- What of it is held back from its payout, as the contract was at the time of the sale.
  add column reserved bigint not null default 0,
  -- The hold it is in, from the first payout on: also if that one comes back.
  add column reserve_id text collate "C",
  add constraint item_reserve foreign key (reserve_id) references reserve_movement,
  add constraint item_reserved check (reserved between 0 and amount
    and (reserved = 0 or kind = 'capture') and (reserve_id is null or reserved > 0));

-- What a movement of the reserve is to the merchant: above zero, it is owed.
create function reserve_net(kind text, amount bigint) returns bigint
language sql immutable as $$
  select case kind when 'release' then amount else -amount end
$$;

-- Puts everything a merchant is due in a currency into a payout, less a new hold; refuses if that is no
-- longer the amount which was decided on.
create or replace function item_paid(payouts jsonb) returns integer
language plpgsql as $$
declare
  wanted jsonb;
  touched integer := 0;
  found_sum bigint;
  held_sum bigint;
begin
  for wanted in select value from jsonb_array_elements(payouts) loop
    with taken as (
      update item i
      set
        payout_id = wanted ->> 'payoutId',
        reserve_id = case
          when i.reserved > 0 then coalesce(i.reserve_id, wanted ->> 'holdId')
        end
      where i.mid = wanted ->> 'mid'
        and i.currency = wanted ->> 'currency'
        and i.state = 'settled'
        and i.payout_id is null
        and i.value_on <= (wanted ->> 'valueOn')::date
      returning item_net(i.kind, i.amount, i.fee) as net,
        case when i.reserve_id = wanted ->> 'holdId' then i.reserved else 0 end as held
    ),
    moved as (
      update reserve_movement r
      set payout_id = wanted ->> 'payoutId'
      where r.mid = wanted ->> 'mid'
        and r.currency = wanted ->> 'currency'
        and r.payout_id is null
        and r.value_on <= (wanted ->> 'valueOn')::date
      returning reserve_net(r.kind, r.amount) as net
    )
    select
      (select coalesce(sum(net), 0) from taken) + (select coalesce(sum(net), 0) from moved),
      (select coalesce(sum(held), 0) from taken)
    into found_sum, held_sum;
    if (found_sum - held_sum, held_sum)
      is distinct from ((wanted ->> 'amount')::bigint, (wanted ->> 'held')::bigint)
    then
      perform kassa_refuse('due_changed',
        found_sum - held_sum || ' instead of ' || (wanted ->> 'amount'));
    end if;
    touched := touched + 1;
  end loop;
  return touched;
end $$;

-- The money of a payout came back: what was in it is due again.
create or replace function item_unpaid(payout_ids jsonb) returns integer
language plpgsql as $$
declare
  touched integer;
begin
  update item i
  set payout_id = null
  from jsonb_array_elements_text(payout_ids) p (id)
  where i.payout_id = p.id;
  get diagnostics touched = row_count;
  update reserve_movement r
  set payout_id = null
  from jsonb_array_elements_text(payout_ids) p (id)
  where r.payout_id = p.id;
  return touched;
end $$;

-- What will arrive at a merchant's: everything that is not paid out yet.
create index item_not_paid on item (mid) where payout_id is null and state <> 'rejected';
