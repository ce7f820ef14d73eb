import type { CardStatus } from './card.ts';

export type CardRefusal =
  | { readonly code: 'no_such_card' }
  /** The holder cannot undo what the bank has done, nor bring a lost card back. */
  | { readonly code: 'not_allowed'; readonly from: CardStatus; readonly to: CardStatus }
  | { readonly code: 'changed_meanwhile' };
