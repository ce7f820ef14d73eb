-- How far back the daily run must look: to the oldest row that still waits, or is an open exception.
create index reconciliation_expectation_waiting
  on reconciliation_expectation (account_id, provider, raised_day) where state = 'waiting';
create index reconciliation_exception_open
  on reconciliation_exception (account_id, provider, since_day) where state = 'open';
