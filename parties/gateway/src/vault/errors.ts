// What the vault can refuse of a card that somebody typed.

import type { CardField } from './check-card.ts';

export type CardFault =
  | 'number_incomplete'
  | 'number_wrong'
  | 'expiry_incomplete'
  | 'expiry_past'
  | 'expiry_far'
  | 'cvc_incomplete'
  | 'cvc_wrong_length'
  | 'holder_missing';

export type CardRefusal = {
  readonly code: 'card_invalid';
  /** One fault a field at most, in the order of the fields on the page. */
  readonly faults: readonly { readonly field: CardField; readonly fault: CardFault }[];
};
