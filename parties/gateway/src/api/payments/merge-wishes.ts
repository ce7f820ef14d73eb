// From the words of a request to what the merchant wishes of the payment: the old wishes with what
// this request says otherwise.

import { type IdMaker, idFrom } from '../../ids.ts';
import { type Acceptance, noWishes, type Shipping, type Wishes } from '../../payments/wishes.ts';
import { mergeMetadata } from '../kernel/parameters.ts';
import { mergeAmountDetails } from './amount-details-input.ts';
import { mergeCardOptions } from './card-options-input.ts';
import type { WishInput } from './payment-intent-input.ts';

export type Making = {
  readonly makeId: IdMaker;
  readonly nowMs: number;
  /** Where the request came from, for those who let their browser say when it was agreed to. */
  readonly client?: Client;
};

type Client = { readonly ip: string; readonly userAgent: string };

export function mergeWishes(old: Wishes, input: WishInput, making: Making): Wishes {
  const or = <Value>(value: Value | undefined, before: Value): Value =>
    value === undefined ? before : value;
  const details = mergeAmountDetails(old.amountDetails, input.amount_details, making.makeId);
  const { automatic_payment_methods: automatic, payment_details: references } = input;
  return {
    ...old,
    ...mergeCardOptions(old, input.payment_method_options),
    customer: input.customer === undefined ? old.customer : idFrom('cus', input.customer),
    description: or(input.description, old.description),
    metadata: mergeMetadata(old.metadata, input.metadata),
    receiptEmail: or(input.receipt_email, old.receiptEmail),
    returnUrl: input.return_url ?? old.returnUrl,
    offSession: input.off_session ?? old.offSession,
    setupFutureUsage: or(input.setup_future_usage, old.setupFutureUsage),
    shipping: input.shipping === undefined ? old.shipping : shippingOf(input.shipping),
    statementDescriptor: or(input.statement_descriptor, old.statementDescriptor),
    statementSuffix: or(input.statement_descriptor_suffix, old.statementSuffix),
    automaticMethods: automatic?.enabled ?? old.automaticMethods,
    allowRedirects: automatic?.allow_redirects ?? old.allowRedirects,
    allowedTypes: or(input.allowed_payment_method_types, old.allowedTypes),
    excludedTypes: or(input.excluded_payment_method_types, old.excludedTypes),
    confirmation: input.confirmation_method ?? old.confirmation,
    usesScript: input.use_stripe_sdk ?? old.usesScript,
    // What cannot be taken was refused before; here nothing can be said any more.
    amountDetails: details.ok ? details.value : old.amountDetails,
    customerReference:
      references === null ? null : or(references?.customer_reference, old.customerReference),
    orderReference:
      references === null ? null : or(references?.order_reference, old.orderReference),
    acceptance: acceptanceOf(old, input, making),
  };
}

/** Of a payment that is made now. */
export const firstWishes = (input: WishInput, making: Making): Wishes =>
  mergeWishes(noWishes, input, making);

export function shippingOf(given: NonNullable<WishInput['shipping']> | null): Shipping | null {
  if (given === null) return null;
  const place = Object.entries(given.address).map(([key, value]) => [key, value ?? null]);
  return {
    address: Object.fromEntries(place),
    carrier: given.carrier ?? null,
    name: given.name,
    phone: given.phone ?? null,
    trackingNumber: given.tracking_number ?? null,
  };
}

function acceptanceOf(old: Wishes, input: WishInput, making: Making): Acceptance | null {
  const { mandate_data: given } = input;
  if (given === undefined) return old.acceptance;
  return given === null ? null : acceptanceIn(given, making);
}

export function acceptanceIn(
  given: NonNullable<WishInput['mandate_data']>,
  { nowMs, client }: Omit<Making, 'makeId'>,
): Acceptance {
  const { accepted_at: at, online, type } = given.customer_acceptance;
  const inferred = online?.infer_from_client === true ? client : undefined;
  const { ip_address: ipAddress = inferred?.ip ?? '' } = online ?? {};
  const { user_agent: userAgent = inferred?.userAgent ?? '' } = online ?? {};
  return {
    acceptedAtMs: at === undefined ? nowMs : at * 1000,
    online: type === 'online' ? { ipAddress, userAgent } : null,
  };
}
