-- What cardholders dispute with their banks, as the merchant sees it: the money is gone at once, the
-- merchant may answer, the bank judges, and the money comes back or does not.
alter table balance_transaction
  drop constraint balance_transaction_type,
  add constraint balance_transaction_type check (type in (
    'charge', 'refund', 'payout', 'payout_failure', 'payout_cancel', 'transfer', 'transfer_refund',
    'payment', 'payment_refund', 'application_fee', 'application_fee_refund', 'adjustment'));

create table dispute (
  account_id text not null,
  id text not null,
  charge_id text not null,
  intent_id text not null,
  provider text not null,
  -- Merchant and dispute as the acquirer names them.
  merchant_id text not null,
  reference text not null,
  currency text not null,
  amount bigint not null,
  fee bigint not null,
  reason text not null,
  network_reason_code text not null,
  brand text not null,
  status text not null,
  -- Given up by the merchant.
  is_accepted boolean not null default false,
  evidence jsonb not null,
  metadata jsonb not null,
  due_by bigint not null,
  submissions integer not null default 0,
  created_at bigint not null,
  ended_at bigint,
  constraint dispute_pk primary key (account_id, id),
  constraint dispute_once unique (account_id, provider, reference),
  constraint dispute_of_charge foreign key (account_id, charge_id) references charge (account_id, id),
  constraint dispute_status check (status in ('needs_response', 'under_review', 'won', 'lost')),
  constraint dispute_amount check (amount > 0 and fee >= 0),
  constraint dispute_submitted check (status <> 'under_review' or submissions > 0),
  constraint dispute_ended check ((ended_at is not null) = (status in ('won', 'lost')))
);

create index dispute_by_charge on dispute (account_id, charge_id, id);
create index dispute_by_intent on dispute (account_id, intent_id, id);
create index dispute_by_created on dispute (account_id, created_at);
create index dispute_by_reference on dispute (provider, reference);
