-- The answers of a file are found item by item, also while there are few: that plan stays when there are many.
alter function item_answered(jsonb)
  set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off;
