// Again, if another writer came first.

import type { Result } from '@kassa/result';
import type { PaymentRefusal } from './errors.ts';

const triesMax = 20;

/** Other processes may win some races; nobody loses twenty in a row to progress of others. */
export async function untilUncontested<T, E extends { readonly code: string } = PaymentRefusal>(
  work: () => Promise<Result<T, E>>,
): Promise<Result<T, E>> {
  for (let tries = 1; ; tries++) {
    const result = await work();
    if (result.ok || result.error.code !== 'busy' || tries === triesMax) return result;
  }
}
