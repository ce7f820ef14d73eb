-- What one posting of the ledger leaves behind, in one function and one commit: a transaction and two
-- entries, and in the second function two balances, of which all postings share one.

create sequence number_seq cache 64;

create table posting (
  account_id text, id text, at_ms bigint, kind text, description text, reference text,
  primary key (account_id, id)
);
create table entry (
  account_id text, posting_id text, line integer, path text, currency text, side text, amount bigint,
  primary key (account_id, posting_id, line)
);
create table balance (
  account_id text, path text, currency text, posted_debit bigint, posted_credit bigint,
  primary key (account_id, path, currency)
);
insert into balance values ('diva', 'hot', 'BAM', 0, 0);
insert into balance
  select 'diva', 'card:' || n, 'BAM', 0, 0 from generate_series(0, 999) n;

create function append(card integer) returns void
language plpgsql as $$
declare
  n text := lpad(nextval('number_seq')::text, 26, '0');
begin
  insert into posting values
    ('diva', 'ltx_' || n, 1800000000000, 'posted', 'card payment', right(n, 12));
  insert into entry values
    ('diva', 'ltx_' || n, 1, 'card:' || card, 'BAM', 'debit', 100),
    ('diva', 'ltx_' || n, 2, 'hot', 'BAM', 'credit', 100);
end $$;

create function append_hot(card integer) returns void
language plpgsql as $$
begin
  perform append(card);
  update balance set posted_debit = posted_debit + 100
  where account_id = 'diva' and path = 'card:' || card and currency = 'BAM';
  update balance set posted_credit = posted_credit + 100
  where account_id = 'diva' and path = 'hot' and currency = 'BAM';
end $$;
