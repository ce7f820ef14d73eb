// After the result: the payment goes on. Asked by the job of the RReq and by the buyer's return,
// whichever comes first; payments see to it that it happens once.

import type { AccountId } from '../ids.ts';
import { ownProblem } from '../payments/own-problems.ts';
import type { PaymentView } from '../payments/ports.ts';
import type { Authentication } from './authentication.ts';
import { judgeResult } from './decide.ts';
import type { ContinuationMeans } from './ports.ts';
import { proofOf } from './proof.ts';
import { loadAuthentication } from './store.ts';

/** The payment after it went on; undefined if the result has not come yet. */
export async function goOn(
  means: ContinuationMeans,
  authentication: Authentication,
): Promise<PaymentView | undefined> {
  const { accountId, intentId, id: authenticationId, state } = authentication;
  if (state === 'challenged') return undefined;
  const view = await means.loadPayment(accountId, intentId);
  const { transStatus, transStatusReason, eci } = authentication;
  const verdict = judgeResult({
    ...(isResult(transStatus) && { transStatus }),
    ...(transStatusReason !== null && { transStatusReason }),
    ...(eci !== null && { eci }),
  });
  const paymentMethod = view?.intent.paymentMethod ?? null;
  const result =
    verdict.kind === 'proceed'
      ? { kind: 'proceed' as const, proof: proofOf(means.envelope, authentication, verdict.eci) }
      : { kind: 'failed' as const, problem: ownProblem(verdict.problem, paymentMethod) };
  const continued = await means.continueConfirm({ accountId, intentId, authenticationId, result });
  if (continued.ok) return continued.value;
  means.log.info({ intentId, code: continued.error.code }, 'the payment has gone on otherwise');
  return means.loadPayment(accountId, intentId);
}

/** The job: also without a browser, and after a restart. */
export async function goOnById(
  means: ContinuationMeans,
  about: { readonly accountId: AccountId; readonly authenticationId: string },
): Promise<void> {
  const found = await loadAuthentication(means.db, about.accountId, about.authenticationId);
  if (found !== undefined) await goOn(means, found);
}

function isResult(status: string | null): status is 'Y' | 'N' | 'U' | 'A' | 'R' {
  return status !== null && ['Y', 'N', 'U', 'A', 'R'].includes(status);
}
