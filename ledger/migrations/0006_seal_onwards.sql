-- Where the sealer stands is read first and compared as a value: joined, its row was held against every
-- transaction of the book, in every round. The digests of a round are made in one go.

-- The text of a transaction that a seal vouches for. The entries: [line, path, currency, side, amount].
create function ledger_digest_of(t ledger_transaction, entries jsonb) returns bytea
language sql stable
return sha256(convert_to(
  jsonb_build_array(
    t.account_id, t.id, t.at_ms::text, t.kind, t.pending_id, t.description, t.reference,
    coalesce(entries, '[]')
  )::text, 'UTF8'));

create or replace function ledger_digest(of_account_id text, of_id text) returns bytea
language sql stable as $$
  select ledger_digest_of(t, (
    select jsonb_agg(
      jsonb_build_array(e.line, e.path, e.currency, e.side, e.amount::text) order by e.line
    )
    from ledger_entry e
    where e.account_id = t.account_id and e.transaction_id = t.id
  ))
  from ledger_transaction t
  where t.account_id = of_account_id and t.id = of_id
$$;

create or replace function ledger_seal_next(at_most integer, at_ms bigint) returns integer
language plpgsql
set enable_seqscan = off
set enable_hashjoin = off
set enable_mergejoin = off
set plan_cache_mode = force_generic_plan
as $$
declare
  last ledger_sealer;
  sealed integer;
begin
  if not pg_try_advisory_xact_lock(hashtextextended('ledger sealer ' || current_schema, 0)) then
    return -1;
  end if;
  select * into strict last from ledger_sealer;

  with news as materialized (
    select t
    from ledger_transaction t
    where t.xid >= last.xid
      and (t.xid, t.account_id, t.id) > (last.xid, last.account_id, last.id)
      -- Of the snapshot that sees the rows: one taken a moment before would let what is being written
      -- pass for what comes from another server.
      and (
        t.xid < pg_snapshot_xmin(pg_current_snapshot())
        or t.xid > pg_snapshot_xmax(pg_current_snapshot())
      )
    order by t.xid, t.account_id, t.id
    limit at_most
  ),
  next as materialized (
    select
      (n.t).account_id,
      (n.t).id,
      (n.t).xid,
      ledger_digest_of(n.t, e.entries) as digest,
      coalesce(c.hash, ''::bytea) as previous_hash,
      coalesce(c.blocks, 0) + 1 as block,
      coalesce(c.seals, 0)
        + row_number() over (partition by (n.t).account_id order by (n.t).xid, (n.t).id) as number
    from news n
    left join lateral (
      select jsonb_agg(
        jsonb_build_array(e.line, e.path, e.currency, e.side, e.amount::text) order by e.line
      ) as entries
      from ledger_entry e
      where e.account_id = (n.t).account_id and e.transaction_id = (n.t).id
    ) e on true
    left join ledger_chain c on c.account_id = (n.t).account_id
  ),
  seals as (
    insert into ledger_seal (account_id, number, transaction_id, digest)
    select account_id, number, id, digest
    from next
  ),
  blocks as (
    insert into ledger_block
      (account_id, number, first_seal, last_seal, previous_hash, hash, sealed_at_ms)
    select
      account_id,
      block,
      min(number),
      max(number),
      previous_hash,
      ledger_block_hash(previous_hash, block, string_agg(digest, ''::bytea order by number)),
      at_ms
    from next
    group by account_id, block, previous_hash
    returning account_id, number, last_seal, hash
  ),
  chains as (
    insert into ledger_chain (account_id, blocks, seals, hash)
    select account_id, number, last_seal, hash
    from blocks
    on conflict on constraint ledger_chain_pk do update
    set blocks = excluded.blocks, seals = excluded.seals, hash = excluded.hash
  ),
  progress as (
    update ledger_sealer
    set xid = l.xid, account_id = l.account_id, id = l.id
    from (
      select xid, account_id, id
      from next
      order by xid desc, account_id desc, id desc
      limit 1
    ) l
  )
  select count(*) into sealed from next;
  return sealed;
end $$;
