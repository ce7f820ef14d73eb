-- What comes after a representment: pre-arbitration, its answer, the case filed with the network, and
-- the ruling. Some of it the network says itself, to both sides; some of it costs a fee.

alter table dispute_message
  -- Said by the network itself, it came in no file.
  alter column file_id drop not null,
  -- The other side, where both are told.
  add column copy_receiver_id text,
  add column copy_delivery_id text,
  add column favours text,
  -- What each side pays the network for it; below zero it is given back.
  add column issuer_fee_minor bigint not null default 0,
  add column acquirer_fee_minor bigint not null default 0,
  add constraint dispute_message_copy_fk
    foreign key (copy_delivery_id) references dispute_delivery,
  add constraint dispute_message_favours check (
    case stage when 'ruling' then favours in ('issuer', 'acquirer') else favours is null end
  ),
  drop constraint dispute_message_stage,
  add constraint dispute_message_stage check (stage in (
    'chargeback', 'representment', 'second_chargeback', 'closing', 'pre_arbitration',
    'acceptance', 'declination', 'arbitration', 'ruling')),
  drop constraint dispute_message_paid,
  add constraint dispute_message_paid check (
    issuer_paid_minor = case
      when stage = 'representment' then -amount_minor
      when stage in ('chargeback', 'second_chargeback', 'acceptance') then amount_minor
      when favours = 'issuer' then amount_minor
      else 0
    end
  ),
  add constraint dispute_message_fees check (
    issuer_fee_minor + acquirer_fee_minor >= 0
    and (stage in ('arbitration', 'ruling') or issuer_fee_minor = 0 and acquirer_fee_minor = 0)
  );

create index dispute_message_by_copy on dispute_message (copy_delivery_id, id)
  where copy_delivery_id is not null;

-- Which message was the last of a dispute: whatever comes next is decided upon it, one at a time.
create table dispute_case (
  presentment_id text collate "C" not null,
  stage text not null,
  constraint dispute_case_pk primary key (presentment_id),
  constraint dispute_case_presentment_fk foreign key (presentment_id) references presentment
);

-- Those that the network may have to take further by itself.
create index dispute_case_open on dispute_case (stage, presentment_id)
  where stage in ('representment', 'pre_arbitration', 'declination', 'arbitration');

insert into dispute_case (presentment_id, stage)
select distinct on (presentment_id) presentment_id, stage
from dispute_message
order by presentment_id, id desc;

drop index dispute_message_answered_once;

-- For the network's own look at a dispute: what else the merchant presented for the card.
create index presentment_of_card on presentment (acquirer_id, mid, card_masked);
create index presentment_of_authorization on presentment (authorization_id);

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
  side.member_id,
  m.currency,
  side.owed_minor,
  m.business_date,
  m.sender_id = side.member_id
    or coalesce(m.receiver_id = side.member_id and d.state = 'delivered', false)
    or coalesce(m.copy_receiver_id = side.member_id and c.state = 'delivered', false)
from dispute_message m
left join dispute_delivery d on d.file_id = m.delivery_id
left join dispute_delivery c on c.file_id = m.copy_delivery_id
cross join lateral (
  values
    (m.acquirer_id, m.issuer_paid_minor + m.acquirer_fee_minor),
    (m.issuer_id, -m.issuer_paid_minor + m.issuer_fee_minor)
) side (member_id, owed_minor);
