-- What merchants owe: refunds and disputes above their sales. It is set off against what comes later; how
-- long it has been so, and how much it was, is kept.
create table negative_balance (
  mid text not null,
  currency text not null,
  opened_on date not null,
  -- Owed on the day it was last looked at, and the most it ever was; both above zero.
  owed bigint not null,
  owed_at_most bigint not null,
  seen_on date not null,
  -- The day on which later sales had made up for it.
  recovered_on date,
  constraint negative_balance_pk primary key (mid, currency, opened_on),
  constraint negative_balance_owed check (owed > 0 and owed_at_most >= owed),
  constraint negative_balance_days check (seen_on >= opened_on and recovered_on >= opened_on)
);
create unique index negative_balance_open on negative_balance (mid, currency)
  where recovered_on is null;
