-- What acquirers hold back from payouts until a day that was agreed, and release on it.
alter table balance_transaction
  drop constraint balance_transaction_type,
  add constraint balance_transaction_type check (type in (
    'charge', 'refund', 'payout', 'payout_failure', 'payout_cancel', 'transfer', 'transfer_refund',
    'payment', 'payment_refund', 'application_fee', 'application_fee_refund', 'adjustment',
    'reserve_hold', 'reserve_release'));
