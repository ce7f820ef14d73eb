// Addresses for one sender alone: it shows its key, or nothing is read.

import { constantTimeEqual } from '@kassa/crypto';
import { RequestError } from '@kassa/http';
import type { Secret } from '@kassa/secret';

export function requireBearer(key: Secret<string>) {
  return async (request: { headers: { authorization?: string | undefined } }): Promise<void> => {
    const given = request.headers.authorization ?? '';
    if (constantTimeEqual(given, `Bearer ${key.reveal()}`)) return;
    throw new RequestError(401, 'unauthorized', 'This address needs the key of the sender.');
  };
}
