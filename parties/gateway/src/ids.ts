// The kinds of id this party makes, by their public prefixes. Ids are made before the effect.

import type { Id } from '@kassa/ids';

export type { IdMaker } from '@kassa/ids';

/** `acct_diva`: given by the seed, so not of the time-ordered shape. */
export type AccountId = `acct_${string}`;
export type PaymentIntentId = Id<'pi'>;
/** What a card is authenticated for. */
export type SubjectId = PaymentIntentId | SetupIntentId;
export type SetupIntentId = Id<'seti'>;
export type SetupAttemptId = Id<'setatt'>;
export type PaymentMethodId = Id<'pm'>;
export type AttemptId = Id<'att'>;
export type ChargeId = Id<'ch'>;
export type IncrementId = Id<'inc'>;
export type RefundId = Id<'re'>;
export type AdviceId = Id<'adv'>;
export type AuthenticationId = Id<'auth'>;
export type SessionId = Id<'cs'>;
export type EventId = Id<'evt'>;
export type CustomerId = Id<'cus'>;
export type PayoutId = Id<'po'>;

/** An account's id read back from our own row. */
export const accountIdOf = (text: string): AccountId => `acct_${text.slice('acct_'.length)}`;

/** An id read back from our own row: its kind is known by its column. */
export function idFrom<Prefix extends string>(prefix: Prefix, text: string): Id<Prefix> {
  return `${prefix}_${text.slice(prefix.length + 1)}`;
}

export function idOrNull<Prefix extends string>(
  prefix: Prefix,
  text: string | null,
): Id<Prefix> | null {
  return text === null ? null : idFrom(prefix, text);
}
