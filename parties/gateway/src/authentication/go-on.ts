// After the result: the payment, or the setup, goes on. Asked by the job of the RReq and by the buyer's
// return, whichever comes first; the subject's room sees to it that it happens once.

import { assert } from '@kassa/result';
import type { Proof } from '../connectors/connector.ts';
import type { AccountId } from '../ids.ts';
import { ownProblem } from '../payments/own-problems.ts';
import type { Authentication } from './authentication.ts';
import { judgeResult } from './decide.ts';
import type { ContinuationMeans, Subject } from './ports.ts';
import { proofOf } from './proof.ts';
import { loadAuthentication } from './store.ts';

/** The subject after it went on; undefined if the result has not come yet. */
export async function goOn(
  means: ContinuationMeans,
  authentication: Authentication,
): Promise<Subject | undefined> {
  const { accountId, subjectId, id: authenticationId, state } = authentication;
  if (state === 'challenged') return undefined;
  const room = means.subjects(subjectId);
  const subject = await room.load(accountId, subjectId);
  const verdict = verdictOn(authentication);
  const paymentMethod = subject?.paymentMethod ?? null;
  const result =
    verdict.kind === 'proceed'
      ? { kind: 'proceed' as const, proof: proofOf(means.envelope, authentication, verdict.eci) }
      : { kind: 'failed' as const, problem: ownProblem(verdict.problem, paymentMethod) };
  return room.goOn({ accountId, id: subjectId, authenticationId, result });
}

function verdictOn({ transStatus, transStatusReason, eci }: Authentication) {
  return judgeResult({
    ...(isResult(transStatus) && { transStatus }),
    ...(transStatusReason !== null && { transStatusReason }),
    ...(eci !== null && { eci }),
  });
}

/** What a challenge has shown that was passed before, for a payment that goes on later. */
export async function proofOfPassed(
  { db, envelope }: Pick<ContinuationMeans, 'db' | 'envelope'>,
  accountId: AccountId,
  id: string,
): Promise<Proof> {
  const found = await loadAuthentication(db, accountId, id);
  assert(found !== undefined, 'an attempt that was authenticated has its authentication');
  const verdict = verdictOn(found);
  assert(verdict.kind === 'proceed', 'only a challenge that was passed is gone on from');
  return proofOf(envelope, found, verdict.eci);
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
