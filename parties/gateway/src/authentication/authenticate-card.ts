// Asks the issuer's side, by the directory server, whether it is the cardholder: at every confirm.

import { Secret } from '@kassa/secret';
import { type ARes, type Erro, parse } from '@kassa/three-ds';
import { ownProblem } from '../payments/own-problems.ts';
import type { Authenticate, AuthenticationAsk, AuthenticationEnd } from '../payments/ports.ts';
import type { Authentication } from './authentication.ts';
import { judgeAnswer } from './decide.ts';
import type { AuthenticationMeans } from './ports.ts';
import { sealProof } from './proof.ts';
import { insertAuthentication } from './store.ts';
import { toAReq } from './to-areq.ts';

/** How long the cardholder may take; one job ends it. */
export const challengeLifeMs = 3_600_000;

export function authenticateCard(means: AuthenticationMeans): Authenticate {
  return async (ask) => {
    const serverTransId = means.makeUuid();
    const answer = await request(means, ask, serverTransId);
    if (answer === undefined || answer.messageType === 'Erro') {
      return failed(ask, 'authentication_unavailable');
    }
    return endOf(means, ask, answer);
  };
}

async function request(
  means: AuthenticationMeans,
  ask: AuthenticationAsk,
  serverTransId: string,
): Promise<ARes | Erro | undefined> {
  const { log } = means;
  const card = means.cardFor(ask.method.sealed);
  if (!card.ok) return undefined;
  const about = { ask, card: card.value, serverTransId, nowMs: means.clock.nowMs() };
  const areq = toAReq(means.server, about);
  const headers = { authorization: `Bearer ${means.dsKey.reveal()}` };
  const sent = { timeoutMs: means.timeoutMs, headers };
  const { merchant, subjectId: intentId, attemptId } = ask;
  const at = {
    peer: 'directory-server',
    about: { accountId: merchant.accountId, intentId, attemptId },
  } as const;
  means.watch({ ...at, direction: 'out', type: 'AReq', message: areq });
  const startedMs = performance.now();
  const answer = await means.http.postJson(`${means.dsUrl}/3ds/areq`, areq, sent);
  const latencyMs = performance.now() - startedMs;
  const failed = (failure: string) =>
    means.watch({ ...at, direction: 'none', type: 'ARes', latencyMs, failure });
  if (!answer.ok) {
    failed(answer.error.code);
    log.warn({ why: answer.error.code, serverTransId }, 'the directory server did not answer');
    return undefined;
  }
  const { deviceChannel: channel } = areq;
  const { messageCategory: category } = areq;
  const expectation = { expect: ['ARes', 'Erro'], from: 'D', channel, category } as const;
  const read = parse<'ARes' | 'Erro'>(answer.value.body, expectation);
  if (!read.ok) {
    const { errorCode, errorDetail } = read.error;
    failed(`error ${errorCode}`);
    log.warn({ errorCode, errorDetail, serverTransId }, 'an ARes cannot be read');
    return undefined;
  }
  const { messageType: type } = read.value;
  means.watch({ ...at, direction: 'in', type, message: read.value, latencyMs });
  if (read.value.messageType === 'Erro') {
    const { errorCode, errorDetail } = read.value;
    log.warn({ errorCode, errorDetail, serverTransId }, 'the directory server found a fault');
  } else if (read.value.threeDSServerTransID !== serverTransId) return undefined;
  return read.value;
}

function endOf(
  means: AuthenticationMeans,
  ask: AuthenticationAsk,
  answer: ARes,
): AuthenticationEnd {
  const verdict = judgeAnswer(answer, ask.isCardholderThere);
  const authentication = authenticationOf(means, ask, answer);
  const nowMs = authentication.createdAtMs;
  const { eci, authenticationValue: cavv } = answer;
  const ended: Authentication = {
    ...authentication,
    state: 'ended',
    transStatus: answer.transStatus ?? null,
    transStatusReason: answer.transStatusReason ?? null,
    eci: verdict.kind === 'proceed' ? verdict.eci : (eci ?? null),
    proofSealed: cavv === undefined ? null : sealProof(means.envelope, authentication, cavv),
    resultAtMs: nowMs,
  };
  switch (verdict.kind) {
    case 'proceed': {
      const { messageVersion: version, dsTransID: dsTransId } = answer;
      const secret = cavv === undefined ? null : new Secret(cavv);
      const proof = { eci: verdict.eci, cavv: secret, version, dsTransId };
      return { kind: 'proceed', proof, record: insertAuthentication(ended) };
    }
    case 'challenge': {
      const waiting: Authentication = { ...authentication, acsUrl: verdict.acsUrl };
      const expiresAtMs = nowMs + challengeLifeMs;
      const record = insertAuthentication(waiting);
      return { kind: 'challenge', authenticationId: waiting.id, expiresAtMs, record };
    }
    case 'failed':
      return { ...failed(ask, verdict.problem), record: insertAuthentication(ended) };
  }
}

function authenticationOf(
  means: AuthenticationMeans,
  { merchant, subjectId, attemptId }: AuthenticationAsk,
  answer: ARes,
): Authentication {
  return {
    accountId: merchant.accountId,
    id: means.makeId('auth'),
    subjectId,
    attemptId,
    state: 'challenged',
    version: answer.messageVersion,
    serverTransId: answer.threeDSServerTransID,
    dsTransId: answer.dsTransID,
    acsTransId: answer.acsTransID,
    acsUrl: null,
    transStatus: null,
    transStatusReason: null,
    eci: null,
    proofSealed: null,
    createdAtMs: means.clock.nowMs(),
    resultAtMs: null,
  };
}

function failed(
  ask: AuthenticationAsk,
  problem: Parameters<typeof ownProblem>[0],
): AuthenticationEnd & { kind: 'failed' } {
  return { kind: 'failed', problem: ownProblem(problem, ask.method.id), record: {} };
}
