-- Under which name a charge stands on the cardholder's statement, as it was told to the bank; whose
-- it is and what it belongs with: a charge's own since its merchant may change them, and listed by.
alter table charge
  add column statement text,
  add column customer_id text,
  add column transfer_group text;

update charge c
set
  customer_id = coalesce(c.notes ->> 'customer', i.wishes ->> 'customer'),
  transfer_group = coalesce(
    i.wishes #>> '{split,transferGroup}',
    case when i.wishes #>> '{split,destination}' is not null then 'group_' || i.id end)
from payment_intent i
where i.account_id = c.account_id and i.id = c.intent_id;

create index charge_of_customer on charge (account_id, customer_id, id)
  where customer_id is not null;
create index charge_of_group on charge (account_id, transfer_group, id)
  where transfer_group is not null;
