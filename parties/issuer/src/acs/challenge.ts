// The challenge: a one-time code by SMS [E05-E07]. Every step is one committed unit; the result is
// stored together with the RReq that carries it, and the RReq is tried before the browser goes on.

import { randomInt } from 'node:crypto';
import { constantTimeEqual, keyedHash } from '@kassa/crypto';
import { type Unit, unit } from '@kassa/database';
import { chooseLanguage } from '@kassa/pages';
import { err, ok, type Result } from '@kassa/result';
import { buildRReq, type CReq } from '@kassa/three-ds';
import { queueMessage } from '../outbox/outgoing.ts';
import { proofOf } from './authenticate.ts';
import type { Acs, Authentication } from './authentication.ts';
import { cavvHash } from './cavv.ts';
import type { ChallengeRefusal, StepNotice } from './errors.ts';
import { smsText } from './sms-text.ts';
import { abandoned, findAuthentication, step } from './store.ts';

export const codeValidMs = 5 * 60_000;
/** From the AReq to the end of all patience. */
export const challengeMs = 15 * 60_000;
const dayMs = 86_400_000;

export type ChallengeView = {
  readonly authentication: Authentication;
  readonly notice?: StepNotice;
};

type Step = Promise<Result<ChallengeView, ChallengeRefusal>>;

/** The browser arrives with a CReq: the first time a code goes out. */
export async function openChallenge(acs: Acs, creq: CReq, sessionData: string | null): Step {
  const found = await findAuthentication(acs.bank.db, creq.acsTransID);
  if (!found || found.threeDSServerTransId !== creq.threeDSServerTransID) {
    return err({ code: 'unknown_transaction' });
  }
  if (found.state !== 'challenge_due') return ok({ authentication: found });
  const sent = sendCode(acs, found, { state: 'challenge_open', session_data: sessionData });
  return committed(acs, found, sent, 'code_sent');
}

export async function enterCode(
  acs: Acs,
  acsTransId: string,
  entry: { readonly code: string; readonly turn: number },
): Step {
  const { bank } = acs;
  const found = await findAuthentication(bank.db, acsTransId);
  if (!found) return err({ code: 'unknown_transaction' });
  // The same page sent twice (double click, reload) costs no try.
  if (found.state !== 'challenge_open' || found.interactions !== entry.turn) {
    return ok({ authentication: found });
  }
  const isLate = bank.clock.nowMs() > (found.codeExpiresAtMs ?? 0);
  if (isLate) return ok({ authentication: found, notice: 'code_expired' });
  const code = entry.code.replaceAll(/\s/g, '');
  if (!/^\d{6}$/.test(code)) return ok({ authentication: found, notice: 'not_a_code' });
  if (constantTimeEqual(codeHash(acs, acsTransId, code), found.codeHash ?? '')) {
    return committed(acs, found, end(acs, found, { transStatus: 'Y' }));
  }
  const triesLeft = found.triesLeft - 1;
  if (triesLeft > 0) {
    return committed(
      acs,
      found,
      { updates: [step(found, { tries_left: triesLeft })] },
      'wrong_code',
    );
  }
  const tooMany = { transStatus: 'N', reason: '19', triesLeft: 0 } as const;
  return committed(acs, found, end(acs, found, tooMany));
}

/** Another code; the former one is worth nothing any more. */
export async function resendCode(acs: Acs, acsTransId: string, turn: number): Step {
  const found = await findAuthentication(acs.bank.db, acsTransId);
  if (!found) return err({ code: 'unknown_transaction' });
  if (found.state !== 'challenge_open' || found.interactions !== turn) {
    return ok({ authentication: found });
  }
  if (found.sendsLeft === 0) return ok({ authentication: found, notice: 'no_more_codes' });
  return committed(acs, found, sendCode(acs, found, {}), 'code_sent_again');
}

export async function cancelChallenge(acs: Acs, acsTransId: string): Step {
  const found = await findAuthentication(acs.bank.db, acsTransId);
  if (!found) return err({ code: 'unknown_transaction' });
  if (found.state !== 'challenge_open') return ok({ authentication: found });
  const cancelled = { transStatus: 'N', reason: '01', challengeCancel: '01' } as const;
  return committed(acs, found, end(acs, found, cancelled));
}

