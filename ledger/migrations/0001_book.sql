-- The double-entry book. Shard key first everywhere: entries of a transaction balance inside one
-- account_id (the merchant; programs without merchants use one constant). Columns that order locks
-- or ids compare by bytes, so that every server orders them alike.

create table ledger_account (
  account_id text collate "C" not null,
  path text collate "C" not null,
  currency text collate "C" not null,
  name text not null,
  -- The side on which the account grows.
  normal text not null,
  -- The least that may be available; null is no limit.
  floor bigint,
  posted_debit bigint not null default 0,
  posted_credit bigint not null default 0,
  pending_debit bigint not null default 0,
  pending_credit bigint not null default 0,
  constraint ledger_account_pk primary key (account_id, path, currency),
  constraint ledger_account_normal check (normal in ('debit', 'credit')),
  constraint ledger_account_currency check (currency ~ '^[A-Z]{3}$'),
  constraint ledger_account_sums_not_negative check (
    posted_debit >= 0 and posted_credit >= 0 and pending_debit >= 0 and pending_credit >= 0
  ),
  constraint insufficient_funds check (
    floor is null
    or floor <= case normal
      when 'debit' then posted_debit - posted_credit - pending_credit
      else posted_credit - posted_debit - pending_debit
    end
  )
) with (fillfactor = 50);
-- Half-empty pages: a balance changes in place, without a new index entry.

create table ledger_transaction (
  account_id text collate "C" not null,
  id text collate "C" not null,
  at_ms bigint not null,
  kind text not null,
  -- What a post, void or expire resolves.
  pending_id text collate "C",
  description text not null,
  reference text collate "C",
  -- The database transaction that wrote it: tells the sealer when nothing older can still appear.
  xid xid8 not null default pg_current_xact_id(),
  constraint ledger_transaction_pk primary key (account_id, id),
  constraint ledger_transaction_id check (id ~ '^ltx_[0-9A-Z]{26}$'),
  constraint ledger_transaction_kind check (
    case
      when kind in ('posted', 'pending') then pending_id is null
      when kind in ('post', 'void', 'expire') then pending_id is not null
      else false
    end
  )
);

-- A pending transaction is resolved once, whoever comes first.
create unique index ledger_transaction_resolves_once
  on ledger_transaction (account_id, pending_id)
  where pending_id is not null;

create index ledger_transaction_by_reference
  on ledger_transaction (account_id, reference, id)
  where reference is not null;

-- For the sealer. The number alone: a batch has one, so the index stays small.
create index ledger_transaction_by_xid on ledger_transaction (xid);

create table ledger_entry (
  account_id text collate "C" not null,
  transaction_id text collate "C" not null,
  line smallint not null,
  path text collate "C" not null,
  currency text collate "C" not null,
  side text not null,
  amount bigint not null,
  constraint ledger_entry_pk primary key (account_id, transaction_id, line),
  constraint ledger_entry_side check (side in ('debit', 'credit')),
  constraint ledger_entry_amount check (amount > 0)
);

create index ledger_entry_by_account
  on ledger_entry (account_id, path, currency, transaction_id);

-- The hash chain: one seal per transaction, numbered per account_id, in blocks that name the block
-- before them.
create table ledger_seal (
  account_id text collate "C" not null,
  number bigint not null,
  transaction_id text collate "C" not null,
  digest bytea not null,
  constraint ledger_seal_pk primary key (account_id, number),
  constraint ledger_seal_once unique (account_id, transaction_id)
);

create table ledger_block (
  account_id text collate "C" not null,
  number bigint not null,
  first_seal bigint not null,
  last_seal bigint not null,
  previous_hash bytea not null,
  hash bytea not null,
  sealed_at_ms bigint not null,
  constraint ledger_block_pk primary key (account_id, number),
  constraint ledger_block_not_empty check (last_seal >= first_seal)
);

-- The end of each chain, kept apart, so that a chain cut off at its end is noticed.
create table ledger_chain (
  account_id text collate "C" not null,
  blocks bigint not null,
  seals bigint not null,
  hash bytea not null,
  constraint ledger_chain_pk primary key (account_id)
);

-- How far the sealer has come, as (xid, account_id, id) of the last transaction sealed.
create table ledger_sealer (
  only_row boolean not null default true,
  xid xid8 not null default '0',
  account_id text collate "C" not null default '',
  id text collate "C" not null default '',
  constraint ledger_sealer_pk primary key (only_row),
  constraint ledger_sealer_only_row check (only_row)
);
insert into ledger_sealer default values;
