-- What banks have refused, by card: what the networks' rules on trying again are counted by. Kept a
-- little longer than their longest window.
create table card_decline (
  account_id text not null,
  charge_id text not null,
  -- The vault's own, of the number at this merchant.
  fingerprint text not null,
  network text not null,
  amount bigint not null,
  currency text not null,
  initiation text not null,
  response_code text not null,
  -- What the network's rules said of that code when it came.
  category text not null,
  at bigint not null,
  constraint card_decline_pk primary key (account_id, charge_id),
  constraint card_decline_initiation check (initiation in ('cardholder', 'merchant')),
  constraint card_decline_category check (category in ('never', 'later', 'with_changes', 'generic'))
);

create index card_decline_by_card on card_decline (account_id, fingerprint, at);
create index card_decline_by_age on card_decline (at);

-- Refuses an attempt that the network would not have made: in the commit that opens it.
create function check_retries(asked jsonb) returns integer language plpgsql as $$
declare
  one jsonb;
  cap jsonb;
  code text;
  declines integer;
begin
  for one in select value from jsonb_array_elements(asked) loop
    select response_code into code from card_decline
      where account_id = one ->> 'account' and fingerprint = one ->> 'fingerprint'
        and category = 'never' and at >= (one ->> 'neverSince')::bigint
      limit 1;
    if code is not null then
      perform kassa_refuse('retry_never', code);
    end if;
    for cap in select value from jsonb_array_elements(one -> 'caps') loop
      select count(*) into declines from (
        select 1 from card_decline
          where account_id = one ->> 'account' and fingerprint = one ->> 'fingerprint'
            and amount = (one ->> 'amount')::bigint and currency = one ->> 'currency'
            and at >= (cap ->> 'since')::bigint
            and (not (cap ->> 'byInitiation')::boolean or initiation = one ->> 'initiation')
          limit (cap ->> 'retriesMax')::integer + 1) as declined;
      -- The first was no retry.
      if declines > (cap ->> 'retriesMax')::integer then
        perform kassa_refuse('retry_cap_reached', (cap ->> 'retriesMax') || ' in ' || (cap ->> 'days') || ' days');
      end if;
    end loop;
  end loop;
  return jsonb_array_length(asked);
end $$;
