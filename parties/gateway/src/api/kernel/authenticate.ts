// Who calls: `Authorization: Bearer sk_…`, or Basic with the key as user name.

import { err, ok, type Result } from '@kassa/result';
import type { Caller, MerchantDirectory } from '../../merchants/directory.ts';
import type { KeyKind } from '../../merchants/merchant.ts';
import { type ApiError, invalid } from './api-error.ts';

export function authenticate(
  directory: MerchantDirectory,
  header: string | undefined,
  allowed: readonly KeyKind[],
): Result<Caller, ApiError> {
  const key = keyOf(header);
  if (key === '') {
    const message =
      'You did not provide an API key. Give your key in the Authorization header: "Authorization: Bearer YOUR_SECRET_KEY".';
    return err(invalid(message, { status: 401 }));
  }
  const caller = directory.callerOf(key);
  if (caller === undefined) {
    return err(invalid(`Invalid API Key provided: ${masked(key)}`, { status: 401 }));
  }
  if (!allowed.includes(caller.kind)) {
    const message =
      'This API call cannot be made with a publishable API key. Use a secret API key, on your server only.';
    return err(invalid(message, { status: 403, code: 'secret_key_required' }));
  }
  return ok(caller);
}

function keyOf(header: string | undefined): string {
  const [, scheme = '', value = ''] = /^(\w+) +(\S+)$/.exec(header ?? '') ?? [];
  if (scheme.toLowerCase() === 'bearer') return value;
  if (scheme.toLowerCase() !== 'basic') return '';
  return Buffer.from(value, 'base64').toString('utf8').split(':', 1)[0] ?? '';
}

function masked(key: string): string {
  return `${key.slice(0, 8)}${'*'.repeat(Math.min(Math.max(key.length - 12, 0), 20))}${key.slice(-4)}`;
}
