-- The bank's register: who its customers are, which accounts they hold, which cards draw on them.
-- Money itself is in the book (ledger tables); a card number is here only sealed, and as a keyed
-- hash to find it by. A card verification code is nowhere.

create table customer (
  customer_id text not null,
  number text not null,
  kind text not null,
  name text not null,
  phone text,
  language text not null,
  password_hash text,
  constraint customer_pk primary key (customer_id),
  constraint customer_number_unique unique (number),
  constraint customer_kind_known check (kind in ('person', 'business'))
);

create table bank_account (
  bank_account_id text not null,
  customer_id text not null,
  iban text not null,
  name text not null,
  currency text not null,
  constraint bank_account_pk primary key (bank_account_id),
  constraint bank_account_iban_unique unique (iban),
  constraint bank_account_customer_fk foreign key (customer_id) references customer
);

create index bank_account_by_customer on bank_account (customer_id);

-- One IBAN holds one balance a currency; each is an account of the book with its own credit line.
create table sub_account (
  bank_account_id text not null,
  currency text not null,
  credit_line_minor bigint not null default 0,
  opened_at_ms bigint not null,
  constraint sub_account_pk primary key (bank_account_id, currency),
  constraint sub_account_account_fk foreign key (bank_account_id) references bank_account,
  constraint sub_account_credit_line_not_negative check (credit_line_minor >= 0)
);

create table card (
  card_id text not null,
  bank_account_id text not null,
  currency text not null,
  holder_name text not null,
  pan_hash text not null,
  pan_sealed text not null,
  pan_last4 text not null,
  expiry text not null,
  expiry_rule text not null,
  cvc_rule text not null,
  cvc_check text,
  authentication text not null,
  status text not null,
  payment_max_minor bigint,
  day_max_minor bigint,
  day_count_max integer,
  is_online_allowed boolean not null,
  online_max_minor bigint,
  is_cross_border_allowed boolean not null,
  -- Counts changes of this row, so that a payment decided on an older row is decided again.
  version integer not null default 1,
  constraint card_pk primary key (card_id),
  constraint card_pan_unique unique (pan_hash),
  constraint card_account_fk foreign key (bank_account_id, currency) references sub_account,
  constraint card_expiry_is_yymm check (expiry ~ '^[0-9]{2}(0[1-9]|1[0-2])$'),
  constraint card_expiry_rule_known check (expiry_rule in ('exact', 'any_future')),
  constraint card_cvc_rule_known
    check (cvc_rule in ('exact', 'any', 'never_refuse', 'never_report')),
  constraint card_authentication_known
    check (authentication in ('not_enrolled', 'never', 'risk', 'always')),
  constraint card_status_known
    check (status in ('active', 'frozen', 'blocked', 'lost', 'stolen', 'do_not_honour')),
  constraint card_limits_not_negative check (
    coalesce(payment_max_minor, 0) >= 0 and coalesce(day_max_minor, 0) >= 0
    and coalesce(day_count_max, 0) >= 0 and coalesce(online_max_minor, 0) >= 0
  )
);

create index card_by_account on card (bank_account_id);

-- Every change of a card's status or limits, by whom: the answer to "who froze it, and when".
create table card_change (
  card_change_id text not null,
  card_id text not null,
  at_ms bigint not null,
  made_by text not null,
  what text not null,
  detail jsonb not null,
  constraint card_change_pk primary key (card_change_id),
  constraint card_change_card_fk foreign key (card_id) references card,
  constraint card_change_by_known check (made_by in ('holder', 'bank'))
);

create index card_change_by_card on card_change (card_id, at_ms);

-- What one foreign major unit costs in the customer's currency; rows are added, never changed.
create table exchange_rate (
  exchange_rate_id text not null,
  sold text not null,
  bought text not null,
  rate numeric not null,
  quoted_at_ms bigint not null,
  constraint exchange_rate_pk primary key (exchange_rate_id),
  constraint exchange_rate_positive check (rate > 0),
  constraint exchange_rate_two_currencies check (sold <> bought)
);

create index exchange_rate_latest on exchange_rate (sold, bought, quoted_at_ms desc);

-- Who this bank is and whom it settles with: read when only the database is at hand.
create table bank_identity (
  only_row boolean not null default true,
  party text not null,
  name text not null,
  network_party text not null,
  clearing_house_party text not null,
  constraint bank_identity_pk primary key (only_row),
  constraint bank_identity_only_one check (only_row)
);
