-- What comes after a representment: the merchant has the money for now, the issuer may ask once more
-- (pre-arbitration), the merchant contests or gives in, and the network may rule, for a fee.

alter table item
  drop constraint item_kind,
  add constraint item_kind check (
    kind in ('capture', 'refund', 'chargeback', 'chargeback_reversal', 'arbitration_fee')
    and (dispute_id is not null)
      = (kind in ('chargeback', 'chargeback_reversal', 'arbitration_fee'))
  );

create index item_of_dispute on item (dispute_id, number) where dispute_id is not null;

alter table dispute
  -- The merchant has had the money back with the representment, until it is judged.
  add column is_reinstated boolean not null default false,
  add column pre_asked_at_ms bigint,
  add column pre_due_at_ms bigint,
  -- The answer to it, under the gateway's own name for that.
  add column pre_reference text,
  add column pre_documents text not null default '',
  add column pre_statement text not null default '',
  add column pre_answered_at_ms bigint,
  add column filed_at_ms bigint,
  -- What arbitration has cost, by whoever it is borne.
  add column network_fee bigint not null default 0,
  drop constraint dispute_state,
  add constraint dispute_state check (
    case state
      when 'open' then answered_at_ms is null and ended_at_ms is null
      -- Answered, and on its way to the network.
      when 'answered' then answered_at_ms is not null and next_attempt_at_ms is not null
      when 'represented' then answered_at_ms is not null and next_attempt_at_ms is null
      when 'pre_arbitration' then pre_due_at_ms is not null and ended_at_ms is null
      -- Contested or conceded, and on its way to the network.
      when 'contested' then pre_answered_at_ms is not null and ended_at_ms is null
      when 'conceded' then pre_answered_at_ms is not null and ended_at_ms is null
      when 'declined' then pre_answered_at_ms is not null and ended_at_ms is null
      when 'won' then answered_at_ms is not null and ended_at_ms is not null
      when 'lost' then ended_at_ms is not null
      else false
    end
  ),
  add constraint dispute_network_fee check (network_fee >= 0);

drop index dispute_to_send;
create index dispute_to_send on dispute (next_attempt_at_ms, id)
  where state in ('answered', 'contested', 'conceded') and next_attempt_at_ms is not null;

-- Everything that either side has done, once each, in words for the merchant.
create table dispute_step (
  dispute_id text collate "C" not null,
  kind text not null,
  number integer generated always as identity,
  by_side text not null,
  at_ms bigint not null,
  text text not null default '',
  documents text not null default '',
  -- Until when the merchant may answer it.
  due_at_ms bigint,
  -- What the network takes from us because of it.
  network_fee bigint,
  constraint dispute_step_pk primary key (dispute_id, kind),
  constraint dispute_step_dispute_fk foreign key (dispute_id) references dispute,
  constraint dispute_step_side check (by_side in ('issuer', 'merchant', 'acquirer', 'network'))
);

alter table dispute_movement
  drop constraint dispute_movement_stage,
  add constraint dispute_movement_stage check (
    stage in ('chargeback', 'representment', 'second_chargeback', 'acceptance', 'ruling')
  );
