-- ledger_post takes an array of postings and writes them all or none:
--   [{ "accountId", "id", "at", "kind", "pendingId"?, "description", "reference"?,
--      "entries": [{ "account", "currency", "side", "amount" }] }]
-- Each balance is updated once for the whole array, in ascending order of accounts: one hot balance
-- costs one update a batch, and two batches cannot wait for each other in a circle.
-- The planner settings hold for all that it calls: a plan cached while the tables are small must
-- still fit when they are large.

create type ledger_posting as (
  "accountId" text,
  id text,
  at bigint,
  kind text,
  "pendingId" text,
  description text,
  reference text,
  entries jsonb
);

create type ledger_posting_entry as (
  account text,
  currency text,
  side text,
  amount bigint
);

create function ledger_post(postings jsonb) returns integer
language plpgsql
set enable_seqscan = off
set enable_hashjoin = off
set enable_mergejoin = off
set plan_cache_mode = force_generic_plan
as $$
declare
  wanted integer := jsonb_array_length(postings);
  written integer;
  resolves boolean;
  wrong text;
  delta record;
begin
  -- Posted and pending transactions bring their entries; a void or an expiry brings none.
  select
    coalesce(bool_or(p ->> 'pendingId' is not null), false),
    min(p ->> 'id') filter (where case
      when p ->> 'kind' in ('posted', 'pending') then jsonb_array_length(p -> 'entries') < 2
      when p ->> 'kind' = 'post' then jsonb_array_length(p -> 'entries') = 1
      else jsonb_array_length(p -> 'entries') > 0
    end)
  into resolves, wrong
  from jsonb_array_elements(postings) p;
  if wrong is not null then
    perform kassa_refuse('unbalanced', wrong || ': too few or too many entries for its kind');
  end if;

  insert into ledger_transaction
    (account_id, id, at_ms, kind, pending_id, description, reference)
  select p."accountId", p.id, p.at, p.kind, p."pendingId", p.description, p.reference
  from jsonb_populate_recordset(null::ledger_posting, postings) p
  order by p."accountId", p."pendingId", p.id
  on conflict (account_id, pending_id) where pending_id is not null do nothing;
  get diagnostics written = row_count;
  if written < wanted then
    perform kassa_refuse('pending_not_open', 'resolved already');
  end if;

  insert into ledger_entry (account_id, transaction_id, line, path, currency, side, amount)
  select p."accountId", p.id, e.line, e.account, e.currency, e.side, e.amount
  from jsonb_populate_recordset(null::ledger_posting, postings) p
  cross join lateral rows from (
    jsonb_populate_recordset(null::ledger_posting_entry, p.entries)
  ) with ordinality e (account, currency, side, amount, line)
  where p.kind in ('posted', 'pending');

  -- After the entries above, so that an array may hold a pending transaction and its post.
  if resolves then
    postings := ledger_write_resolutions(postings);
  end if;

  for delta in
    select
      account_id,
      path,
      currency,
      coalesce(sum(amount) filter (where side = 'debit' and not is_pending), 0)::bigint as posted_debit,
      coalesce(sum(amount) filter (where side = 'credit' and not is_pending), 0)::bigint as posted_credit,
      coalesce(sum(amount) filter (where side = 'debit' and is_pending), 0)::bigint as pending_debit,
      coalesce(sum(amount) filter (where side = 'credit' and is_pending), 0)::bigint as pending_credit
    from (
      select
        p."accountId" collate "C" as account_id,
        e.account collate "C" as path,
        e.currency collate "C" as currency,
        e.side,
        e.amount,
        p.kind = 'pending' as is_pending
      from jsonb_populate_recordset(null::ledger_posting, postings) p
      cross join lateral jsonb_populate_recordset(null::ledger_posting_entry, p.entries) e
      union all
      select e.account_id, e.path, e.currency, e.side, -e.amount, true
      from jsonb_populate_recordset(null::ledger_posting, postings) p
      join ledger_entry e
        on e.account_id = p."accountId"
        and e.transaction_id = p."pendingId"
      where resolves
    ) change
    group by account_id, path, currency
    order by account_id, path, currency
  loop
    update ledger_account a
    set
      posted_debit = a.posted_debit + delta.posted_debit,
      posted_credit = a.posted_credit + delta.posted_credit,
      pending_debit = a.pending_debit + delta.pending_debit,
      pending_credit = a.pending_credit + delta.pending_credit
    where a.account_id = delta.account_id
      and a.path = delta.path
      and a.currency = delta.currency
      and (
        a.floor is null
        or a.floor <= case a.normal
          when 'debit' then
            a.posted_debit + delta.posted_debit
            - a.posted_credit - delta.posted_credit
            - a.pending_credit - delta.pending_credit
          else
            a.posted_credit + delta.posted_credit
            - a.posted_debit - delta.posted_debit
            - a.pending_debit - delta.pending_debit
        end
      );
    if not found then
      perform ledger_refuse_account(delta.account_id, delta.path, delta.currency);
    end if;
  end loop;
  return wanted;
