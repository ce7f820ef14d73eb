// Ephemeral keys and customer sessions: what a merchant's server hands to the app of one customer.

import { unit } from '@kassa/database';
import { err, ok } from '@kassa/result';
import { z } from 'zod';
import {
  type EphemeralKey,
  type EphemeralKeyData,
  ephemeralKeys,
  ephemeralLifeMs,
  ephemeralSecret,
  hashSecret,
} from '../../customers/ephemeral-key.ts';
import { changeRecord, makeRecord } from '../../records/change-record.ts';
import { madeRecord } from '../../records/record.ts';
import type { Api } from '../api.ts';
import { type Answer, type ApiError, invalid } from '../kernel/api-error.ts';
import { isFields } from '../kernel/expand.ts';
import { addEndpoint } from '../kernel/kernel.ts';
import { expansion, flag, list, text } from '../kernel/parameters.ts';
import { recordError } from '../kernel/record-resource.ts';
import type { Fields } from '../kernel/resources.ts';
import { type Json, type Resource, seconds } from '../to-stripe/shape.ts';
import { findCustomer } from './find-customer.ts';

export function addEphemeralKeys(api: Api): void {
  const { db, clock, makeId, clientSecrets } = api.means;
  const of = { object: 'ephemeral_key' };
  addEndpoint(api, {
    name: 'ephemeralKeys.create',
    method: 'POST',
    url: '/v1/ephemeral_keys',
    summary: 'A key for the app of one customer, for an hour.',
    answers: 'ephemeral_key',
    input: z.strictObject({
      ...expansion,
      customer: text(255).optional(),
      issuing_card: z.never({ error: 'Kassa issues no cards' }).optional(),
      nonce: z.never({ error: 'Kassa issues no cards' }).optional(),
      verification_session: z.never({ error: 'Kassa has no identity verification' }).optional(),
    }),
    run: async ({ accountId, input, once }) => {
      if (input.customer === undefined) {
        const message = 'Missing required param: customer.';
        return err(invalid(message, { code: 'parameter_missing', param: 'customer' }));
      }
      const customer = await findCustomer(api.means, accountId, input.customer);
      if (!customer.ok) return customer;
      const nowMs = clock.nowMs();
      const id = makeId('ephkey');
      const secret = ephemeralSecret(clientSecrets, { accountId, id });
      const record = madeRecord({
        ...{ accountId, id, parent: null, createdAtMs: nowMs },
        data: {
          customer: customer.value.id,
          secretHash: hashSecret(secret),
          expiresAtMs: nowMs + ephemeralLifeMs,
        },
      });
      const kept = once<EphemeralKey>((key) => ({ status: 200, body: show(key) }));
      const along = () => unit(kept.settle(record, record.id));
      const made = await makeRecord(db, ephemeralKeys, { record, along });
      if (!made.ok) return err(recordError(of, made.error));
      return ok({ status: 200, body: { ...show(record), secret } });
    },
    // What is kept is without the key; a repeated request gets it again, as the first one did.
    repeat: async (kept, { accountId }) => {
      const { id, ...rest } = bodyOf(kept);
      const secret = ephemeralSecret(clientSecrets, { accountId, id: String(id) });
      return { ...kept, body: { ...rest, id: String(id), secret } };
    },
  });
  addEndpoint(api, {
    name: 'ephemeralKeys.del',
    method: 'DELETE',
    url: '/v1/ephemeral_keys/:id',
    summary: 'Ends an ephemeral key at once.',
    answers: 'ephemeral_key',
    input: z.strictObject(expansion),
    run: async ({ accountId, id }) => {
      const ended = await changeRecord<EphemeralKeyData, ApiError>(db, ephemeralKeys, {
        accountId,
        id,
        change: async (before) => ok({ record: { ...before, deletedAtMs: clock.nowMs() } }),
        along: () => ({}),
      });
      if (!ended.ok) return err(recordError(of, ended.error));
      return ok({ status: 200, body: show(ended.value) });
    },
  });
}

const bodyOf = ({ body }: Answer): Fields => (isFields(body) ? body : {});

function show({ id, data, createdAtMs }: EphemeralKey): Resource {
  return {
    id,
    object: 'ephemeral_key',
    associated_objects: [{ id: data.customer, type: 'customer' }],
    created: seconds(createdAtMs),
    expires: seconds(data.expiresAtMs),
    livemode: false,
  };
}

const component = z.strictObject({
  enabled: flag,
  features: z.record(z.string(), z.unknown()).optional(),
});

