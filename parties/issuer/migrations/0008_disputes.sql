-- What cardholders dispute: claimed here, charged back through the network, perhaps represented, and
-- decided. A holder may have a plan that the bank acts on, as a standing order is acted on.

alter table card
  add column dispute_plan text,
  add constraint card_dispute_plan_known check (dispute_plan in (
    'fraudulent', 'product_not_received', 'product_unacceptable', 'duplicate',
    'credit_not_processed', 'subscription_canceled'));

create index card_with_dispute_plan on card (card_id) where dispute_plan is not null;
alter table presentment
  add column acquirer_id text not null default '';

update presentment p
set acquirer_id = a.acquirer_id
from card_authorization a
where a.authorization_id = p.authorization_id;

create index presentment_by_card on presentment (card_id);
create index presentment_by_authorization on presentment (authorization_id)
  where authorization_id is not null;

create table dispute (
  dispute_id text not null,
  arn text not null,
  rrn text not null,
  acquirer_id text not null,
  card_id text not null,
  bank_account_id text not null,
  merchant_name text not null,
  reason text not null,
  is_authenticated boolean not null,
  -- As the shop was paid, and as the cardholder was charged for it.
  amount_minor bigint not null,
  currency text not null,
  billed_minor bigint not null,
  billed_currency text not null,
  conversion_fee_minor bigint not null,
  state text not null,
  claimed_at_ms bigint not null,
  charged_back_at_ms bigint,
  represented_at_ms bigint,
  -- What the shop said, when it did.
  documents text,
  statement text,
  ended_at_ms bigint,
  end_reason text,
  constraint dispute_pk primary key (dispute_id),
  constraint dispute_once unique (arn),
  constraint dispute_presentment_fk foreign key (arn) references presentment,
  constraint dispute_card_fk foreign key (card_id) references card,
  constraint dispute_amounts_positive check (amount_minor > 0 and billed_minor > 0),
  constraint dispute_state check (
    case state
      when 'claimed' then charged_back_at_ms is null and ended_at_ms is null
      when 'charged_back' then charged_back_at_ms is not null and ended_at_ms is null
      when 'contested' then represented_at_ms is not null and ended_at_ms is null
      when 'won' then charged_back_at_ms is not null and ended_at_ms is not null
      when 'lost' then represented_at_ms is not null and ended_at_ms is not null
      when 'refused' then end_reason is not null and ended_at_ms is not null
      else false
    end
  )
);

create index dispute_waiting on dispute (charged_back_at_ms) where state = 'charged_back';

alter table outgoing_message
  drop constraint outgoing_message_kind_known,
  add constraint outgoing_message_kind_known check (kind in ('sms', 'rreq', 'dispute'));
