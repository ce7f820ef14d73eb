-- What came from the network and the clearing house, each item booked once; and the net-bank's
-- sessions and wrong log-ins.

create table clearing_file (
  file_id text not null,
  business_date date not null,
  received_at_ms bigint not null,
  digest text not null,
  answer text not null,
  constraint clearing_file_pk primary key (file_id)
);

create table presentment (
  arn text not null,
  kind text not null,
  file_id text not null,
  rrn text not null,
  authorization_id text,
  card_id text not null,
  bank_account_id text not null,
  booked_at_ms bigint not null,
  business_date date not null,
  mid text not null,
  merchant_name text not null,
  merchant_city text not null,
  merchant_country text not null,
  amount_minor bigint not null,
  currency text not null,
  interchange_minor bigint not null,
  billed_minor bigint not null,
  billed_currency text not null,
  conversion_fee_minor bigint not null,
  exchange_rate_id text,
  is_forced boolean not null,
  transaction_id text not null,
  constraint presentment_pk primary key (arn),
  constraint presentment_kind_known check (kind in ('purchase', 'refund')),
  constraint presentment_card_fk foreign key (card_id) references card,
  constraint presentment_amounts_positive check (amount_minor > 0 and billed_minor > 0)
);

create index presentment_by_rrn on presentment (rrn);
create index presentment_by_account on presentment (bank_account_id, booked_at_ms desc);
create unique index presentment_by_transaction on presentment (transaction_id);

-- Credit transfers and settlement notices of the clearing house, by its own references.
create table clearing_house_entry (
  reference text not null,
  kind text not null,
  received_at_ms bigint not null,
  currency text not null,
  minor bigint not null,
  iban text,
  bank_account_id text,
  counterparty text not null,
  remittance text not null,
  transaction_id text not null,
  constraint clearing_house_entry_pk primary key (reference),
  constraint clearing_house_entry_kind_known check (kind in ('settlement', 'credit_transfer'))
);

create unique index clearing_house_entry_by_transaction
  on clearing_house_entry (transaction_id);

create table portal_session (
  token_hash text not null,
  customer_id text not null,
  opened_at_ms bigint not null,
  expires_at_ms bigint not null,
  constraint portal_session_pk primary key (token_hash),
  constraint portal_session_customer_fk foreign key (customer_id) references customer
);

create table wrong_login (
  number text not null,
  day date not null,
  tries integer not null,
  constraint wrong_login_pk primary key (number, day)
);
