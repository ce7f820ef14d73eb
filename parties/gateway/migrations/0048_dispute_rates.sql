-- How often a merchant's sales are disputed, as the networks count it. The sales of a month are counted
-- once it runs and once more when it has ended: pages and warnings then read a few rows, not its payments.
create table sales_month (
  account_id text not null,
  -- 'YYYY-MM' on the wall clock of the gateway's zone.
  month text not null,
  brand text not null,
  currency text not null,
  sales bigint not null,
  amount bigint not null,
  -- How many of them were shown to be the cardholder's, by 3-D Secure.
  authenticated bigint not null,
  constraint sales_month_pk primary key (account_id, month, brand, currency),
  constraint sales_month_figures check (sales > 0 and authenticated between 0 and sales)
);

-- What has been counted, also of months without a sale; whole: when the month had ended.
create table sales_month_counted (
  account_id text not null,
  month text not null,
  is_whole boolean not null,
  at bigint not null,
  constraint sales_month_counted_pk primary key (account_id, month)
);

-- Where a merchant stands with a network now.
create table dispute_standing (
  account_id text not null,
  brand text not null,
  standing text not null,
  -- 0 fine, 1 near, 2 in a programme, 3 in its graver half: the list shows the worst first.
  rank integer not null,
  programme text,
  month text,
  -- Of the threshold, in basis points: 10000 is there.
  share integer not null,
  since bigint not null,
  judged_at bigint not null,
  constraint dispute_standing_pk primary key (account_id, brand),
  constraint dispute_standing_name check (standing in ('fine', 'near', 'in_programme')),
  constraint dispute_standing_rank check (
    case standing when 'fine' then rank = 0 when 'near' then rank = 1 else rank in (2, 3) end),
  constraint dispute_standing_programme check (standing = 'fine' or programme is not null)
);
create index dispute_standing_worst on dispute_standing (rank desc, share desc, account_id, brand);

-- Every change of a standing, told once. Never changed.
create table dispute_standing_move (
  account_id text not null,
  brand text not null,
  at bigint not null,
  from_standing text not null,
  to_standing text not null,
  programme text,
  month text,
  share integer not null,
  constraint dispute_standing_move_pk primary key (account_id, brand, at)
);

-- Operators name a dispute by its id alone, and look at those first that must be answered soonest.
create index dispute_by_id on dispute (id);
create index dispute_unanswered on dispute (due_by, id) where status = 'needs_response';

-- [{ account, month, fromMs, toMs, firstId, endId, isWhole, at }]: the settled sales of a month, counted
-- anew. Ids sort by the time they were made, so the month is a range of the key. Without the settings
-- all charges are read for a month's sales: 0.9 s for 85,000 of a million, and more with every month.
create function sales_month_count(wanted jsonb) returns integer
language plpgsql
set enable_seqscan = off
set enable_hashjoin = off
set enable_mergejoin = off
as $$
declare
  one jsonb;
  done integer := 0;
begin
  for one in select value from jsonb_array_elements(wanted) loop
    -- Who counts the same month meanwhile waits here.
    insert into sales_month_counted (account_id, month, is_whole, at)
    values (one ->> 'account', one ->> 'month', (one ->> 'isWhole')::boolean, (one ->> 'at')::bigint)
    on conflict (account_id, month) do update set is_whole = excluded.is_whole, at = excluded.at;
    delete from sales_month where account_id = one ->> 'account' and month = one ->> 'month';
    insert into sales_month (account_id, month, brand, currency, sales, amount, authenticated)
    select b.account_id, one ->> 'month', m.brand, b.currency, count(*), sum(b.amount),
      count(u.is_shown)
    from balance_transaction b
    join charge c on c.account_id = b.account_id and c.id = b.source_id
    join payment_method m on m.account_id = c.account_id and m.id = c.payment_method_id
    -- One at a time: as a condition it may be answered by reading all authentications there are.
    left join lateral (
      select true as is_shown from authentication
      where account_id = c.account_id and intent_id = c.intent_id
        and attempt_id = c.attempt_id and trans_status in ('Y', 'A')
      limit 1
    ) u on true
    where b.account_id = one ->> 'account' and b.type = 'charge'
      and b.id >= one ->> 'firstId' and b.id < one ->> 'endId'
      and b.created_at >= (one ->> 'fromMs')::bigint and b.created_at < (one ->> 'toMs')::bigint
    group by b.account_id, m.brand, b.currency;
    done := done + 1;
  end loop;
  return done;
end $$;

-- [{ account, brand, standing, rank, programme, month, share, at, was }]: where a merchant stands; a
-- change is kept besides. Refused as `standing_moved` unless it stood at the rank `was` names.
create function dispute_standing_judge(wanted jsonb) returns integer
language plpgsql as $$
declare
  one jsonb;
  old dispute_standing;
  done integer := 0;
begin
  for one in select value from jsonb_array_elements(wanted) loop
    select * into old from dispute_standing
    where account_id = one ->> 'account' and brand = one ->> 'brand' for update;
    if coalesce(old.rank, 0) <> (one ->> 'was')::integer then
      perform kassa_refuse('standing_moved', one ->> 'account');
    end if;
    insert into dispute_standing as s
      (account_id, brand, standing, rank, programme, month, share, since, judged_at)
    values (one ->> 'account', one ->> 'brand', one ->> 'standing', (one ->> 'rank')::integer,
      one ->> 'programme', one ->> 'month', (one ->> 'share')::integer, (one ->> 'at')::bigint,
      (one ->> 'at')::bigint)
    on conflict (account_id, brand) do update set
      standing = excluded.standing, rank = excluded.rank, programme = excluded.programme,
      month = excluded.month, share = excluded.share, judged_at = excluded.judged_at,
      since = case when s.rank = excluded.rank then s.since else excluded.since end;
    if (one ->> 'rank')::integer <> (one ->> 'was')::integer then
      insert into dispute_standing_move
        (account_id, brand, at, from_standing, to_standing, programme, month, share)
      values (one ->> 'account', one ->> 'brand', (one ->> 'at')::bigint,
        coalesce(old.standing, 'fine'), one ->> 'standing', one ->> 'programme', one ->> 'month',
        (one ->> 'share')::integer);
    end if;
    done := done + 1;
  end loop;
  return done;
end $$;