end $$;

create function ledger_refuse_account(of_account_id text, of_path text, of_currency text)
returns void
language plpgsql as $$
begin
  perform 1
  from ledger_account a
  where a.account_id = of_account_id and a.path = of_path and a.currency = of_currency;
  if found then
    perform kassa_refuse('insufficient_funds', of_path);
  end if;
  perform 1
  from ledger_account a
  where a.account_id = of_account_id and a.path = of_path;
  if found then
    perform kassa_refuse('currency_mismatch', of_path || ' has no ' || of_currency);
  end if;
  perform kassa_refuse('account_unknown', of_path || ' ' || of_currency);
end $$;

-- A post without entries posts the whole of what was pending.
create function ledger_complete_posts(postings jsonb) returns jsonb
language sql as $$
  select jsonb_agg(
    case
      when p.value ->> 'kind' = 'post' and jsonb_array_length(p.value -> 'entries') = 0 then
        jsonb_set(p.value, '{entries}', (
          select coalesce(jsonb_agg(
            jsonb_build_object(
              'account', e.path, 'currency', e.currency, 'side', e.side, 'amount', e.amount::text
            ) order by e.line
          ), '[]')
          from ledger_entry e
          where e.account_id = p.value ->> 'accountId'
            and e.transaction_id = p.value ->> 'pendingId'
        ))
      else p.value
    end order by p.ordinality
  )
  from jsonb_array_elements(postings) with ordinality p
$$;

create function ledger_check_resolutions(postings jsonb) returns void
language plpgsql as $$
declare
  wrong text;
begin
  select p."pendingId"
  into wrong
  from jsonb_populate_recordset(null::ledger_posting, postings) p
  where p."pendingId" is not null
    and not exists (
      select 1
      from ledger_transaction t
      where t.account_id = p."accountId"
        and t.id = p."pendingId"
        and t.kind = 'pending'
    )
  limit 1;
  if found then
    perform kassa_refuse('pending_not_open', wrong || ' is not a pending transaction');
  end if;

  select p."pendingId"
  into wrong
  from jsonb_populate_recordset(null::ledger_posting, postings) p
  cross join lateral jsonb_populate_recordset(null::ledger_posting_entry, p.entries) e
  where p.kind = 'post'
  group by p."accountId", p.id, p."pendingId", e.account, e.currency, e.side
  having sum(e.amount) > coalesce((
    select sum(held.amount)
    from ledger_entry held
    where held.account_id = p."accountId"
      and held.transaction_id = p."pendingId"
      and held.path = e.account
      and held.currency = e.currency
      and held.side = e.side
  ), 0)
  limit 1;
  if found then
    perform kassa_refuse('exceeds_pending', wrong);
  end if;
end $$;

create function ledger_write_resolutions(postings jsonb) returns jsonb
language plpgsql as $$
begin
  postings := ledger_complete_posts(postings);
  perform ledger_check_resolutions(postings);
  insert into ledger_entry (account_id, transaction_id, line, path, currency, side, amount)
  select p."accountId", p.id, e.line, e.account, e.currency, e.side, e.amount
  from jsonb_populate_recordset(null::ledger_posting, postings) p
  cross join lateral rows from (
    jsonb_populate_recordset(null::ledger_posting_entry, p.entries)
  ) with ordinality e (account, currency, side, amount, line)
  where p.kind = 'post';
  return postings;
end $$;
