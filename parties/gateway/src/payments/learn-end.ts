// What became of a message that was not answered: the provider is asked, which moves no money. What it
// says is the end, as if the answer had come; if it says nothing the end is as unknown as before.

import type { Money } from '@kassa/money';
import type { AuthorizationEnd } from '../connectors/connector.ts';
import type { Merchant } from '../merchants/merchant.ts';
import { under } from '../merchants/merchant.ts';
import type { SealedCard } from '../vault/card.ts';
import type { WireReference } from './intent.ts';
import type { PaymentMeans } from './ports.ts';

export type Lost = {
  readonly provider: string;
  /** Under whose name it was sent. */
  readonly merchant: Merchant;
  readonly card: SealedCard;
  readonly original: { readonly wire: WireReference; readonly amount: Money };
  /** Why nobody knows. */
  readonly why: string;
};

/** `byInquiry`: it was not answered by itself. */
export type LearntEnd = AuthorizationEnd & { readonly byInquiry: boolean };

const inquiriesMax = 2;
/** What is under way there has mostly ended by then. */
const againAfterMs = 500;

export async function learnEnd(means: PaymentMeans, lost: Lost): Promise<LearntEnd> {
  const { provider, merchant, card, original } = lost;
  const connector = means.connector(provider);
  const named = under(merchant, provider);
  for (let count = 1; ; count += 1) {
    const wire = await connector.nameMessage(named);
    const found = await connector.inquire({ merchant: named, wire, card, original });
    switch (found.kind) {
      case 'approved':
      case 'refused':
        return { ...found, byInquiry: true };
      case 'never_arrived':
        return { kind: 'not_attempted', why: 'never_arrived', byInquiry: true };
      case 'under_way':
      case 'unknown':
        if (count === inquiriesMax) return { kind: 'unknown', why: lost.why, byInquiry: false };
        if (found.kind === 'under_way') await means.pause(againAfterMs);
    }
  }
}
