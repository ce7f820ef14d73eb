-- A dispute may go on after the merchant's answer: pre-arbitration, arbitration. Its money may move more
-- than twice, and what both sides have done is kept as the acquirer tells it.
alter table dispute
  add column stage text not null default 'chargeback',
  -- How often its money has moved: each move of the acquirer's list is booked once, in order.
  add column moves integer not null default 1,
  add column life jsonb not null default '[]',
  -- What the network's ruling has cost the merchant.
  add column arbitration_fee bigint not null default 0,
  add constraint dispute_stage check (stage in ('chargeback', 'pre_arbitration', 'arbitration')),
  add constraint dispute_moves check (moves > 0),
  add constraint dispute_arbitration_fee check (arbitration_fee >= 0);

update dispute set moves = 2 where status = 'won';
