// What an answer of the issuer's side means for the payment. Pure: one table for the first answer
// (ARes), one for the result after a challenge (RReq).

import type { ARes, RReq } from '@kassa/three-ds';
import type { OwnProblemName } from '../payments/own-problems.ts';

export type Verdict =
  | { readonly kind: 'proceed'; readonly eci: string }
  | { readonly kind: 'challenge'; readonly acsUrl: string }
  | { readonly kind: 'failed'; readonly problem: OwnProblemName };

/** ECI by status, where the issuer does not name one: shifted, attempted, not authenticated. */
const eciOf = { Y: '05', A: '06', U: '07', I: '07' } as const;

export function judgeAnswer(answer: ARes, isCardholderThere: boolean): Verdict {
  const { transStatus, eci, acsURL } = answer;
  switch (transStatus) {
    case 'Y':
    case 'A':
    case 'I':
    // U: nobody could authenticate. The issuer's host decides whether it takes the payment so.
    case 'U':
      return { kind: 'proceed', eci: eci ?? eciOf[transStatus] };
    case 'C':
      if (!isCardholderThere) return { kind: 'failed', problem: 'authentication_required' };
      if (acsURL === undefined) return { kind: 'failed', problem: 'authentication_unavailable' };
      return { kind: 'challenge', acsUrl: acsURL };
    case 'D':
      return { kind: 'failed', problem: 'authentication_required' };
    case 'N':
    case 'R':
      return { kind: 'failed', problem: 'authentication_failed' };
    default:
      return { kind: 'failed', problem: 'authentication_unavailable' };
  }
}

/** 14: the transaction timed out at the ACS. */
const timedOut = '14';

/** After a challenge only a proof goes on: who has been asked and gave none is not let through. */
export function judgeResult(
  result: Pick<RReq, 'transStatus' | 'transStatusReason' | 'eci'>,
): Exclude<Verdict, { kind: 'challenge' }> {
  const { transStatus, transStatusReason, eci } = result;
  switch (transStatus) {
    case 'Y':
    case 'A':
      return { kind: 'proceed', eci: eci ?? eciOf[transStatus] };
    case 'U':
      if (transStatusReason === timedOut) {
        return { kind: 'failed', problem: 'authentication_expired' };
      }
      return { kind: 'failed', problem: 'authentication_unavailable' };
    default:
      return { kind: 'failed', problem: 'authentication_failed' };
  }
}
