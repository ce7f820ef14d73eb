// The well-known names of test cards, `pm_card_visa`, `tok_visa`: which card each means is told by
// the configuration. What the card does is its bank's matter; nothing here knows it.

import cardValidator from 'card-validator';
import type { TypedCard } from './check-card.ts';

export type NamedCard = {
  readonly number: string;
  readonly tokens: readonly string[];
  /** `MM / YY`; left out where the bank takes any to come. */
  readonly expiry?: string | undefined;
  /** Left out where the bank takes any. */
  readonly cvc?: string | undefined;
};

export type TestCards = {
  /** What a buyer would type of the card; undefined for a name that no card has. */
  named(token: string, nowMs: number): TypedCard | undefined;
};

export function openTestCards(cards: readonly NamedCard[]): TestCards {
  const byName = new Map(
    cards.flatMap((card) => {
      const whole = { ...card, cvc: card.cvc ?? anyCvc(card.number) };
      return card.tokens.map((name) => [name, whole] as const);
    }),
  );
  return {
    named(token, nowMs) {
      const card = byName.get(token);
      return card === undefined ? undefined : typed(card, nowMs);
    },
  };
}

/** Names of this form mean a test card or nothing: ids of our own are longer and look otherwise. */
export const isTestName = (token: string): boolean => /^(pm_card|tok)_[A-Za-z]/.test(token);

type Whole = NamedCard & { readonly cvc: string };

function typed({ number, expiry, cvc }: Whole, nowMs: number): TypedCard {
  const now = new Date(nowMs);
  const [month = '', year = ''] = expiry?.split('/').map((part) => part.trim()) ?? [
    String(now.getUTCMonth() + 1),
    String(now.getUTCFullYear() + 1),
  ];
  return { number, expiry: { month, year }, cvc, holder: '' };
}

function anyCvc(number: string): string {
  const size = cardValidator.number(number).card?.code.size ?? 3;
  return '1234'.slice(0, size);
}
