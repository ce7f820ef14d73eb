// What all operations of the OpenAPI document share: who calls, headers, errors.

import { currentVersion, knownVersions } from '../api/versions/known-versions.ts';
import type { ObjectSchemas } from './object-schemas.ts';
import type { Schema } from './parameters.ts';

const text = { type: 'string' } as const;

export const headersOfAnswers = {
  'Request-Id': { schema: text, description: 'The name of this request, for who asks about it.' },
  'Stripe-Version': { schema: text, description: 'The version in which it is answered.' },
  'Idempotent-Replayed': {
    schema: { const: 'true' },
    description: 'There when an earlier request with the same key had this answer.',
  },
} as const;

const error: Schema = {
  type: 'object',
  properties: {
    error: {
      type: 'object',
      properties: {
        type: {
          enum: [
            'api_error',
            'card_error',
            'idempotency_error',
            'invalid_request_error',
            'rate_limit_error',
          ],
        },
        message: { ...text, description: 'What was wrong, and what to do.' },
        code: { ...text, description: 'For programs; each is explained at doc_url.' },
        decline_code: { ...text, description: 'Why the bank refused.' },
        param: { ...text, description: 'The parameter it is about: card[exp_month].' },
        doc_url: text,
        request_log_url: text,
        payment_intent: { type: 'object', description: 'As it stands.' },
        setup_intent: { type: 'object', description: 'As it stands.' },
        payment_method: { type: 'object' },
        charge: text,
      },
      required: ['type', 'message'],
    },
  },
  required: ['error'],
};

export function components(schemas: ObjectSchemas): object {
  return {
    schemas: { ...Object.fromEntries(schemas), error },
    securitySchemes: {
      secretKey: {
        ...{ type: 'http', scheme: 'bearer' },
        description: 'A secret key, sk_test_…, or a restricted one, rk_test_…, with the right.',
      },
      secretKeyAsUser: {
        ...{ type: 'http', scheme: 'basic' },
        description: 'The same key as user name, with no password: curl -u sk_test_…:',
      },
      publishableKey: {
        ...{ type: 'http', scheme: 'bearer' },
        description: 'A publishable key, pk_test_…, which a browser may hold.',
      },
    },
    parameters: {
      IdempotencyKey: {
        ...{ name: 'Idempotency-Key', in: 'header', schema: { ...text, maxLength: 255 } },
        description: 'Asked again with the same key, it is done once and answered the same.',
      },
      StripeAccount: {
        ...{ name: 'Stripe-Account', in: 'header', schema: text },
        description: 'The connected account that the call is for.',
      },
      StripeVersion: {
        ...{ name: 'Stripe-Version', in: 'header' },
        schema: { enum: knownVersions },
        description: `The account’s own version when left out; this document is of ${currentVersion}.`,
      },
    },
    responses: {
      Error: {
        description: 'It was not done. 4xx: mend the request; 409, 429: try again later.',
        headers: {
          'Request-Id': headersOfAnswers['Request-Id'],
          'Stripe-Should-Retry': {
            schema: { const: 'true' },
            description: 'There when the same request may succeed a little later.',
          },
        },
        content: { 'application/json': { schema: { $ref: '#/components/schemas/error' } } },
      },
    },
  };
}
