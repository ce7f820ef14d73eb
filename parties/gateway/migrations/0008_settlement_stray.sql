-- What the acquirer says it settled and the gateway does not know: for people to look into. One row
-- for each item, however often its payout is read.
create table settlement_stray (
  account_id text not null,
  provider text not null,
  item_id text not null,
  kind text not null,
  rrn text not null,
  payout_id text not null,
  reference text not null,
  currency text not null,
  amount bigint not null,
  fee bigint not null,
  net bigint not null,
  created_at bigint not null,
  constraint settlement_stray_pk primary key (account_id, provider, item_id),
  constraint settlement_stray_kind check (kind in ('capture', 'refund'))
);
