// One authentication as it is stored: an AReq, what was answered, and after a challenge the result
// that came by the directory server.

import type { AccountId, AttemptId, AuthenticationId, SetupAttemptId, SubjectId } from '../ids.ts';

export type Authentication = {
  readonly accountId: AccountId;
  readonly id: AuthenticationId;
  /** The payment or the setup that it is for. */
  readonly subjectId: SubjectId;
  readonly attemptId: AttemptId | SetupAttemptId;
  readonly state: 'challenged' | 'ended';
  readonly version: '2.1.0' | '2.2.0';
  readonly serverTransId: string;
  readonly dsTransId: string | null;
  readonly acsTransId: string | null;
  readonly acsUrl: string | null;
  readonly transStatus: string | null;
  readonly transStatusReason: string | null;
  readonly eci: string | null;
  /** The CAVV, sealed. */
  readonly proofSealed: string | null;
  readonly createdAtMs: number;
  readonly resultAtMs: number | null;
};
