-- Presentments, the cycle that nets them, and what must be delivered because of it. Each step has
-- its own row and state, so that a step done is never done again and one undone is found.

create table presentment_file (
  acquirer_id text not null,
  file_id text not null,
  digest text not null,
  business_date date not null,
  received_at_ms bigint not null,
  items integer not null,
  answer text not null,
  constraint presentment_file_pk primary key (acquirer_id, file_id)
);

create table clearing_cycle (
  business_date date not null,
  closed_at_ms bigint not null,
  constraint clearing_cycle_pk primary key (business_date)
);

create table issuer_file (
  file_id text not null,
  business_date date not null,
  issuer_id text not null,
  part integer not null,
  state text not null default 'pending',
  attempts integer not null default 0,
  delivered_at_ms bigint,
  rejected_items integer,
  constraint issuer_file_pk primary key (file_id),
  constraint issuer_file_part_once unique (business_date, issuer_id, part),
  constraint issuer_file_cycle_fk foreign key (business_date) references clearing_cycle,
  constraint issuer_file_state check (state in ('pending', 'delivered'))
);

create table presentment (
  id text collate "C" not null,
  acquirer_id text not null,
  file_id text not null,
  sequence integer not null,
  authorization_id text collate "C" not null,
  issuer_id text not null,
  rrn text not null,
  is_credit boolean not null,
  arn text not null,
  card_masked text not null,
  mid text not null,
  merchant_name text not null,
  amount_minor bigint not null,
  currency text not null,
  captured_at_ms bigint not null,
  accepted_at_ms bigint not null,
  rate_id text not null,
  -- What the issuer is paid (negative: pays), and what the network keeps.
  interchange_minor bigint not null,
  scheme_fee_minor bigint not null,
  -- The whole item with its card number, until the issuer has its file.
  sealed_item text,
  business_date date,
  issuer_file_id text,
  constraint presentment_pk primary key (id),
  constraint presentment_once unique (acquirer_id, rrn, is_credit),
  constraint presentment_arn_once unique (acquirer_id, arn),
  constraint presentment_file_fk foreign key (acquirer_id, file_id) references presentment_file,
  constraint presentment_authorization_fk
    foreign key (authorization_id) references switch_authorization,
  constraint presentment_issuer_file_fk foreign key (issuer_file_id) references issuer_file,
  constraint presentment_amount_above_zero check (amount_minor > 0),
  constraint presentment_scheme_fee_not_negative check (scheme_fee_minor >= 0),
  constraint presentment_card_masked check (card_masked ~ '\*')
);

create index presentment_by_rrn on presentment (rrn);
create index presentment_uncleared on presentment (id) where business_date is null;
create index presentment_by_issuer_file on presentment (issuer_file_id, id);
create index presentment_by_date on presentment (business_date);

-- The net of one member in one currency of one cycle: above zero, the member is paid.
create table settlement_position (
  business_date date not null,
  currency text not null,
  member_id text not null,
  net_minor bigint not null,
  constraint settlement_position_pk primary key (business_date, currency, member_id),
  constraint settlement_position_cycle_fk foreign key (business_date) references clearing_cycle,
  constraint settlement_position_member_fk foreign key (member_id) references member
);

-- The message that asks the clearing house to settle one currency of one cycle. It settles whole.
create table settlement_message (
  message_id text not null,
  business_date date not null,
  currency text not null,
  state text not null default 'pending',
  attempts integer not null default 0,
  sent_at_ms bigint,
  settled_at_ms bigint,
  -- What the network's own account moved by, as the clearing house told it.
  advised_minor bigint,
  constraint settlement_message_pk primary key (message_id),
  constraint settlement_message_once unique (business_date, currency),
  constraint settlement_message_cycle_fk foreign key (business_date) references clearing_cycle,
  constraint settlement_message_state check (state in ('pending', 'sent', 'settled')),
  constraint settlement_message_settled_has_time check (
    (state = 'settled') = (settled_at_ms is not null)
  )
);

create index settlement_message_open on settlement_message (business_date)
  where state <> 'settled';

-- Raises the totals of many authorizations at once. The check constraints of switch_authorization
-- refuse what exceeds them, and with it the whole unit.
create type clearing_total as (
  id text,
  presented_minor bigint,
  refunded_minor bigint
);

create function clearing_present(totals jsonb) returns integer
language sql as $$
  with raised as (
    update switch_authorization a
    set
      presented_minor = a.presented_minor + t.presented_minor,
      refunded_minor = a.refunded_minor + t.refunded_minor
    from (
      select id, sum(presented_minor) as presented_minor, sum(refunded_minor) as refunded_minor
      from jsonb_populate_recordset(null::clearing_total, totals)
      group by id
    ) t
    where a.id = t.id
    returning 1
  )
  select count(*)::integer from raised
$$;

-- What each presentment means to the two members: above zero, the member owes the network.
create view clearing_leg as
select
  acquirer_id as member_id,
  currency,
  case when is_credit then amount_minor else -amount_minor end
    + interchange_minor + scheme_fee_minor as owed_minor,
  'acquirer' as side,
  business_date,
  issuer_file_id
from presentment
union all
select
  issuer_id,
  currency,
  case when is_credit then -amount_minor else amount_minor end - interchange_minor,
  'issuer',
  business_date,
  issuer_file_id
from presentment;
