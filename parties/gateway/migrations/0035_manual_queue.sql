-- An advice that is refused, or not acknowledged after many tries, waits for a person: it can be told
-- again, or corrected by hand, and then its row says who did it and why.
alter table advice
  drop constraint advice_state,
  add constraint advice_state check (
    state in ('waiting', 'acknowledged', 'refused', 'manual', 'corrected')),
  -- How often a person has had it told again; each time it has all its tries anew.
  add column rounds integer not null default 0,
  add column manual_at bigint,
  add column decided_by text,
  add column decided_why text,
  add constraint advice_manual check (state <> 'manual' or manual_at is not null),
  add constraint advice_corrected check (
    state <> 'corrected' or (decided_by is not null and decided_why is not null));

-- A refused refund has failed, and its merchant was told; everything else that was refused is open.
update advice set state = 'manual', manual_at = coalesce(closed_at, created_at), closed_at = null
  where state = 'refused' and kind <> 'refund';

create index advice_manual_queue on advice (manual_at, id) where state = 'manual';

-- What a person has found out with the provider.
insert into payment_move (from_status, event, to_status) values
  ('processing', 'reversal_forced', 'requires_payment_method'),
  ('processing', 'approval_forced', 'requires_capture');
