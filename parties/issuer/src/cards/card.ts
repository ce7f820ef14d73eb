// A card as the bank keeps it, and what its holder has allowed it to do.

import type { Id } from '@kassa/ids';
import type { Currency } from '@kassa/money';

export type CardId = Id<'card'>;

export const cardStatuses = [
  'active',
  'frozen',
  'blocked',
  'lost',
  'stolen',
  'do_not_honour',
  'suspected_fraud',
  'pays_nobody',
  'unavailable',
] as const;
/**
 * Frozen is the holder's own, and undone by the holder; the others are the bank's word. A card that
 * pays nobody is good, but its account may not be debited; of one that is unavailable the bank's own
 * system cannot say anything.
 */
export type CardStatus = (typeof cardStatuses)[number];

export const expiryRules = ['exact', 'any_future'] as const;
export type ExpiryRule = (typeof expiryRules)[number];

export const cvcRules = ['exact', 'any', 'never_refuse', 'never_report'] as const;
/** `never_refuse`: no code is right, and a payment with one is refused; `never_report`: it is told. */
export type CvcRule = (typeof cvcRules)[number];

export const authenticationPolicies = [
  'not_enrolled',
  'never',
  'risk',
  'on_request',
  'always',
  'when_present',
  'every_payment',
] as const;
/**
 * When the holder must prove who they are. `never` and `not_enrolled` never ask; `on_request` where
 * the merchant demands it. `always` lets a merchant go on alone where the holder was once asked,
 * `when_present` everywhere, `every_payment` nowhere.
 */
export type AuthenticationPolicy = (typeof authenticationPolicies)[number];

/** Amounts in minor units of the card's currency; null is no limit. */
export type CardLimits = {
  readonly paymentMaxMinor: bigint | null;
  readonly dayMaxMinor: bigint | null;
  readonly dayCountMax: number | null;
  readonly isOnlineAllowed: boolean;
  readonly onlineMaxMinor: bigint | null;
  readonly isCrossBorderAllowed: boolean;
};

export type Card = {
  readonly cardId: CardId;
  readonly bankAccountId: string;
  readonly currency: Currency;
  readonly holderName: string;
  readonly panHash: string;
  readonly last4: string;
  /** YYMM. */
  readonly expiry: string;
  readonly expiryRule: ExpiryRule;
  readonly cvcRule: CvcRule;
  readonly cvcCheck: string | null;
  readonly authentication: AuthenticationPolicy;
  readonly status: CardStatus;
  readonly limits: CardLimits;
  readonly version: number;
};

export function hasDailyLimits(limits: CardLimits): boolean {
  return limits.dayMaxMinor !== null || limits.dayCountMax !== null;
}
