-- Settlement windows: what settles on one banking day in one currency settles together, in one
-- transaction. What waited by itself before moves into the window of its day.

create table settlement_window (
  business_date date not null,
  currency text not null,
  state text not null,
  -- The number of the last event: who moves a window moves the one that was read.
  version integer not null,
  moved_at_ms bigint not null,
  -- Who lacks what; of an aborted window only.
  reason text,
  constraint settlement_window_pk primary key (business_date, currency),
  constraint settlement_window_state check (
    case state
      when 'open' then reason is null
      when 'closed' then reason is null
      when 'settling' then reason is null
      when 'settled' then reason is null
      when 'aborted' then reason is not null
      else false
    end
  )
);
create index settlement_window_unsettled on settlement_window (business_date, currency)
  where state <> 'settled';

-- Every move is kept.
create table settlement_window_event (
  business_date date not null,
  currency text not null,
  version integer not null,
  type text not null,
  at_ms bigint not null,
  reason text,
  constraint settlement_window_event_pk primary key (business_date, currency, version),
  constraint settlement_window_event_of
    foreign key (business_date, currency) references settlement_window,
  constraint settlement_window_event_type check (
    type in ('opened', 'closed', 'settling', 'settled', 'aborted')
  ),
  constraint settlement_window_event_reason check ((type = 'aborted') = (reason is not null))
);

-- Each member's net, as counted when the window began to settle; they sum to zero.
create table settlement_window_position (
  business_date date not null,
  currency text not null,
  member text not null,
  -- Signed as the member sees it: positive is money in.
  amount bigint not null,
  constraint settlement_window_position_pk primary key (business_date, currency, member),
  constraint settlement_window_position_of
    foreign key (business_date, currency) references settlement_window,
  constraint settlement_window_position_amount check (amount <> 0)
);

alter table settlement add column currency text;
update settlement s
set currency = (
  select min(l.currency)
  from settlement_line l
  where l.sender = s.sender and l.message_id = s.message_id
);
alter table settlement alter column currency set not null;

-- A day with settled and waiting ones waits: what has settled is left out when it settles.
insert into settlement_window (business_date, currency, state, version, moved_at_ms, reason)
select
  settle_on,
  currency,
  case
    when bool_and(state = 'settled') then 'settled'
    when bool_or(refusal is not null) then 'aborted'
    else 'open'
  end,
  1,
  max(coalesce(settled_at_ms, received_at_ms)),
  case when not bool_and(state = 'settled') then max(refusal) end
from settlement
group by settle_on, currency;
insert into settlement_window_event (business_date, currency, version, type, at_ms, reason)
select
  business_date, currency, version, case state when 'open' then 'opened' else state end,
  moved_at_ms, reason
from settlement_window;

-- What an aborted one wants of whom was not written down before.
insert into settlement_window_position (business_date, currency, member, amount)
select business_date, currency, member, sum(amount)
from (
  select s.settle_on as business_date, s.currency, l.debtor as member, -l.amount as amount
  from settlement s
  join settlement_line l using (sender, message_id, currency)
  where s.state = 'waiting'
  union all
  select s.settle_on, s.currency, l.creditor, l.amount
  from settlement s
  join settlement_line l using (sender, message_id, currency)
  where s.state = 'waiting'
) part
join settlement_window w using (business_date, currency)
where w.state = 'aborted'
group by business_date, currency, member
having sum(amount) <> 0;

drop index settlement_waiting;
alter table settlement drop constraint settlement_state;
alter table settlement drop column refusal;
alter table settlement add constraint settlement_state check (
  case state
    when 'waiting' then settled_at_ms is null
    when 'settled' then settled_at_ms is not null
    else false
  end
);
alter table settlement add constraint settlement_window_of
  foreign key (settle_on, currency) references settlement_window;
create index settlement_of_window on settlement (settle_on, currency, received_at_ms);
