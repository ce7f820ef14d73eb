-- For merchants that say themselves when they are paid out: what is due is put at their disposal, and
-- goes where the gateway tells us, under the gateway's own reference, once.
alter table payout
  add column kind text not null default 'daily',
  -- The gateway's name of an instruction; the same name is the same instruction.
  add column reference text,
  drop constraint payout_state,
  add constraint payout_state check (
    case state
      when 'created' then ended_at_ms is null
      -- At the merchant's disposal: nothing is sent.
      when 'credited' then kind = 'credit'
      when 'paid' then ended_at_ms is not null
      -- Not taken by the clearing house, or sent back by the bank.
      when 'refused' then reason is not null
      when 'returned' then reason is not null
      else false
    end
  ),
  add constraint payout_kind check (
    kind in ('daily', 'credit', 'instructed') and (kind = 'instructed') = (reference is not null));

create unique index payout_by_reference on payout (mid, reference) where reference is not null;

-- Who sold, as the gateway named it, where a merchant sells for others: the cardholder reads it.
alter table item add column acceptor text;
