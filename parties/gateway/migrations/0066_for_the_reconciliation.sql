-- What a run of the reconciliation looks for, whose work must not grow with what is over long ago.

-- Refunds of connected accounts by what a platform's book says of them, their id alone: each line of the
-- book was held against every refund there ever was.
create unique index refund_by_id on refund (id);

-- What was captured since a day: all payments of the month before were read, for one may be held so long.
create index payment_event_captures on payment_event (account_id, at)
  where type in ('captured', 'partly_captured');