/** From English to Bosnian and back. */
export async function changeLanguage(acs: Acs, acsTransId: string): Step {
  const { db } = acs.bank;
  const found = await findAuthentication(db, acsTransId);
  if (!found) return err({ code: 'unknown_transaction' });
  const language = isBosnian(found.language) ? 'en' : 'bs';
  await db.exec('update authentication set language = $2 where acs_trans_id = $1', [
    acsTransId,
    language,
  ]);
  return ok({ authentication: { ...found, language } });
}

function isBosnian(language: string): boolean {
  return chooseLanguage({ acceptLanguage: language }, ['en', 'bs']) === 'bs';
}

/** Ends what nobody has ended: a closed tab must not leave the shop waiting. */
export async function endAbandoned(acs: Acs): Promise<number> {
  const before = acs.bank.clock.nowMs() - challengeMs;
  const left = await abandoned(acs.bank.db, before, 100);
  for (const one of left) {
    const challengeCancel = one.state === 'challenge_due' ? '05' : '04';
    const timedOut = { transStatus: 'U', reason: '14', challengeCancel } as const;
    await acs.bank.db.commit(end(acs, one, timedOut));
  }
  if (left.length > 0) acs.courier.wake();
  return left.length;
}

/** After a step: as it stands now, whether this request or a quicker one has taken it. */
async function committed(acs: Acs, from: Authentication, change: Unit, notice?: StepNotice): Step {
  const done = await acs.bank.db.commit(change);
  if (done.ok) await acs.courier.deliver(from.acsTransId);
  const now = await findAuthentication(acs.bank.db, from.acsTransId);
  if (!now) return err({ code: 'unknown_transaction' });
  return ok(done.ok && notice ? { authentication: now, notice } : { authentication: now });
}

function sendCode(
  acs: Acs,
  to: Authentication,
  set: { state?: string; session_data?: string | null },
) {
  const { bank } = acs;
  const code = String(randomInt(1_000_000)).padStart(6, '0');
  const expiresAtMs = bank.clock.nowMs() + codeValidMs;
  return unit(
    {
      updates: [
        step(to, {
          ...set,
          code_hash: codeHash(acs, to.acsTransId, code),
          code_expires_at_ms: expiresAtMs,
          sends_left: to.sendsLeft - 1,
        }),
      ],
    },
    queueMessage(bank, {
      kind: 'sms',
      about: to.acsTransId,
      content: { to: to.phone, from: acs.smsFrom, text: smsText(bank.name, to, code) },
      expiresAtMs,
    }),
  );
}

type End =
  | { readonly transStatus: 'Y' }
  | {
      readonly transStatus: 'N' | 'U';
      readonly reason: string;
      readonly challengeCancel?: string;
      readonly triesLeft?: number;
    };

function end(acs: Acs, from: Authentication, outcome: End): Unit {
  const { bank } = acs;
  const nowMs = bank.clock.nowMs();
  const isProven = outcome.transStatus === 'Y';
  const proof = isProven ? proofOf(acs, from) : undefined;
  const reason = isProven ? undefined : outcome.reason;
  const challengeCancel = isProven ? undefined : outcome.challengeCancel;
  const result = buildRReq(
    {
      messageVersion: from.version,
      threeDSServerTransID: from.threeDSServerTransId,
      acsTransID: from.acsTransId,
      dsTransID: from.dsTransId,
      messageCategory: from.messageCategory,
      transStatus: outcome.transStatus,
      transStatusReason: reason,
      challengeCancel,
      authenticationType: '02',
      interactionCounter: String(Math.min(from.interactions, 99)).padStart(2, '0'),
      ...proof,
    },
    { channel: from.deviceChannel },
  );
  const set = {
    state: 'ended',
    trans_status: outcome.transStatus,
    trans_status_reason: reason ?? null,
    challenge_cancel: challengeCancel ?? null,
    cavv_hash: proof ? cavvHash(bank.keys.acs, proof.authenticationValue) : null,
    code_hash: null,
    ended_at_ms: nowMs,
    tries_left: !isProven && outcome.triesLeft !== undefined ? outcome.triesLeft : from.triesLeft,
  };
  return unit(
    { updates: [step(from, set)] },
    queueMessage(bank, {
      kind: 'rreq',
      about: from.acsTransId,
      content: result,
      expiresAtMs: nowMs + dayMs,
    }),
  );
}

function codeHash(acs: Acs, acsTransId: string, code: string): string {
  return keyedHash(acs.bank.keys.acs, `code|${acsTransId}|${code}`);
}
