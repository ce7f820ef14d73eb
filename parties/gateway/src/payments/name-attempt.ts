// Who will be asked, and under which name: recorded before anything is sent. With the name goes a seat
// at the provider, so that what was recorded can also be sent.

import { assert, err, ok, type Result } from '@kassa/result';
import { under } from '../merchants/merchant.ts';
import type { PaymentMethod } from '../vault/card.ts';
import type { NewAttempt } from './decide.ts';
import type { PaymentIntent } from './intent.ts';
import type { PaymentMeans } from './ports.ts';

type About = Pick<PaymentIntent, 'accountId' | 'amount' | 'wishes'>;

/** The first of a payment, or one that repeats it: somebody can be asked, unless all have enough. */
export async function nameAttempt(
  means: PaymentMeans,
  about: About,
  method: PaymentMethod,
): Promise<Result<NewAttempt, { readonly code: 'over_capacity' }>> {
  const named = await nameAnother(means, about, { method, tried: [] });
  assert(named !== 'nobody_left', 'a merchant has at least one contract');
  return named === 'over_capacity' ? err({ code: named }) : ok(named);
}

/** The last seat may go to another while a name is made: then the router is asked again. */
const namesMax = 5;

/** Nobody left: all with whom the merchant has a contract were tried. */
export async function nameAnother(
  means: PaymentMeans,
  { accountId, amount, wishes }: About,
  { method, tried }: { readonly method: PaymentMethod; readonly tried: readonly string[] },
): Promise<NewAttempt | 'over_capacity' | 'nobody_left'> {
  const merchant = await means.merchant(accountId);
  const initiation = wishes.offSession ? 'merchant' : 'cardholder';
  for (let names = 0; names < namesMax; names += 1) {
    const routed = means.route({ merchant, amount, card: method.face, initiation, tried });
    if (routed.end !== 'chosen') return routed.end;
    const { decision: routing } = routed;
    const { provider } = routing;
    const wire = await means.connector(provider).nameMessage(under(merchant, provider));
    if (!means.capacity.takeSeat(provider, wire)) continue;
    const [id, chargeId] = [means.makeId('att'), means.makeId('ch')];
    return { id, chargeId, paymentMethod: method.id, provider, routing, wire };
  }
  return 'over_capacity';
}
