-- To whom the acquirer was first told to pay: a repeat says the same, whatever has become of the bank
-- account since. A null IBAN with a time is the account in the merchant's contract.
alter table payout
  add column told_at bigint,
  add column told_iban text,
  add column told_holder text,
  add constraint payout_told check (
    (told_iban is null) = (told_holder is null) and (told_iban is null or told_at is not null));
