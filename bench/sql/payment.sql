-- What one payment leaves behind, append-only, in one function and one commit: as many rows as the
-- gateway writes, in as many tables, each about as long as there (measured over 200 payments), with
-- primary keys and no other index. No guard, no check, no update, no search, no log.

create sequence number_seq cache 64;

create table method (account_id text, id text, body text, primary key (account_id, id));
create table intent (account_id text, id text, body text, primary key (account_id, id));
create table attempt (account_id text, id text, body text, primary key (account_id, id));
create table authentication (account_id text, id text, body text, primary key (account_id, id));
create table charge (account_id text, id text, body text, primary key (account_id, id));
create table advice (account_id text, id text, body text, primary key (account_id, id));
create table move (
  account_id text, intent_id text, number integer, body text,
  primary key (account_id, intent_id, number)
);
create table event (account_id text, id text, body text, primary key (account_id, id));
create table posting (account_id text, id text, body text, primary key (account_id, id));
create table entry (
  account_id text, posting_id text, line integer, path text, amount bigint, body text,
  primary key (account_id, posting_id, line)
);

create function pay() returns void
language plpgsql as $$
declare
  merchant text := 'acct_bench';
  n text := lpad(nextval('number_seq')::text, 26, '0');
begin
  insert into method values (merchant, 'pm_' || n, repeat('m', 500));
  insert into intent values (merchant, 'pi_' || n, repeat('i', 700));
  insert into attempt values (merchant, 'att_' || n, repeat('a', 380));
  insert into authentication values (merchant, 'auth_' || n, repeat('t', 600));
  insert into charge values (merchant, 'ch_' || n, repeat('c', 740));
  insert into advice values (merchant, 'adv_' || n, repeat('v', 150));
  insert into move
    select merchant, 'pi_' || n, line, repeat('o', 530) from generate_series(1, 5) line;
  insert into event
    select merchant, 'evt_' || line || n, repeat('e', 1700) from generate_series(1, 3) line;
  insert into posting values (merchant, 'ltx_' || n, repeat('p', 250));
  insert into entry values
    (merchant, 'ltx_' || n, 1, 'receivable', 1250, repeat('l', 120)),
    (merchant, 'ltx_' || n, 2, 'merchant', 1250, repeat('l', 120));
end $$;
