-- A hold may grow before it is presented, and may be presented in several parts. An increment is a
-- request with a name of its own, so that it can be reversed alone; its money stands in the hold of
-- the authorization that it grew. Price and code stay those of the first answer.
alter table card_authorization
  add column increment_of text,
  -- What may be presented in all, increments included, and what has been; as the shop counts.
  add column total_minor bigint not null default 0,
  add column presented_minor bigint not null default 0;

update card_authorization
set total_minor = case
  when state = 'held' and held_minor < billed_minor
    then greatest(1, amount_minor * held_minor / billed_minor)
  else amount_minor
end
where response_code = '00';

update card_authorization a
set presented_minor = p.minor
from (
  select authorization_id, sum(amount_minor) as minor
  from presentment
  where kind = 'purchase' and authorization_id is not null
  group by authorization_id
) p
where p.authorization_id = a.authorization_id;

alter table card_authorization
  add constraint card_authorization_increment_fk
    foreign key (increment_of) references card_authorization,
  drop constraint card_authorization_state_known,
  add constraint card_authorization_state_known check (
    state in (
      'declined', 'reversed_first', 'verified', 'held', 'raised', 'cleared', 'released', 'expired'
    )
  ),
  drop constraint card_authorization_declined_holds_nothing,
  add constraint card_authorization_declined_holds_nothing check (
    state not in ('declined', 'reversed_first', 'verified', 'raised')
    or (hold_id is null and held_minor = 0)
  ),
  add constraint card_authorization_raised_is_an_increment check (
    state <> 'raised' or increment_of is not null
  ),
  add constraint card_authorization_held_is_not_all_presented check (
    state <> 'held' or presented_minor < total_minor
  );

create index card_authorization_increments on card_authorization (increment_of)
  where increment_of is not null;
