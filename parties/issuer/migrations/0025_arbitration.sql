-- What comes after a shop's answer: the cardholder is asked, the bank asks the shop's bank once more,
-- and files the case with the network. Who claims is written down: a person is asked, a plan is not.

alter table dispute
  add column claimed_by text not null default 'plan',
  add column claim_text text not null default '',
  -- Until when the cardholder may say something about the shop's answer.
  add column holder_due_at_ms bigint,
  add column holder_answer text,
  add column holder_text text not null default '',
  add column holder_documents text not null default '',
  add column holder_answered_at_ms bigint,
  add column pre_arbitration_at_ms bigint,
  add column accepted_at_ms bigint,
  add column declined_at_ms bigint,
  add column declined_documents text not null default '',
  add column declined_text text not null default '',
  add column filed_at_ms bigint,
  add column ruled_at_ms bigint,
  add column ruling text,
  add column ruling_text text not null default '',
  -- What the bank has paid the network for it, less what it was given back.
  add column network_fee_minor bigint not null default 0,
  add column is_filing_paid boolean not null default false,
  add constraint dispute_claimed_by check (claimed_by in ('plan', 'holder')),
  add constraint dispute_holder_answer check (holder_answer in ('insist', 'withdraw')),
  add constraint dispute_ruling check (ruling in ('issuer', 'acquirer')),
  drop constraint dispute_state,
  add constraint dispute_state check (
    case state
      when 'claimed' then charged_back_at_ms is null and ended_at_ms is null
      when 'charged_back' then charged_back_at_ms is not null and ended_at_ms is null
      when 'represented' then
        represented_at_ms is not null and holder_due_at_ms is not null and ended_at_ms is null
      when 'contested' then represented_at_ms is not null and ended_at_ms is null
      when 'pre_arbitration' then pre_arbitration_at_ms is not null and ended_at_ms is null
      when 'arbitration' then filed_at_ms is not null and ended_at_ms is null
      when 'won' then charged_back_at_ms is not null and ended_at_ms is not null
      when 'lost' then represented_at_ms is not null and ended_at_ms is not null
      when 'refused' then end_reason is not null and ended_at_ms is not null
      else false
    end
  );

create index dispute_holder_due on dispute (holder_due_at_ms) where state = 'represented';
create index dispute_of_card on dispute (card_id, claimed_at_ms);
