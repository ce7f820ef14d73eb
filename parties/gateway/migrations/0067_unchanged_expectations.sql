-- Most of what a run expects was expected the day before. A row in conflict is locked, and so written, even
-- where nothing of it changes: what stands as it is said is left out before that.

create or replace function reconciliation_record(told jsonb) returns integer
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
    where not exists (
      select from reconciliation_expectation k
      where k.account_id = one ->> 'accountId' and k.provider = one ->> 'provider'
        and k.pair = w.pair and k.source = w.source and k.row_id = w."rowId"
        and (k.state, k.counterparts, k.amount, k.due_day)
          is not distinct from (w.state, w.counterparts, w.amount, w."dueDay")
      offset 0)
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
