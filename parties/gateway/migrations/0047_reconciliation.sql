-- Reconciliation, run by run: what each source's rows let expect of the others, what was not as
-- expected, and what people did about it. A repair is an entry of its own and is never changed.
create table reconciliation_run (
  account_id text not null,
  id text not null,
  provider text not null,
  started_at bigint not null,
  -- 'schedule', or the operator who pressed the button.
  asked_by text not null,
  -- Days since 1970, as everywhere in these tables: from which on rows were looked at.
  since_day integer not null,
  -- Which sources were there, with how many rows; why not, if not.
  sources jsonb not null,
  -- By pair of sources: how many rows matched, wait, are exceptions.
  pairs jsonb not null,
  constraint reconciliation_run_pk primary key (account_id, id)
);
create index reconciliation_run_last on reconciliation_run (account_id, provider, id);

create table reconciliation_expectation (
  account_id text not null,
  provider text not null,
  pair text not null,
  source text not null,
  row_id text not null,
  currency text not null,
  amount bigint not null,
  raised_day integer not null,
  due_day integer not null,
  state text not null,
  -- The rows of the other side that met it.
  counterparts text[] not null,
  -- The run in which it came to be so.
  run_id text not null,
  constraint reconciliation_expectation_pk primary key (account_id, provider, pair, source, row_id),
  constraint reconciliation_expectation_state check (state in ('matched', 'waiting', 'exception'))
);

create table reconciliation_exception (
  account_id text not null,
  id text not null,
  provider text not null,
  pair text not null,
  name text not null,
  -- Of pair, name and rows: the same thing, found again, is the same exception.
  fingerprint text not null,
  also text[] not null,
  expecting jsonb not null,
  answering jsonb not null,
  currency text not null,
  -- What the answering side says more than was expected; null between currencies.
  difference bigint,
  twin text,
  since_day integer not null,
  state text not null,
  found_at bigint not null,
  last_run text not null,
  closed_at bigint,
  constraint reconciliation_exception_pk primary key (account_id, id),
  constraint reconciliation_exception_once unique (account_id, provider, fingerprint),
  constraint reconciliation_exception_name check (name in ('missing', 'unexpected', 'duplicate',
    'wrong_amount', 'wrong_currency', 'fee_error', 'late', 'split', 'merged')),
  -- Cleared: a later run found it no more. Repaired: by a person, and it stays so.
  constraint reconciliation_exception_state check (state in ('open', 'cleared', 'repaired')),
  constraint reconciliation_exception_closed check ((state = 'open') = (closed_at is null))
);
create index reconciliation_exception_list on reconciliation_exception (state, since_day, id);
create index reconciliation_exception_by_id on reconciliation_exception (id);

create table reconciliation_repair (
  account_id text not null,
  id text not null,
  exception_id text not null,
  kind text not null,
  -- The other exception that it was replaced by.
  replaced_by text,
  -- What was posted for it, if money is concerned.
  transaction_id text,
  decided_by text not null,
  decided_why text not null,
  at bigint not null,
  constraint reconciliation_repair_pk primary key (account_id, id),
  constraint reconciliation_repair_once unique (account_id, exception_id),
  constraint reconciliation_repair_of foreign key (account_id, exception_id)
    references reconciliation_exception (account_id, id),
  constraint reconciliation_repair_kind check (
    kind in ('correct', 'mark_received', 'replace', 'void')),
  constraint reconciliation_repair_why check (decided_why <> '' and decided_by <> '')
);
create trigger reconciliation_repair_append_only
  before update or delete or truncate on reconciliation_repair
  for each statement execute function ledger_refuse_change();

-- Bank statements as they were handed in: a day with no entry is known to have had none.
create table reconciliation_statement (
  account_id text not null,
  bank_account text not null,
  -- With the page, where it has pages.
  statement_id text not null,
  first_day integer not null,
  last_day integer not null,
  taken_at bigint not null,
  taken_by text not null,
  constraint reconciliation_statement_pk primary key (account_id, bank_account, statement_id)
);

create table reconciliation_statement_entry (
  account_id text not null,
  bank_account text not null,
  statement_id text not null,
  -- Of the entry: the bank's, or its place in the statement.
  reference text not null,
  day integer not null,
  currency text not null,
  -- In the merchant's favour if positive.
  amount bigint not null,
  counterparty text not null,
  -- Whatever names it: end-to-end id, transaction, remittance.
  names text[] not null,
  constraint reconciliation_statement_entry_pk
    primary key (account_id, bank_account, statement_id, reference),
  constraint reconciliation_statement_entry_of
    foreign key (account_id, bank_account, statement_id)
    references reconciliation_statement (account_id, bank_account, statement_id)
);
create index reconciliation_statement_entry_by_day
  on reconciliation_statement_entry (account_id, day);

-- [{ accountId, provider, runId, at, sinceDay, pairs, expectations, exceptions }]: what a run found. An
-- open exception of its pairs that it found no more is cleared; one that was repaired stays so.
create function reconciliation_record(told jsonb) returns integer
language plpgsql as $$
declare
  one jsonb;
begin
  for one in select * from jsonb_array_elements(told) loop
    insert into reconciliation_expectation as known (account_id, provider, pair, source, row_id, currency,
      amount, raised_day, due_day, state, counterparts, run_id)
    select one ->> 'accountId', one ->> 'provider', w.pair, w.source, w."rowId", w.currency,
      w.amount, w."raisedDay", w."dueDay", w.state, w.counterparts, one ->> 'runId'
    from jsonb_to_recordset(one -> 'expectations') as w (pair text, source text, "rowId" text,
      currency text, amount bigint, "raisedDay" integer, "dueDay" integer, state text,
      counterparts text[])
    on conflict on constraint reconciliation_expectation_pk do update
    set state = excluded.state, counterparts = excluded.counterparts, run_id = excluded.run_id,
      amount = excluded.amount, due_day = excluded.due_day
    where (known.state, known.counterparts, known.amount, known.due_day)
      is distinct from (excluded.state, excluded.counterparts, excluded.amount, excluded.due_day);

    insert into reconciliation_exception as known (account_id, id, provider, pair, name,
      fingerprint, also, expecting, answering, currency, difference, twin, since_day, state,
      found_at, last_run)
    select one ->> 'accountId', w.id, one ->> 'provider', w.pair, w.name, w.fingerprint, w.also,
      w.expecting, w.answering, w.currency, w.difference, w.twin, w."sinceDay", 'open',
      (one ->> 'at')::bigint, one ->> 'runId'
    from jsonb_to_recordset(one -> 'exceptions') as w (id text, pair text, name text,
      fingerprint text, also text[], expecting jsonb, answering jsonb, currency text,
      difference bigint, twin text, "sinceDay" integer)
    on conflict on constraint reconciliation_exception_once do update
    set last_run = excluded.last_run,
      state = case known.state when 'cleared' then 'open' else known.state end,
      closed_at = case known.state when 'cleared' then null else known.closed_at end;

    update reconciliation_exception e
    set state = 'cleared', closed_at = (one ->> 'at')::bigint
    where e.account_id = one ->> 'accountId' and e.provider = one ->> 'provider'
      and e.state = 'open' and e.last_run <> one ->> 'runId'
      and e.since_day >= (one ->> 'sinceDay')::integer
      and e.pair in (select jsonb_array_elements_text(one -> 'pairs'));
  end loop;
  return jsonb_array_length(told);
end $$;
