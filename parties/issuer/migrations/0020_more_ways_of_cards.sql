-- Accounts that pay nobody, that are suspected of fraud, or that the bank's system cannot speak for;
-- and cards whose holders agreed otherwise on when they are asked.
alter table card
  drop constraint card_authentication_known,
  add constraint card_authentication_known check (authentication in (
    'not_enrolled', 'never', 'risk', 'on_request', 'always', 'when_present', 'every_payment')),
  drop constraint card_status_known,
  add constraint card_status_known check (status in (
    'active', 'frozen', 'blocked', 'lost', 'stolen', 'do_not_honour', 'suspected_fraud',
    'pays_nobody', 'unavailable'));
