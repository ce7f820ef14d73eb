-- What has been settled is found by its keys, also while there is little: that plan stays when there is much.
alter function charge_settled(jsonb)
  set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off;
alter function balance_matured(jsonb)
  set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off;
