// Why a presentment is rejected back to the acquirer. The words travel in the acceptance file.

export type PresentmentRefusal =
  | 'wrong_acquirer'
  | 'amount_invalid'
  | 'authorization_unknown'
  | 'authorization_not_approved'
  | 'authorization_reversed'
  | 'card_differs'
  | 'authorization_code_differs'
  | 'currency_differs'
  | 'authorization_expired'
  | 'duplicate'
  | 'amount_exceeds_authorization'
  | 'purchase_not_presented'
  | 'refund_exceeds_purchase';

/** Why a whole file is not taken; nothing of it is kept. */
export type FileRefusal =
  | { readonly code: 'unreadable'; readonly line: number; readonly reason: string }
  | { readonly code: 'wrong_sender' }
  | { readonly code: 'wrong_receiver' }
  | { readonly code: 'file_id_reused' };

export const statusOf: Readonly<Record<FileRefusal['code'], number>> = {
  unreadable: 400,
  wrong_sender: 403,
  wrong_receiver: 400,
  file_id_reused: 409,
};
