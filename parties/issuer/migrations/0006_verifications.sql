-- An account verification asks whether a card is good, for no money: it is kept like an
-- authorization, so that it is answered the same when it is asked again, and so that a holder who
-- has authenticated there counts as known to the merchant. It holds nothing.
alter table card_authorization
  drop constraint card_authorization_state_known,
  add constraint card_authorization_state_known check (
    state in ('declined', 'reversed_first', 'verified', 'held', 'cleared', 'released', 'expired')
  ),
  drop constraint card_authorization_declined_holds_nothing,
  add constraint card_authorization_declined_holds_nothing check (
    state not in ('declined', 'reversed_first', 'verified')
    or (hold_id is null and held_minor = 0)
  ),
  add constraint card_authorization_verified_is_for_nothing check (
    (state = 'verified') = (response_code = '85') and (state <> 'verified' or amount_minor = 0)
  );

drop index card_authorization_authenticated;
create index card_authorization_authenticated on card_authorization (card_id, mid)
  where is_authenticated and response_code in ('00', '85');
