-- Small-value payments, net in their window: credit transfers that are not urgent, collections and
-- returns. What is handed on is written when it is taken, and delivered when its window has settled.

alter table message drop constraint message_kind;
alter table message add constraint message_kind
  check (kind in ('pacs.004', 'pacs.008', 'pacs.009', 'pain.008'));

create table small_value_batch (
  id text collate "C" not null,
  kind text not null,
  sender text not null,
  message_id text not null,
  -- The sender's own name of this part of its message, where it has one.
  part text,
  receiver text not null,
  business_date date not null,
  currency text not null,
  body text not null,
  received_at_ms bigint not null,
  state text not null default 'waiting',
  settled_at_ms bigint,
  constraint small_value_batch_pk primary key (id),
  constraint small_value_batch_message foreign key (sender, message_id) references message,
  constraint small_value_batch_window
    foreign key (business_date, currency) references settlement_window,
  constraint small_value_batch_kind check (kind in ('credit_transfer', 'collection', 'return')),
  constraint small_value_batch_state check (
    case state
      when 'waiting' then settled_at_ms is null
      when 'settled' then settled_at_ms is not null
      else false
    end
  )
);
create index small_value_batch_of_window on small_value_batch (business_date, currency, id);
create index small_value_batch_of_message on small_value_batch (sender, message_id);

create table small_value_item (
  id text collate "C" not null,
  batch_id text collate "C" not null,
  end_to_end_id text not null,
  -- Whose account falls, and whose rises.
  payer text not null,
  payee text not null,
  amount bigint not null,
  state text not null default 'booked',
  return_reason text,
  constraint small_value_item_pk primary key (id),
  constraint small_value_item_batch foreign key (batch_id) references small_value_batch,
  constraint small_value_item_amount check (amount > 0),
  constraint small_value_item_state check (
    case state
      when 'booked' then return_reason is null
      when 'returned' then return_reason is not null
      else false
    end
  )
);
create index small_value_item_of_batch on small_value_item (batch_id, id);

alter table movement drop constraint movement_kind;
alter table movement add constraint movement_kind check (
  kind in ('LIQUIDITY', 'NETSETTLEMENT', 'CREDITTRANSFER', 'RETURN', 'LARGEVALUE', 'SMALLVALUE')
);

alter table delivery drop constraint delivery_kind;
alter table delivery add constraint delivery_kind check (
  kind in
    ('notification', 'credit_transfer', 'status_report', 'transfer_batch', 'collection', 'return')
);
