-- Collections: what customers have agreed to. And what goes back to the clearing house: transfers to
-- accounts that are not ours, and collections that may not be booked.

create table mandate (
  bank_account_id text not null,
  -- The creditor's identifier in the scheme, and its reference of the agreement.
  creditor_id text not null,
  mandate_id text not null,
  creditor_name text not null,
  currency text not null,
  -- No collection above it; null is no limit.
  payment_max_minor bigint,
  given_at_ms bigint not null,
  cancelled_at_ms bigint,
  constraint mandate_pk primary key (bank_account_id, creditor_id, mandate_id),
  constraint mandate_account_fk foreign key (bank_account_id) references bank_account,
  constraint mandate_payment_max check (payment_max_minor > 0)
);

create table payment_return (
  return_id text not null,
  -- The clearing house's reference of what goes back: it goes back once.
  original_reference text not null,
  end_to_end_id text not null,
  is_collection boolean not null,
  currency text not null,
  minor bigint not null,
  reason text not null,
  made_at_ms bigint not null,
  state text not null default 'under_way',
  constraint payment_return_pk primary key (return_id),
  constraint payment_return_once unique (original_reference),
  constraint payment_return_state_known check (state in ('under_way', 'settled')),
  constraint payment_return_amount check (minor > 0)
);

alter table outgoing_message
  drop constraint outgoing_message_kind_known,
  add constraint outgoing_message_kind_known check (kind in ('sms', 'rreq', 'dispute', 'return'));

alter table clearing_house_entry
  drop constraint clearing_house_entry_kind_known,
  add constraint clearing_house_entry_kind_known check (
    kind in ('settlement', 'credit_transfer', 'collection', 'refused')
  );
