import { Secret } from '@kassa/secret';
import { z } from 'zod';

/** A setting that is wrapped as it is read, so that no later print can show it. */
export function secret(description = 'a secret') {
  return z
    .union([z.instanceof(Secret<string>), z.string().min(1)])
    .transform((value) => (value instanceof Secret ? value : new Secret(value)))
    .describe(description);
}
