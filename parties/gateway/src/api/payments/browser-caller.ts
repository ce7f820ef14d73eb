// What a browser may say of one PaymentIntent, and see of it: whoever holds its client secret may
// pay it, and learns nothing that is the merchant's own.

import { constantTimeEqual } from '@kassa/crypto';
import { err, ok, type Result } from '@kassa/result';
import type { Caller } from '../../merchants/directory.ts';
import { type ApiError, invalid, missing } from '../kernel/api-error.ts';
import type { Call } from '../kernel/kernel.ts';
import type { ApiMeans } from '../ports.ts';
import type { Resource } from '../to-stripe/shape.ts';

export const isBrowser = ({ kind }: Caller): boolean => kind === 'publishable';

type Asked = Pick<
  Call<{ client_secret?: string | undefined }>,
  'caller' | 'accountId' | 'id' | 'input'
>;

/** A wrong secret is told nothing but that there is no such payment. */
export function holdsSecret(
  { clientSecrets }: ApiMeans,
  { caller, accountId, id, input }: Asked,
): Result<null, ApiError> {
  const { client_secret: secret } = input;
  if (secret === undefined) {
    if (!isBrowser(caller)) return ok(null);
    const message = 'Missing required param: client_secret.';
    return err(invalid(message, { code: 'parameter_missing', param: 'client_secret' }));
  }
  const isRight = constantTimeEqual(secret, clientSecrets.of(accountId, id));
  return isRight ? ok(null) : err(missing('payment_intent', id, 'intent'));
}

const sayable: ReadonlySet<string> = new Set([
  'client_secret',
  'confirmation_token',
  'error_on_requires_action',
  'expand',
  'mandate_data',
  'payment_method',
  'payment_method_data',
  'payment_method_options',
  'receipt_email',
  'return_url',
  'setup_future_usage',
  'shipping',
  'use_stripe_sdk',
]);

/** The rest is for the merchant's server to say. */
export function browserFault(input: object): ApiError | undefined {
  const given = Object.entries<unknown>({ ...input }).filter(([, value]) => value !== undefined);
  const param = given.find(([name]) => !sayable.has(name))?.[0];
  if (param !== undefined) {
    const message = `The parameter ${param} cannot be given with a publishable API key. Give it with a secret key, on your server.`;
    return invalid(message, { code: 'secret_key_required', param });
  }
  const paths = given.find(([name]) => name === 'expand')?.[1];
  const isOwn = !Array.isArray(paths) || paths.every((path) => path === 'payment_method');
  if (isOwn) return undefined;
  const message =
    'With a publishable API key only payment_method can be expanded. Use a secret key, on your server.';
  return invalid(message, { code: 'secret_key_required', param: 'expand' });
}

/** The original's list of what a publishable key sees. */
const visible = [
  'id',
  'object',
  'amount',
  'amount_details',
  'automatic_payment_methods',
  'canceled_at',
  'cancellation_reason',
  'capture_method',
  'client_secret',
  'confirmation_method',
  'created',
  'currency',
  'description',
  'last_payment_error',
  'livemode',
  'next_action',
  'payment_method',
  'payment_method_configuration_details',
  'payment_method_types',
  'processing',
  'receipt_email',
  'setup_future_usage',
  'shipping',
  'source',
  'status',
] as const;

export function seenByBrowser(intent: Resource): Resource {
  const entries = visible.flatMap((name) => {
    const value = intent[name];
    return value === undefined ? [] : [[name, value] as const];
  });
  return { object: intent.object, ...Object.fromEntries(entries) };
}
