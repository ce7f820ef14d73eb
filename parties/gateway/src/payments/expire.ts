// The one owner of each expiry: a challenge that nobody answers, a hold that nobody captures.

import { map, ok, type Result } from '@kassa/result';
import type { AccountId, AuthenticationId } from '../ids.ts';
import { cancelIntent } from './cancel-intent.ts';
import { changeIntent } from './change-intent.ts';
import type { PaymentRefusal } from './errors.ts';
import { ownProblem } from './own-problems.ts';
import { notKept, type PaymentMeans, type PaymentView } from './ports.ts';
import { loadPayment } from './store.ts';

type Of = { readonly accountId: AccountId; readonly id: string };

/** Back to requires_payment_method; refused, and rightly, when the answer came first. */
export async function expireChallenge(
  means: PaymentMeans,
  { accountId, id, authenticationId }: Of & { readonly authenticationId: AuthenticationId },
): Promise<Result<PaymentView, PaymentRefusal>> {
  const step = await changeIntent(means, {
    accountId,
    id,
    cause: null,
    settle: () => ({}),
    load: () => loadPayment(means.db, accountId, id),
    command: ({ intent }) => {
      const problem = ownProblem('authentication_expired', intent.paymentMethod);
      return ok({ do: 'expire_challenge', authenticationId, problem });
    },
  });
  return map(step, ({ view }) => view);
}

/** The issuer will not keep the hold any longer; the intent is canceled as `expired`. */
export function expireHold(
  means: PaymentMeans,
  { accountId, id }: Of,
): Promise<Result<PaymentView, PaymentRefusal>> {
  const common = { cause: null, once: notKept, reason: 'expired' } as const;
  return cancelIntent(means, { accountId, id, ...common });
}
