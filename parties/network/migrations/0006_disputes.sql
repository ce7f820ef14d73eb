-- Chargebacks and what follows them: each message passes once, moves money between the two members of
-- a presentment, is netted in the cycle, and is brought to the other side in a file of its own.

alter table presentment
  -- How the cardholder was authenticated: decides whether fraud may be claimed.
  add column eci text;

create table dispute_file (
  sender_id text not null,
  file_id text not null,
  digest text not null,
  business_date date not null,
  received_at_ms bigint not null,
  items integer not null,
  answer text not null,
  constraint dispute_file_pk primary key (sender_id, file_id)
);

create table dispute_delivery (
  file_id text not null,
  business_date date not null,
  receiver_id text not null,
  part integer not null,
  state text not null default 'pending',
  attempts integer not null default 0,
  delivered_at_ms bigint,
  rejected_items integer,
  constraint dispute_delivery_pk primary key (file_id),
  constraint dispute_delivery_part_once unique (business_date, receiver_id, part),
  constraint dispute_delivery_cycle_fk foreign key (business_date) references clearing_cycle,
  constraint dispute_delivery_state check (state in ('pending', 'delivered'))
);

create index dispute_delivery_open on dispute_delivery (business_date) where state = 'pending';

create table dispute_message (
  id text collate "C" not null,
  presentment_id text collate "C" not null,
  stage text not null,
  case_id text not null,
  acquirer_id text not null,
  issuer_id text not null,
  sender_id text not null,
  receiver_id text not null,
  file_id text not null,
  arn text not null,
  rrn text not null,
  amount_minor bigint not null,
  currency text not null,
  -- What the issuer is paid, the acquirer pays; below zero the other way round.
  issuer_paid_minor bigint not null,
  reason text not null,
  documents text not null,
  text text not null,
  raised_at_ms bigint not null,
  accepted_at_ms bigint not null,
  business_date date,
  delivery_id text,
  constraint dispute_message_pk primary key (id),
  constraint dispute_message_once unique (presentment_id, stage),
  constraint dispute_message_presentment_fk foreign key (presentment_id) references presentment,
  constraint dispute_message_file_fk foreign key (sender_id, file_id) references dispute_file,
  constraint dispute_message_delivery_fk foreign key (delivery_id) references dispute_delivery,
  constraint dispute_message_stage check (
    stage in ('chargeback', 'representment', 'second_chargeback', 'closing')
  ),
  constraint dispute_message_amount_above_zero check (amount_minor > 0),
  constraint dispute_message_paid check (
    issuer_paid_minor = case stage
      when 'closing' then 0
      when 'representment' then -amount_minor
      else amount_minor
    end
  )
);

-- A representment is answered once: it stands, or it does not.
create unique index dispute_message_answered_once on dispute_message (presentment_id)
  where stage in ('second_chargeback', 'closing');
create index dispute_message_uncleared on dispute_message (id) where business_date is null;
create index dispute_message_by_delivery on dispute_message (delivery_id, id);
create index dispute_message_by_date on dispute_message (business_date);
create index dispute_message_by_rrn on dispute_message (rrn);

-- What each item means to the two members: above zero, the member owes the network. Who sent an
-- item knows of it at once, the other side with its file.
drop view clearing_leg;
create view clearing_leg as
select
  acquirer_id as member_id,
  currency,
  case when is_credit then amount_minor else -amount_minor end
    + interchange_minor + scheme_fee_minor as owed_minor,
  business_date,
  true as is_told
from presentment
union all
select
  p.issuer_id,
  p.currency,
  case when p.is_credit then -p.amount_minor else p.amount_minor end - p.interchange_minor,
  p.business_date,
  coalesce(f.state = 'delivered', false)
from presentment p
left join issuer_file f on f.file_id = p.issuer_file_id
union all
select
  m.acquirer_id,
  m.currency,
  m.issuer_paid_minor,
  m.business_date,
  m.stage = 'representment' or coalesce(d.state = 'delivered', false)
from dispute_message m
left join dispute_delivery d on d.file_id = m.delivery_id
union all
select
  m.issuer_id,
  m.currency,
  -m.issuer_paid_minor,
  m.business_date,
  m.stage <> 'representment' or coalesce(d.state = 'delivered', false)
from dispute_message m
left join dispute_delivery d on d.file_id = m.delivery_id;
