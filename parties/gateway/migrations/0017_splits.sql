-- Money between a platform and its connected accounts: transfers, application fees, and what is given
-- back of them. Each side is a row of its own shard; both are written in one commit.

-- Whether its money is available yet, and how often something was split off it: whoever prices the
-- charge, or splits it once more, names what they have seen.
alter table charge
  add column settled_at bigint,
  add column splits integer not null default 0;

update charge c set settled_at = b.created_at
from balance_transaction b
where b.account_id = c.account_id and b.type = 'charge' and b.source_id = c.id;

alter table balance_transaction
  -- The charge with whose money this becomes available.
  add column matures_with text,
  drop constraint balance_transaction_type,
  add constraint balance_transaction_type check (type in (
    'charge', 'refund', 'payout', 'payout_failure', 'payout_cancel', 'transfer', 'transfer_refund',
    'payment', 'payment_refund', 'application_fee', 'application_fee_refund')),
  add constraint balance_transaction_matures check (status = 'available' or matures_with is not null);

create index balance_transaction_maturing on balance_transaction (matures_with)
  where status = 'pending';
create index balance_transaction_by_source on balance_transaction (account_id, source_id, id);

-- account_id is the platform, which gives.
create table transfer (
  account_id text not null,
  id text not null,
  destination text not null,
  payment_id text not null,
  currency text not null,
  amount bigint not null,
  reversed bigint not null,
  source_charge text,
  transfer_group text,
  description text,
  metadata jsonb not null,
  created_at bigint not null,
  constraint transfer_pk primary key (account_id, id),
  constraint transfer_amount check (amount > 0),
  constraint transfer_reversed check (reversed between 0 and amount),
  constraint transfer_to_another check (destination <> account_id)
);

create index transfer_by_destination on transfer (account_id, destination, id);
create index transfer_by_charge on transfer (account_id, source_charge) where source_charge is not null;
create index transfer_by_group on transfer (account_id, transfer_group, id)
  where transfer_group is not null;

create table transfer_reversal (
  account_id text not null,
  id text not null,
  transfer_id text not null,
  payment_refund_id text not null,
  refund_id text,
  currency text not null,
  amount bigint not null,
  description text,
  metadata jsonb not null,
  created_at bigint not null,
  constraint transfer_reversal_pk primary key (account_id, id),
  constraint transfer_reversal_of foreign key (account_id, transfer_id)
    references transfer (account_id, id),
  constraint transfer_reversal_amount check (amount > 0)
);

create unique index transfer_reversal_by_refund on transfer_reversal (account_id, refund_id)
  where refund_id is not null;
create index transfer_reversal_by_transfer on transfer_reversal (account_id, transfer_id, id);

-- account_id is the connected account, which receives.
create table transfer_payment (
  account_id text not null,
  id text not null,
  platform_id text not null,
  transfer_id text not null,
  currency text not null,
  amount bigint not null,
  refunded bigint not null,
  -- What the platform keeps of it.
  fee bigint not null,
  source_charge text,
  created_at bigint not null,
  constraint transfer_payment_pk primary key (account_id, id),
  constraint transfer_payment_refunded check (refunded between 0 and amount),
  constraint transfer_payment_fee check (fee between 0 and amount)
);

-- account_id is the platform, which earns; the charge is the connected account's, or the platform's
-- own whose money goes to that account.
create table application_fee (
  account_id text not null,
  id text not null,
  connected_id text not null,
  charge_id text not null,
  -- What bears it: the charge itself, or the payment that came of its transfer.
  payment_id text,
  currency text not null,
  amount bigint not null,
  refunded bigint not null,
  created_at bigint not null,
  constraint application_fee_pk primary key (account_id, id),
  constraint application_fee_once unique (account_id, charge_id),
  constraint application_fee_amount check (amount > 0),
  constraint application_fee_refunded check (refunded between 0 and amount)
);

create table application_fee_refund (
  account_id text not null,
  id text not null,
  fee_id text not null,
  currency text not null,
  amount bigint not null,
  metadata jsonb not null,
  created_at bigint not null,
  constraint application_fee_refund_pk primary key (account_id, id),
  constraint application_fee_refund_of foreign key (account_id, fee_id)
    references application_fee (account_id, id),
  constraint application_fee_refund_amount check (amount > 0)
);

