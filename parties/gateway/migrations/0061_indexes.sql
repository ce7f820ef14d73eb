-- Each index costs every payment. Two go that no statement needs: attempts are looked for by STAN in the
-- ids of one day, and an authentication by its transaction alone, by the index that has that first. One
-- comes over the few advices that were refused or corrected, and one over the STANs of messages, of which
-- a day has too many to go through.
drop index payment_attempt_by_stan;
drop index authentication_by_server_trans_id;

create index advice_over on advice (state, (coalesce(closed_at, created_at)) desc, id)
  where state in ('refused', 'corrected');
create index wire_message_by_stan on wire_message (stan, id)
  where stan is not null and intent_id is not null;
