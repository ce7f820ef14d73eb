// Who will be asked, and under which name: recorded before anything is sent.

import { assert } from '@kassa/result';
import { under } from '../merchants/merchant.ts';
import type { PaymentMethod } from '../vault/card.ts';
import type { NewAttempt } from './decide.ts';
import type { PaymentIntent } from './intent.ts';
import type { PaymentMeans } from './ports.ts';

type About = Pick<PaymentIntent, 'accountId' | 'amount' | 'wishes'>;

/** The first of a payment, or one that repeats it: somebody can always be asked. */
export async function nameAttempt(
  means: PaymentMeans,
  about: About,
  method: PaymentMethod,
): Promise<NewAttempt> {
  const named = await nameAnother(means, about, { method, tried: [] });
  assert(named !== null, 'a merchant has at least one contract');
  return named;
}

/** Null: all with whom the merchant has a contract were tried. */
export async function nameAnother(
  means: PaymentMeans,
  { accountId, amount, wishes }: About,
  { method, tried }: { readonly method: PaymentMethod; readonly tried: readonly string[] },
): Promise<NewAttempt | null> {
  const merchant = await means.merchant(accountId);
  const initiation = wishes.offSession ? 'merchant' : 'cardholder';
  const routing = means.route({ merchant, amount, card: method.face, initiation, tried });
  if (routing === null) return null;
  const { provider } = routing;
  return {
    id: means.makeId('att'),
    chargeId: means.makeId('ch'),
    paymentMethod: method.id,
    provider,
    routing,
    wire: await means.connector(provider).nameMessage(under(merchant, provider)),
  };
}