create index application_fee_refund_by_fee on application_fee_refund (account_id, fee_id, id);

-- [{ accountId, chargeId, isSettled, splits }]: one more split, if the charge is still what was seen.
create function charge_split(wanted jsonb) returns integer
language plpgsql as $$
declare
  touched integer;
begin
  update charge c
  set splits = c.splits + 1
  from jsonb_to_recordset(wanted) as w ("accountId" text, "chargeId" text, "isSettled" boolean,
    splits integer)
  where c.account_id = w."accountId" and c.id = w."chargeId"
    and (c.settled_at is not null) = w."isSettled" and c.splits = w.splits;
  get diagnostics touched = row_count;
  if touched <> jsonb_array_length(wanted) then
    perform kassa_refuse('charge_moved', touched || ' of ' || jsonb_array_length(wanted));
  end if;
  return touched;
end $$;

-- [{ accountId, chargeId, splits, at }]: its money is available, and with it all that was split off.
create function charge_settled(wanted jsonb) returns integer
language plpgsql as $$
declare
  touched integer;
begin
  update charge c
  set settled_at = w.at
  from jsonb_to_recordset(wanted) as w ("accountId" text, "chargeId" text, splits integer, at bigint)
  where c.account_id = w."accountId" and c.id = w."chargeId"
    and c.settled_at is null and c.splits = w.splits;
  get diagnostics touched = row_count;
  if touched <> jsonb_array_length(wanted) then
    perform kassa_refuse('charge_moved', touched || ' of ' || jsonb_array_length(wanted));
  end if;
  return touched;
end $$;

-- [{ accountId, id, availableOn }]: what waited for the money of a charge has it.
create function balance_matured(wanted jsonb) returns integer
language plpgsql as $$
declare
  touched integer;
begin
  update balance_transaction b
  set status = 'available', available_on = w."availableOn"
  from jsonb_to_recordset(wanted) as w ("accountId" text, id text, "availableOn" bigint)
  where b.account_id = w."accountId" and b.id = w.id and b.status = 'pending';
  get diagnostics touched = row_count;
  if touched <> jsonb_array_length(wanted) then
    perform kassa_refuse('charge_moved', touched || ' of ' || jsonb_array_length(wanted));
  end if;
  return touched;
end $$;

-- [{ accountId, currency }]: called after the postings that take money out of what is available. The
-- row is locked by them, so of two that together are too much one is refused.
create function balance_covers(wanted jsonb) returns integer
language plpgsql as $$
declare
  short text;
begin
  select a.account_id into short
  from jsonb_to_recordset(wanted) as w ("accountId" text, currency text)
  join ledger_account a on a.account_id = w."accountId" and a.currency = w.currency
    and a.path = 'merchant:available'
  where a.posted_credit - a.posted_debit - a.pending_debit < 0
  limit 1;
  if found then
    perform kassa_refuse('balance_insufficient', short);
  end if;
  return jsonb_array_length(wanted);
end $$;

-- Payouts: those that the acquirer makes by itself, and those it is told to make.
alter table payout
  add column is_instructed boolean not null default false,
  add column is_automatic boolean not null default true,
  add column destination text,
  add column description text,
  add column statement_descriptor text,
  add column metadata jsonb not null default '{}',
  add column failure_code text,
  add column failure_message text,
  -- How often the acquirer was told, and when next.
  add column tries integer not null default 0,
  add column sent_at bigint,
  drop constraint payout_status,
  add constraint payout_status check (
    status in ('pending', 'in_transit', 'paid', 'failed', 'canceled')),
  add constraint payout_instructed check (is_instructed or status not in ('pending', 'canceled'));

create index payout_to_send on payout (created_at, account_id, id)
  where is_instructed and status in ('pending', 'in_transit');

-- What the acquirer has put at a merchant's disposal, for one that says itself when it is paid out.
create table settlement_credit (
  account_id text not null,
  provider text not null,
  reference text not null,
  currency text not null,
  amount bigint not null,
  value_on text not null,
  created_at bigint not null,
  constraint settlement_credit_pk primary key (account_id, provider, reference)
);
