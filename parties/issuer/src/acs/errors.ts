/** The browser brought something that is no challenge of ours. */
export type ChallengeRefusal = { readonly code: 'unknown_transaction' };

/** What the page says about the step just taken. */
export type StepNotice =
  | 'code_sent'
  | 'code_sent_again'
  | 'no_more_codes'
  | 'wrong_code'
  | 'not_a_code'
  | 'code_expired';
