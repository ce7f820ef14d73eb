// Who calls, `Authorization: Bearer sk_…` or Basic with the key as user name, and for whom.

import { err, ok, type Result } from '@kassa/result';
import type { Caller, MerchantDirectory } from '../../merchants/directory.ts';
import type { Merchant } from '../../merchants/merchant.ts';
import { type ApiError, invalid } from './api-error.ts';
import { type Operation, rightOf } from './operation.ts';

export async function authenticate(
  directory: MerchantDirectory,
  header: string | undefined,
  asked: Pick<Operation, 'name' | 'method'> & { readonly publishable?: boolean },
): Promise<Result<Caller, ApiError>> {
  const key = keyIn(header);
  if (key === '') {
    const message =
      'You did not provide an API key. Give your key in the Authorization header: "Authorization: Bearer YOUR_SECRET_KEY".';
    return err(invalid(message, { status: 401 }));
  }
  const caller = await directory.callerOf(key);
  if (caller === undefined) {
    return err(invalid(`Invalid API Key provided: ${masked(key)}`, { status: 401 }));
  }
  return mayCall(caller, asked) ? ok(caller) : err(forbidden(caller, key, asked));
}

type Asked = Pick<Operation, 'name' | 'method'> & { readonly publishable?: boolean };

function mayCall({ kind, rights }: Caller, asked: Asked): boolean {
  switch (kind) {
    case 'secret':
      return true;
    case 'publishable':
      return asked.publishable === true;
    // Those were let in for the one operation, in ephemeral.ts.
    case 'ephemeral':
      return true;
    case 'restricted': {
      const { resource, access } = rightOf(asked);
      const given = Object.hasOwn(rights, resource) ? rights[resource] : undefined;
      return given === 'write' || given === access;
    }
  }
}

function forbidden({ kind }: Caller, key: string, asked: Asked): ApiError {
  if (kind === 'publishable') {
    const message =
      'This API call cannot be made with a publishable API key. Use a secret API key, on your server only.';
    return invalid(message, { status: 403, code: 'secret_key_required' });
  }
  const { resource, access } = rightOf(asked);
  const message = `The provided key '${masked(key)}' does not have the required permissions for this endpoint. Give it the right to ${access} "${resource}".`;
  return invalid(message, { status: 403, code: 'more_permissions_required' });
}

/** The caller's own account, or that of `Stripe-Account` if it is connected to the caller's. */
export async function accountFor(
  directory: MerchantDirectory,
  { merchant }: Caller,
  header: string | string[] | undefined,
): Promise<Result<Merchant, ApiError>> {
  const wished = typeof header === 'string' ? header.trim() : '';
  if (wished === '' || wished === merchant.accountId) return ok(merchant);
  const connected = await directory.connectedAccount(merchant.accountId, wished);
  if (connected !== undefined) return ok(connected);
  const message = `The provided key does not have access to account '${wished.slice(0, 100)}' (or that account does not exist). Application access may have been revoked.`;
  return err(invalid(message, { status: 403, code: 'account_invalid' }));
}

/** The key of an Authorization header; empty when there is none. */
export function keyIn(header: string | undefined): string {
  const [, scheme = '', value = ''] = /^(\w+) +(\S+)$/.exec(header ?? '') ?? [];
  if (scheme.toLowerCase() === 'bearer') return value;
  if (scheme.toLowerCase() !== 'basic') return '';
  return Buffer.from(value, 'base64').toString('utf8').split(':', 1)[0] ?? '';
}

function masked(key: string): string {
  return `${key.slice(0, 8)}${'*'.repeat(Math.min(Math.max(key.length - 12, 0), 20))}${key.slice(-4)}`;
}
