-- Every challenge is a message to somebody's phone: a card has only so many within an hour. Called
-- in the statement that stores the challenge; the lock makes challenges of one card wait for each
-- other, so that of many at once no more than the limit are stored.
create function challenge_counted(limits jsonb) returns integer
language plpgsql as $$
declare
  wanted jsonb;
  counted integer := 0;
begin
  for wanted in select value from jsonb_array_elements(limits) loop
    perform pg_advisory_xact_lock(hashtextextended('challenge ' || (wanted ->> 'cardId'), 0));
    select count(*) into counted
    from authentication
    where card_id = wanted ->> 'cardId'
      and state <> 'answered'
      and requested_at_ms > (wanted ->> 'afterMs')::bigint;
    if counted > (wanted ->> 'max')::integer then
      perform kassa_refuse('too_many_challenges', counted::text);
    end if;
  end loop;
  return counted;
end $$;

create index authentication_challenges on authentication (card_id, requested_at_ms)
  where state <> 'answered';
