// What a merchant may say of a SetupIntent, and what it means for the setup's wishes.

import { z } from 'zod';
import type { Confirmation } from '../../confirmations/confirmation-token.ts';
import { idFrom } from '../../ids.ts';
import type { Acceptance, SetupWishes } from '../../setups/setup.ts';
import {
  expansion,
  flag,
  integer,
  list,
  mergeMetadata,
  metadata,
  text,
  unsettable,
  webAddress,
} from '../kernel/parameters.ts';
import { cardInput, methodFields } from '../payments/payment-method-input.ts';

const methodTypes = list(z.literal('card', 'Only "card" is taken here yet'), 10);
const notHere = (why: string) => z.never({ error: why }).optional();

const acceptance = z.strictObject({
  accepted_at: integer(0, 99_999_999_999).optional(),
  type: z.enum(['online', 'offline']),
  offline: z.strictObject({}).or(z.literal('')).optional(),
  online: z
    .strictObject({
      ip_address: text(50).optional(),
      user_agent: text(5000).optional(),
      infer_from_client: flag.optional(),
    })
    .optional(),
});
const mandateData = unsettable(z.strictObject({ customer_acceptance: acceptance }));

const confirmFields = {
  ...expansion,
  allowed_payment_method_types: methodTypes.optional(),
  confirmation_token: text(255).optional(),
  mandate_data: mandateData.optional(),
  payment_method: text(255).optional(),
  payment_method_data: z.strictObject({ ...methodFields, card: cardInput.optional() }).optional(),
  payment_method_options: z
    .strictObject({
      card: z
        .strictObject({
          mandate_options: notHere('Mandates with amounts are not here yet; leave this out'),
          moto: notHere('Orders by post or telephone are not here yet; leave this out'),
          network: notHere('The network cannot be chosen; leave this out'),
          request_three_d_secure: z.enum(['any', 'automatic', 'challenge']).optional(),
          setup_credential_usage: notHere('Not here yet; leave this out'),
          three_d_secure: notHere('Kassa authenticates itself; leave this out'),
        })
        .optional(),
    })
    .optional(),
  return_url: webAddress.optional(),
  use_stripe_sdk: flag.optional(),
};

const wishFields = {
  attach_to_self: notHere('A card is kept for a customer; leave this out'),
  customer: text(255).optional(),
  customer_account: notHere('Customers are named by "customer"; leave this out'),
  description: unsettable(text(1000)).optional(),
  excluded_payment_method_types: list(z.string(), 50).optional(),
  flow_directions: list(z.literal('inbound', 'Only "inbound" is here'), 2).optional(),
  metadata: metadata.optional(),
  payment_method_configuration: notHere('There is one configuration; leave this out'),
};

export const createSetupInput = z.strictObject({
  ...confirmFields,
  ...wishFields,
  automatic_payment_methods: z
    .strictObject({ enabled: flag, allow_redirects: z.enum(['always', 'never']).optional() })
    .optional(),
  confirm: flag.optional(),
  on_behalf_of: notHere('Setups on behalf of others are not here yet; leave this out'),
  payment_method_types: methodTypes.optional(),
  single_use: notHere('Cards are kept for any number of payments; leave this out'),
  usage: z.enum(['off_session', 'on_session']).optional(),
});

const {
  return_url: _,
  use_stripe_sdk: __,
  confirmation_token: ___,
  ...updateFields
} = confirmFields;

export const updateSetupInput = z.strictObject({
  ...updateFields,
  ...wishFields,
  payment_method_types: methodTypes.optional(),
});

export const confirmSetupInput = z.strictObject({
  ...confirmFields,
  client_secret: text(300).optional(),
});

export const cancelSetupInput = z.strictObject({
  ...expansion,
  cancellation_reason: z.enum(['abandoned', 'duplicate', 'requested_by_customer']).optional(),
});

export const noSetupWishes: SetupWishes = {
  customer: null,
  description: null,
  metadata: {},
  usage: 'off_session',
  returnUrl: null,
  isMandated: false,
  automaticMethods: true,
  session: null,
  acceptance: null,
};

type Given = Partial<z.output<typeof createSetupInput>>;

export type SetupRequestFacts = {
  readonly nowMs: number;
  readonly ip: string;
  readonly userAgent: string;
};

/** The old wishes with what this request says otherwise. */
export function mergeSetupWishes(
  old: SetupWishes,
  given: Given,
  facts: SetupRequestFacts,
): SetupWishes {
  const demand = given.payment_method_options?.card?.request_three_d_secure;
  return {
    ...old,
    customer: given.customer === undefined ? old.customer : idFrom('cus', given.customer),
    description: given.description === undefined ? old.description : given.description,
    metadata: mergeMetadata(old.metadata, given.metadata),
    usage: given.usage ?? old.usage,
    returnUrl: given.return_url ?? old.returnUrl,
    isMandated: demand === undefined ? old.isMandated : demand !== 'automatic',
    acceptance:
      given.mandate_data === undefined ? old.acceptance : acceptanceOf(given.mandate_data, facts),
  };
}

/** What a page has collected for it. */
export function withCollected(old: SetupWishes, token: Confirmation | null): SetupWishes {
  if (token === null) return old;
  const { acceptance: given, returnUrl } = token.data;
  return {
    ...old,
    returnUrl: returnUrl ?? old.returnUrl,
    acceptance:
      given === null
        ? old.acceptance
        : {
            type: given.online === null ? 'offline' : 'online',
            acceptedAtMs: given.acceptedAtMs,
            ip: given.online?.ipAddress || null,
            userAgent: given.online?.userAgent || null,
          },
  };
}

function acceptanceOf(
  given: z.output<typeof mandateData>,
  { nowMs, ip, userAgent }: SetupRequestFacts,
): Acceptance | null {
  if (given === null) return null;
  const { type, accepted_at: acceptedAt, online } = given.customer_acceptance;
  const isInferred = online?.infer_from_client === true;
  return {
    type,
    acceptedAtMs: acceptedAt === undefined ? nowMs : acceptedAt * 1000,
    ip: online?.ip_address ?? (isInferred ? ip : null),
    userAgent: online?.user_agent ?? (isInferred ? userAgent : null),
  };
}
