-- Large-value payments between members, one by one and for good: settled at once where the sender
-- can pay, queued where it cannot yet.

create table rtgs_payment (
  id text collate "C" not null,
  sender text not null,
  message_id text not null,
  end_to_end_id text not null,
  creditor text not null,
  currency text not null,
  amount bigint not null,
  -- 0 urgent, 1 high, 2 normal.
  priority integer not null,
  remittance text,
  received_at_ms bigint not null,
  state text not null default 'queued',
  ended_at_ms bigint,
  reason text,
  constraint rtgs_payment_pk primary key (id),
  constraint rtgs_payment_message foreign key (sender, message_id) references message,
  constraint rtgs_payment_once unique (sender, message_id, end_to_end_id),
  constraint rtgs_payment_amount check (amount > 0),
  constraint rtgs_payment_two_sides check (sender <> creditor),
  constraint rtgs_payment_priority check (priority between 0 and 2),
  constraint rtgs_payment_state check (
    case state
      when 'queued' then ended_at_ms is null and reason is null
      when 'settled' then ended_at_ms is not null and reason is null
      when 'rejected' then ended_at_ms is not null and reason is not null
      when 'cancelled' then ended_at_ms is not null and reason is null
      else false
    end
  )
);
create index rtgs_payment_queue on rtgs_payment (currency, priority, id) where state = 'queued';

alter table movement drop constraint movement_kind;
alter table movement add constraint movement_kind check (
  kind in ('LIQUIDITY', 'NETSETTLEMENT', 'CREDITTRANSFER', 'RETURN', 'LARGEVALUE')
);
