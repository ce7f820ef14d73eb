-- Tokens of the older API: a card on its way from a browser to the server, good for one use. The card
-- is sealed like any other; that a token is used once, the payment method that came of it proves.
create table token (
  account_id text not null,
  id text not null,
  type text not null,
  -- A payment method that is nobody's yet, its number sealed.
  card jsonb not null,
  client_ip text,
  created_at bigint not null,
  constraint token_pk primary key (account_id, id),
  constraint token_type check (type in ('card'))
);

alter table payment_method add column token_id text;
create unique index payment_method_token_once on payment_method (account_id, token_id)
  where token_id is not null;
