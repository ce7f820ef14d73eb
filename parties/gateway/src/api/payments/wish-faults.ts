// What a request may not say of a payment, checked before anything is done: the first fault is the
// answer. What depends on the payment's state is refused by the payment itself.

import { err, ok, type Result } from '@kassa/result';
import type { AccountId } from '../../ids.ts';
import { arithmeticFault } from '../../payments/amount-arithmetic.ts';
import type { Wishes } from '../../payments/wishes.ts';
import { findCustomer } from '../customers/find-customer.ts';
import { type ApiError, invalid } from '../kernel/api-error.ts';
import type { ApiMeans } from '../ports.ts';
import { arithmeticWords } from '../to-stripe/amount-details.ts';
import { mergeAmountDetails } from './amount-details-input.ts';
import type { WishInput } from './payment-intent-input.ts';

export type Wished = {
  readonly accountId: AccountId;
  readonly input: WishInput;
  /** What the payment wishes so far. */
  readonly old: Wishes;
};

export async function checkWishes(
  means: ApiMeans,
  { accountId, input, old }: Wished,
): Promise<Result<null, ApiError>> {
  const fault = oneOf(input) ?? tooManyKeys(old.metadata, input.metadata) ?? types(input);
  if (fault !== undefined) return err(fault);
  const details = mergeAmountDetails(old.amountDetails, input.amount_details, means.makeId);
  if (!details.ok) return details;
  const { customer } = input;
  if (customer === undefined) return ok(null);
  const found = await findCustomer(means, accountId, customer);
  return found.ok ? ok(null) : found;
}

const excluding: readonly (readonly (keyof WishInput)[])[] = [
  ['automatic_payment_methods', 'confirmation_method'],
  ['allowed_payment_method_types', 'excluded_payment_method_types'],
];

function oneOf(input: WishInput): ApiError | undefined {
  for (const names of excluding) {
    const given = names.filter((name) => isSaid(input, name));
    if (given.length < 2) continue;
    const message = `You may only specify one of these parameters: ${given.join(', ')}.`;
    return invalid(message, { code: 'parameter_invalid', param: given[1] ?? '' });
  }
  return undefined;
}

/** Methods that are not automatic leave every other choice open. */
function isSaid(input: WishInput, name: keyof WishInput): boolean {
  if (name === 'automatic_payment_methods') return input[name]?.enabled === true;
  return input[name] !== undefined && input[name] !== null;
}

const keysMax = 50;

export function tooManyKeys(
  old: Wishes['metadata'],
  metadata: WishInput['metadata'],
): ApiError | undefined {
  const merged = Object.entries({ ...old, ...metadata });
  if (merged.filter(([, value]) => value !== '').length <= keysMax) return undefined;
  const message = `You can have at most ${keysMax} metadata keys. Take some off by giving them an empty value.`;
  return invalid(message, { code: 'parameter_invalid', param: 'metadata' });
}

function types({ excluded_payment_method_types: excluded }: WishInput): ApiError | undefined {
  if (excluded?.includes('card') !== true) return undefined;
  const message =
    'No payment method types are left for this payment: Kassa takes cards only, and they are excluded.';
  const param = 'excluded_payment_method_types';
  return invalid(message, { code: 'payment_intent_invalid_parameter', param });
}

const confirming = [
  'confirmation_token',
  'error_on_requires_action',
  'mandate',
  'mandate_data',
  'off_session',
  'return_url',
] as const satisfies readonly (keyof WishInput)[];

/** What can be said of a confirm only. */
export function notConfirming(input: WishInput): ApiError | undefined {
  const param = confirming.find((name) => input[name] !== undefined);
  if (param === undefined) return undefined;
  const message = `The parameter ${param} can only be used when confirming: give confirm=true, or say it when confirming.`;
  return invalid(message, { code: 'parameter_invalid', param });
}

/** Where the buyer comes back to must be known before they may be sent away. */
const noReturnUrl =
  "This PaymentIntent is configured to accept payment methods enabled in your Dashboard. Because some of these payment methods might redirect your customer off of your page, you must provide a `return_url`. If you don't want to accept redirect-based payment methods, set `automatic_payment_methods[enabled]` to `true` and `automatic_payment_methods[allow_redirects]` to `never` when creating Setup Intents and Payment Intents.";

/** Of wishes that are complete, what stands in the way of confirming a payment by card. */
export function confirmFault(wishes: Wishes, amountMinor: bigint): ApiError | undefined {
  const mayRedirect = wishes.automaticMethods && wishes.allowRedirects === 'always';
  const isOpen = mayRedirect && wishes.allowedTypes === null;
  if (isOpen && wishes.returnUrl === null && !wishes.offSession) {
    return invalid(noReturnUrl, { param: 'return_url' });
  }
  return statementFault(wishes) ?? detailsFault(wishes, amountMinor);
}

/** A statement has one line for a card, which begins with the name of the shop. */
export function statementFault({ statementDescriptor }: Wishes): ApiError | undefined {
  if (statementDescriptor === null) return undefined;
  const message =
    'The statement_descriptor is not for card payments. Use statement_descriptor_suffix instead.';
  const param = 'statement_descriptor';
  return invalid(message, { code: 'payment_intent_invalid_parameter', param });
}

/** Details that do not add up to the amount, if the merchant wants to hear of it. */
export function detailsFault({ amountDetails }: Wishes, amountMinor: bigint): ApiError | undefined {
  if (amountDetails === null || !amountDetails.isEnforced) return undefined;
  const code = arithmeticFault(amountDetails, amountMinor);
  if (code === undefined) return undefined;
  return invalid(arithmeticWords[code], { code, param: 'amount_details' });
}
