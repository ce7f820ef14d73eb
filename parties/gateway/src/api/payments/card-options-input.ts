// `payment_method_options[card]`: what is said of card payments only.

import { z } from 'zod';
import type { CardWishes, Wishes } from '../../payments/wishes.ts';
import { absent, flag, unsettable } from '../kernel/parameters.ts';
import { otherMethods } from './other-methods.ts';

const availability = z.enum(['if_available', 'never']);
const usage = z.enum(['installment', 'recurring', 'unscheduled']);
const networks = ['amex', 'diners', 'discover', 'jcb', 'mastercard', 'unionpay', 'visa'] as const;

const cardOptions = z.strictObject({
  capture_method: unsettable(z.literal('manual')).optional(),
  cvc_token: absent('tokens of security codes'),
  installments: absent('instalments'),
  mandate_options: absent('mandates of India'),
  moto: flag.optional(),
  network: z.enum(networks, 'Kassa has no network of this name').optional(),
  request_extended_authorization: availability.optional(),
  request_incremental_authorization: availability.optional(),
  request_multicapture: availability.optional(),
  request_overcapture: availability.optional(),
  request_three_d_secure: z.enum(['any', 'automatic', 'challenge']).optional(),
  require_cvc_recollection: absent('asking for the security code again'),
  setup_credential_usage: usage.optional(),
  setup_future_usage: unsettable(z.enum(['none', 'off_session', 'on_session'])).optional(),
  statement_descriptor_suffix_kana: absent('Japanese statements'),
  statement_descriptor_suffix_kanji: absent('Japanese statements'),
  stored_credential_usage: usage.optional(),
  three_d_secure: absent('taking over of an authentication that was done elsewhere'),
});

export const methodOptions = z.strictObject({
  ...otherMethods,
  card: unsettable(cardOptions).optional(),
});

export type MethodOptions = z.output<typeof methodOptions>;

/** The old wishes with what this request says otherwise; null forgets them all. */
export function mergeCardOptions(
  old: Wishes,
  given: MethodOptions | undefined,
): Pick<Wishes, 'card' | 'requestIncremental' | 'requestMulticapture'> {
  const { card, requestIncremental, requestMulticapture } = old;
  const options = given?.card;
  if (options === undefined) return { card, requestIncremental, requestMulticapture };
  if (options === null) {
    return { card: plainCard, requestIncremental: false, requestMulticapture: false };
  }
  const or = <Value>(value: Value | undefined, before: Value): Value =>
    value === undefined ? before : value;
  const incremental = options.request_incremental_authorization;
  const multicapture = options.request_multicapture;
  return {
    card: {
      threeDs: options.request_three_d_secure ?? card.threeDs,
      isMoto: options.moto ?? card.isMoto,
      setupFutureUsage: or(options.setup_future_usage, card.setupFutureUsage),
      captureMethod: or(options.capture_method, card.captureMethod),
      network: options.network ?? card.network,
      extendedAuthorization: options.request_extended_authorization ?? card.extendedAuthorization,
      overcapture: options.request_overcapture ?? card.overcapture,
      setupCredentialUsage: options.setup_credential_usage ?? card.setupCredentialUsage,
      storedCredentialUsage: options.stored_credential_usage ?? card.storedCredentialUsage,
    },
    requestIncremental:
      incremental === undefined ? requestIncremental : incremental === 'if_available',
    requestMulticapture:
      multicapture === undefined ? requestMulticapture : multicapture === 'if_available',
  };
}

const plainCard: CardWishes = {
  threeDs: 'automatic',
  isMoto: false,
  setupFutureUsage: null,
  captureMethod: null,
  network: null,
  extendedAuthorization: null,
  overcapture: null,
  setupCredentialUsage: null,
  storedCredentialUsage: null,
};
