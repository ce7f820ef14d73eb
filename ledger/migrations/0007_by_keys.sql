-- What a call names is looked up by its keys. While a book is small PostgreSQL would rather read all of it
-- at once, and keep that plan while the book grows.
alter function ledger_post(jsonb)
  set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off;
