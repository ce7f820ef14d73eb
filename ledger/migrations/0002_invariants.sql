-- What no program may break: written once, never changed; every transaction balances.

create function ledger_refuse_change() returns trigger
language plpgsql as $$
begin
  raise exception '% is append-only: correct it by a new transaction', tg_table_name
    using errcode = 'restrict_violation';
end $$;

create trigger ledger_transaction_append_only
  before update or delete or truncate on ledger_transaction
  for each statement execute function ledger_refuse_change();

create trigger ledger_entry_append_only
  before update or delete or truncate on ledger_entry
  for each statement execute function ledger_refuse_change();

create trigger ledger_seal_append_only
  before update or delete or truncate on ledger_seal
  for each statement execute function ledger_refuse_change();

create trigger ledger_block_append_only
  before update or delete or truncate on ledger_block
  for each statement execute function ledger_refuse_change();

-- Judged per statement: all entries of a transaction are inserted by one statement, in the same
-- database transaction as the row they belong to.
create function ledger_check_entries() returns trigger
language plpgsql as $$
declare
  wrong text;
begin
  select transaction_id
  into wrong
  from added
  group by account_id, transaction_id, currency
  having sum(case side when 'debit' then amount else -amount end) <> 0
  limit 1;
  if found then
    perform kassa_refuse('unbalanced', wrong);
  end if;

  -- "offset 0" keeps the look-up by primary key, one per transaction.
  select e.transaction_id
  into wrong
  from (select distinct account_id, transaction_id from added) e
  left join lateral (
    select w.xid
    from ledger_transaction w
    where w.account_id = e.account_id and w.id = e.transaction_id
    offset 0
  ) t on true
  where t.xid is distinct from pg_current_xact_id()
  limit 1;
  if found then
    raise exception 'entries of % without a transaction of their own', wrong
      using errcode = 'restrict_violation';
  end if;
  return null;
end $$;

create trigger ledger_entry_balances
  after insert on ledger_entry
  referencing new table as added
  for each statement execute function ledger_check_entries();
