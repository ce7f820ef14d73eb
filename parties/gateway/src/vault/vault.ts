// The vault: seals a checked card into a payment method, and opens it again for the two rooms that
// may build a message with it. Card data in the clear goes no further than this file's callers.

import { type Envelope, keyedHash } from '@kassa/crypto';
import { err, ok } from '@kassa/result';
import { Pan, type Secret } from '@kassa/secret';
import type { AccountId, CustomerId, IdMaker } from '../ids.ts';
import { lookUpBin } from './bin-table.ts';
import type { AllowRedisplay, Billing, CardFace, PaymentMethod, SealedCard } from './card.ts';
import type { CheckedCard } from './check-card.ts';
import type { CvcMemory } from './cvc-memory.ts';
import type { CardFor } from './ports.ts';

export type Vault = {
  /** A new payment method; the CVC stays in memory, and nothing is stored yet. */
  seal(card: CheckedCard, about: SealAbout): PaymentMethod;
  readonly cardFor: CardFor;
  /** After the authorization that the CVC was typed for. */
  forgetCvc(card: SealedCard): void;
};

export type SealAbout = {
  readonly accountId: AccountId;
  readonly nowMs: number;
  readonly billing: Billing;
  readonly metadata: Readonly<Record<string, string>>;
  readonly customer: CustomerId | null;
  readonly allowRedisplay?: AllowRedisplay;
  readonly token?: string | null;
};

export type VaultMeans = {
  readonly envelope: Envelope;
  readonly fingerprintKey: Secret<Buffer>;
  readonly cvcs: CvcMemory;
  readonly makeId: IdMaker;
};

export function openVault({ envelope, fingerprintKey, cvcs, makeId }: VaultMeans): Vault {
  return {
    seal(card, about) {
      const { accountId } = about;
      const id = makeId('pm');
      const digits = card.pan.reveal();
      if (card.cvc !== null) cvcs.keep(id, card.cvc);
      const face: CardFace = {
        ...lookUpBin(digits.slice(0, 9)),
        last4: card.pan.last4,
        expiry: card.expiry,
        holder: card.holder,
        fingerprint: keyedHash(fingerprintKey, `${accountId}|${digits}`).slice(0, 16),
      };
      const sealedPan = envelope.seal(digits, contextOf(accountId, id));
      const { expiry, holder } = card;
      const { brand } = face;
      const sealed = { accountId, paymentMethod: id, sealedPan, brand, expiry, holder };
      const { nowMs, allowRedisplay = 'unspecified', token = null } = about;
      const { billing, metadata, customer } = about;
      const given = { billing, metadata, customer, allowRedisplay, token, detachedAtMs: null };
      return { accountId, id, createdAtMs: nowMs, face, ...given, sealed };
    },
    cardFor(card) {
      const { accountId, paymentMethod, sealedPan, expiry, holder } = card;
      const opened = envelope.open(sealedPan, contextOf(accountId, paymentMethod));
      if (!opened.ok) return err({ code: 'card_unreadable' });
      const pan = Pan.parse(Buffer.from(opened.value).toString('utf8'));
      if (!pan.ok) return err({ code: 'card_unreadable' });
      return ok({ pan: pan.value, expiry, holder, cvc: cvcs.recall(paymentMethod) });
    },
    forgetCvc: (card) => cvcs.forget(card.paymentMethod),
  };
}

/** Binds a sealed number to its row: moved to another, it does not open. */
function contextOf(accountId: AccountId, id: string): string {
  return `payment_method|${accountId}|${id}`;
}
