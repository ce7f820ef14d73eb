-- Two acquirers may call their payouts by the same name: a payout is known by who makes it as well.
-- Null where the gateway told the acquirer to pay: those are named by us.
alter table payout add column provider text;

update payout p
set provider = coalesce(
  (select m.profile -> 'acquirer' ->> 'provider' from merchant m where m.account_id = p.account_id),
  'unknown')
where not is_instructed;

alter table payout
  drop constraint payout_once,
  add constraint payout_once unique (account_id, provider, reference),
  add constraint payout_provider check (is_instructed = (provider is null));
