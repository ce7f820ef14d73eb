-- The proof of a whole book: every way in which rows could have been changed, deleted, inserted or
-- reordered, as findings that name the row. No finding: the book is as it was written.

-- Balances as the entries alone give them.
create view ledger_counted as
select
  account_id,
  path,
  currency,
  coalesce(sum(amount) filter (where side = 'debit' and not is_pending), 0)::bigint as posted_debit,
  coalesce(sum(amount) filter (where side = 'credit' and not is_pending), 0)::bigint as posted_credit,
  coalesce(sum(amount) filter (where side = 'debit' and is_pending), 0)::bigint as pending_debit,
  coalesce(sum(amount) filter (where side = 'credit' and is_pending), 0)::bigint as pending_credit
from (
  select e.account_id, e.path, e.currency, e.side, e.amount, t.kind = 'pending' as is_pending
  from ledger_entry e
  join ledger_transaction t on t.account_id = e.account_id and t.id = e.transaction_id
  where t.kind <> 'pending'
    or not exists (
      select 1
      from ledger_transaction r
      where r.account_id = t.account_id and r.pending_id = t.id
    )
) open_or_posted
group by account_id, path, currency;

create function ledger_chain_findings() returns table (what text, place text, detail text)
language sql stable as $$
  with counted as (
    select
      b.account_id,
      b.number,
      b.first_seal,
      b.last_seal,
      b.previous_hash,
      b.hash,
      lag(b.hash, 1, ''::bytea) over chain as hash_before,
      lag(b.number, 1, 0::bigint) over chain as number_before,
      lag(b.last_seal, 1, 0::bigint) over chain as seal_before,
      ledger_block_hash(b.previous_hash, b.number, coalesce((
        select string_agg(s.digest, ''::bytea order by s.number)
        from ledger_seal s
        where s.account_id = b.account_id and s.number between b.first_seal and b.last_seal
      ), ''::bytea)) as hash_now
    from ledger_block b
    window chain as (partition by b.account_id order by b.number)
  )
  select 'block_changed', account_id || ' block ' || number,
    'seals ' || first_seal || ' to ' || last_seal || ' were changed, deleted or reordered'
  from counted
  where hash <> hash_now

  union all
  select 'chain_broken', account_id || ' block ' || number, 'does not follow the block before it'
  from counted
  where previous_hash <> hash_before or number <> number_before + 1 or first_seal <> seal_before + 1

  union all
  select 'seal_without_block', s.account_id || ' ' || s.transaction_id, 'seal ' || s.number
  from ledger_seal s
  where not exists (
    select 1
    from ledger_block b
    where b.account_id = s.account_id and s.number between b.first_seal and b.last_seal
  )

  union all
  select 'chain_cut', coalesce(c.account_id, e.account_id),
    'the chain should end with block ' || coalesce(c.blocks, 0) || ' and ends with '
      || coalesce(e.number, 0)
  from ledger_chain c
  full join (
    select distinct on (account_id) account_id, number, hash
    from ledger_block
    order by account_id, number desc
  ) e on e.account_id = c.account_id
  where (c.blocks, c.hash) is distinct from (e.number, e.hash)
$$;

create function ledger_findings() returns table (what text, place text, detail text)
language sql stable as $$
  select 'unbalanced', e.account_id || ' ' || e.transaction_id,
    'debits minus credits in ' || e.currency || ': '
      || sum(case e.side when 'debit' then e.amount else -e.amount end)
  from ledger_entry e
  group by e.account_id, e.transaction_id, e.currency
  having sum(case e.side when 'debit' then e.amount else -e.amount end) <> 0

  union all
  select 'entry_without_transaction', e.account_id || ' ' || e.transaction_id,
    'line ' || min(e.line)
  from ledger_entry e
  left join ledger_transaction t on t.account_id = e.account_id and t.id = e.transaction_id
  where t.id is null
  group by e.account_id, e.transaction_id

  union all
  select 'transaction_without_entries', t.account_id || ' ' || t.id, t.kind
  from ledger_transaction t
  where t.kind in ('posted', 'pending', 'post')
    and not exists (
      select 1 from ledger_entry e where e.account_id = t.account_id and e.transaction_id = t.id
    )

  union all
  select 'pending_unknown', t.account_id || ' ' || t.id, t.kind || ' of ' || t.pending_id
  from ledger_transaction t
  left join ledger_transaction p on p.account_id = t.account_id and p.id = t.pending_id
  where t.pending_id is not null and (p.id is null or p.kind <> 'pending')

  union all
  select 'balance_differs', coalesce(a.account_id, k.account_id) || ' '
      || coalesce(a.path, k.path) || ' ' || coalesce(a.currency, k.currency),
    case when a.path is null then 'entries without an account' else
      'kept ' || concat_ws('/', a.posted_debit, a.posted_credit, a.pending_debit, a.pending_credit)
      || ', by its entries ' || concat_ws('/',
        coalesce(k.posted_debit, 0), coalesce(k.posted_credit, 0),
        coalesce(k.pending_debit, 0), coalesce(k.pending_credit, 0))
    end
  from ledger_account a
  full join ledger_counted k
    on k.account_id = a.account_id and k.path = a.path and k.currency = a.currency
  where (a.posted_debit, a.posted_credit, a.pending_debit, a.pending_credit)
    is distinct from (
      coalesce(k.posted_debit, 0), coalesce(k.posted_credit, 0),
      coalesce(k.pending_debit, 0), coalesce(k.pending_credit, 0))

  union all
  select 'transaction_changed', s.account_id || ' ' || s.transaction_id, 'seal ' || s.number
  from ledger_seal s
  join ledger_transaction t on t.account_id = s.account_id and t.id = s.transaction_id
  where s.digest <> ledger_digest(s.account_id, s.transaction_id)

  union all
  select 'transaction_missing', s.account_id || ' ' || s.transaction_id, 'seal ' || s.number
  from ledger_seal s
  left join ledger_transaction t on t.account_id = s.account_id and t.id = s.transaction_id
  where t.id is null

  union all
  select 'transaction_inserted', t.account_id || ' ' || t.id, 'behind the sealer, without a seal'
  from ledger_transaction t
  left join ledger_seal s on s.account_id = t.account_id and s.transaction_id = t.id
  cross join ledger_sealer w
  where s.number is null and (t.xid, t.account_id, t.id) <= (w.xid, w.account_id, w.id)

  union all
  select f.what, f.place, f.detail from ledger_chain_findings() f
$$;