const redisplay = list(z.enum(['always', 'limited', 'unspecified']), 3);
const onOff = z.enum(['enabled', 'disabled']);
const paymentElement = z.strictObject({
  enabled: flag,
  features: z
    .strictObject({
      payment_method_allow_redisplay_filters: redisplay.optional(),
      payment_method_redisplay: onOff.optional(),
      payment_method_redisplay_limit: z.coerce.number().int().min(1).max(10).optional(),
      payment_method_remove: onOff.optional(),
      payment_method_save: onOff.optional(),
      payment_method_save_usage: z.enum(['off_session', 'on_session']).optional(),
    })
    .optional(),
});

const componentsNotHere = [
  'active_entitlements',
  'buy_button',
  'customer_portal',
  'customer_sheet',
  'mobile_payment_element',
  'pricing_table',
] as const;

const sessionLifeMs = 1_800_000;

/** A customer session is an ephemeral key too: what its client secret opens is the same. */
export function addCustomerSessions(api: Api): void {
  const { db, clock, makeId, clientSecrets } = api.means;
  addEndpoint(api, {
    name: 'customerSessions.create',
    method: 'POST',
    url: '/v1/customer_sessions',
    summary: 'A secret with which a page shows one customer their saved cards.',
    answers: 'customer_session',
    input: z.strictObject({
      ...expansion,
      customer: text(255),
      components: z.strictObject({
        active_entitlements: component.optional(),
        buy_button: component.optional(),
        customer_portal: component.optional(),
        customer_sheet: component.optional(),
        mobile_payment_element: component.optional(),
        payment_element: paymentElement.optional(),
        pricing_table: component.optional(),
      }),
    }),
    run: async ({ accountId, input, once }) => {
      const customer = await findCustomer(api.means, accountId, input.customer);
      if (!customer.ok) return customer;
      const absent = componentsNotHere.find((name) => input.components[name]?.enabled === true);
      if (absent !== undefined) {
        const message = `Kassa has no ${absent.replaceAll('_', ' ')} yet. Enable payment_element alone.`;
        const param = `components[${absent}]`;
        return err(invalid(message, { code: 'feature_not_available', param }));
      }
      const nowMs = clock.nowMs();
      const id = makeId('ephkey');
      const secret = ephemeralSecret(clientSecrets, { accountId, id });
      const expiresAtMs = nowMs + sessionLifeMs;
      const record = madeRecord({
        ...{ accountId, id, parent: null, createdAtMs: nowMs },
        data: { customer: customer.value.id, secretHash: hashSecret(secret), expiresAtMs },
      });
      const body = (clientSecret: string): Resource => ({
        object: 'customer_session',
        client_secret: clientSecret,
        components: componentsToStripe(input.components),
        created: seconds(nowMs),
        customer: customer.value.id,
        customer_account: null,
        expires_at: seconds(expiresAtMs),
        livemode: false,
      });
      // In place of the secret its key's id is kept.
      const kept = once(() => ({ status: 200, body: body(id) }));
      const along = () => unit(kept.settle(record, record.id));
      const made = await makeRecord(db, ephemeralKeys, { record, along });
      if (!made.ok) return err(recordError({ object: 'customer_session' }, made.error));
      return ok({ status: 200, body: body(secret) });
    },
    repeat: async (kept, { accountId }) => {
      const body = bodyOf(kept);
      const of = { accountId, id: String(body['client_secret']) };
      return { ...kept, body: { ...body, client_secret: ephemeralSecret(clientSecrets, of) } };
    },
  });
}

function componentsToStripe(given: {
  readonly payment_element?: z.output<typeof paymentElement> | undefined;
}): Json {
  const { enabled = false, features } = given.payment_element ?? {};
  const off = { enabled: false };
  const none = { ...off, features: null };
  return {
    active_entitlements: off,
    buy_button: off,
    customer_portal: off,
    customer_sheet: none,
    mobile_payment_element: none,
    payment_element: {
      enabled,
      features:
        features === undefined
          ? null
          : {
              payment_method_allow_redisplay_filters:
                features.payment_method_allow_redisplay_filters ?? ['always'],
              payment_method_redisplay: features.payment_method_redisplay ?? 'disabled',
              payment_method_redisplay_limit: features.payment_method_redisplay_limit ?? 3,
              payment_method_remove: features.payment_method_remove ?? 'disabled',
              payment_method_save: features.payment_method_save ?? 'disabled',
              payment_method_save_usage: features.payment_method_save_usage ?? null,
            },
    },
    pricing_table: { enabled: false },
  };
}
