-- The payouts among a million sales, or the few adjustments, without passing the sales.
create index balance_transaction_by_type on balance_transaction (account_id, type, id);
