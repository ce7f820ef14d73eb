-- Sealing: one sealer chains what is committed, so that writers never queue for the chain.

-- What a seal vouches for: the whole transaction with its entries, as one text.
create function ledger_digest(of_account_id text, of_id text) returns bytea
language sql stable as $$
  select sha256(convert_to(
    jsonb_build_array(
      t.account_id, t.id, t.at_ms::text, t.kind, t.pending_id, t.description, t.reference,
      coalesce((
        select jsonb_agg(
          jsonb_build_array(e.line, e.path, e.currency, e.side, e.amount::text) order by e.line
        )
        from ledger_entry e
        where e.account_id = t.account_id and e.transaction_id = t.id
      ), '[]')
    )::text, 'UTF8'))
  from ledger_transaction t
  where t.account_id = of_account_id and t.id = of_id
$$;

create function ledger_block_hash(previous_hash bytea, number bigint, digests bytea) returns bytea
language sql immutable as $$
  select sha256(previous_hash || convert_to(number::text || ':', 'UTF8') || digests)
$$;

-- Seals up to `at_most` transactions; returns how many, or -1 while another sealer is at work.
-- Below the oldest running database transaction nothing new can appear any more. A number above
-- our own snapshot comes from another server, out of a restored copy, and is committed too.
create function ledger_seal_next(at_most integer, at_ms bigint) returns integer
language plpgsql
set enable_seqscan = off
as $$
declare
  sealed integer;
begin
  if not pg_try_advisory_xact_lock(hashtextextended('ledger sealer ' || current_schema, 0)) then
    return -1;
  end if;

  with next as materialized (
    select
      n.account_id,
      n.id,
      n.xid,
      ledger_digest(n.account_id, n.id) as digest,
      coalesce(c.hash, ''::bytea) as previous_hash,
      coalesce(c.blocks, 0) + 1 as block,
      coalesce(c.seals, 0)
        + row_number() over (partition by n.account_id order by n.xid, n.id) as number
    from (
      select t.account_id, t.id, t.xid
      from ledger_transaction t, ledger_sealer s
      where t.xid >= s.xid
        and (t.xid, t.account_id, t.id) > (s.xid, s.account_id, s.id)
        and (
          t.xid < pg_snapshot_xmin(pg_current_snapshot())
          or t.xid > pg_snapshot_xmax(pg_current_snapshot())
        )
      order by t.xid, t.account_id, t.id
      limit at_most
    ) n
    left join ledger_chain c on c.account_id = n.account_id
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
