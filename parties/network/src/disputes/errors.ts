// Why a message of a dispute is rejected back to its sender. The words travel in the acceptance file.

export type DisputeRefusal =
  | 'presentment_unknown'
  | 'wrong_side'
  | 'amount_invalid'
  | 'currency_differs'
  | 'reason_unknown'
  | 'duplicate'
  | 'not_cleared'
  | 'amount_exceeds_presentment'
  | 'authenticated'
  | 'too_late'
  | 'chargeback_unknown'
  | 'chargeback_differs'
  | 'representment_unknown'
  | 'pre_arbitration_unknown'
  | 'declination_unknown'
  | 'no_fee_in_currency'
  | 'answered_before';
