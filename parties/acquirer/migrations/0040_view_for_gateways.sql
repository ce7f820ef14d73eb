-- What gateways read to compare: a merchant's authorizations in the order in which they came.
create index card_authorization_of_merchant on card_authorization (mid, received_at_ms, rrn);
