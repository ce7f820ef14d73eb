// What other rooms may ask of the vault.

import type { Result } from '@kassa/result';
import type { OpenCard, SealedCard } from './card.ts';

/** For the connectors and the 3-D Secure server only. */
export type CardFor = (card: SealedCard) => Result<OpenCard, { readonly code: 'card_unreadable' }>;
