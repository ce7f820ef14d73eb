// AReq from a 3DS Server: checked, given the directory server's elements, passed to the ACS of the
// card's issuer; the ARes goes back. A card nobody can authenticate is answered with U.

import { err, ok, type Result } from '@kassa/result';
import { maskPan } from '@kassa/secret';
import { type AReq, type ARes, buildARes, type Erro, erro, parse } from '@kassa/three-ds';
import { rangeOf } from '../members/member.ts';
import { type Issuer, issuerOf } from '../switch/decide.ts';
import { bearer } from './callers.ts';
import { type NoAuthentication, reasonOf } from './errors.ts';
import { type DirectoryPorts, dsReferenceNumber, type ThreeDSServer } from './ports.ts';
import { insertTransaction, recordOutcome } from './store.ts';

/** The message to answer this 3DS Server with. */
export async function authenticate(
  ports: DirectoryPorts,
  server: ThreeDSServer,
  body: unknown,
): Promise<ARes | Erro> {
  const parsed = parse(body, { expect: 'AReq', from: 'S' });
  if (!parsed.ok) return parsed.error;
  const request = parsed.value;
  const serverUrl = request.threeDSServerURL ?? '';
  const about = { component: 'D', received: request } as const;
  if (!isAt(server, serverUrl)) return erro('303', 'threeDSServerURL', about);
  // The ACS posts the browser there: to the server that asked, and to no stranger.
  const { notificationURL } = request;
  if (notificationURL !== undefined && !isAt(server, notificationURL)) {
    return erro('203', 'notificationURL', about);
  }
  const range = rangeOf(ports.directory.ranges, request.acctNumber);
  const issuer = range && issuerOf(ports.directory, range.issuerId);
  const dsTransId = ports.makeUuid();
  await ports.db.commit(
    insertTransaction({
      dsTransId,
      threeDSServerTransId: request.threeDSServerTransID,
      threeDSServerUrl: serverUrl,
      issuerId: issuer?.id ?? null,
      cardMasked: maskPan(request.acctNumber),
      atMs: ports.nowMs(),
    }),
  );
  const answer = await answerOf(ports, request, dsTransId, {
    isEnrolled: range?.isEnrolled ?? false,
    issuer,
  });
  const outcome =
    answer.messageType === 'Erro' ? `Erro ${answer.errorCode}` : (answer.transStatus ?? '');
  await ports.db.commit(recordOutcome(dsTransId, outcome, answer.acsTransID ?? null));
  return answer;
}

type Route = { readonly isEnrolled: boolean; readonly issuer: Issuer | undefined };

async function answerOf(
  ports: DirectoryPorts,
  request: AReq,
  dsTransId: string,
  route: Route,
): Promise<ARes | Erro> {
  const none = (why: NoAuthentication) => notAuthenticated(ports, request, dsTransId, why);
  if (route.issuer === undefined) return none('card_unknown');
  const { acsUrl, key } = route.issuer.issuer;
  if (!route.isEnrolled || acsUrl === undefined) return none('not_enrolled');
  const forwarded: AReq = {
    ...request,
    dsReferenceNumber,
    dsTransID: dsTransId,
    dsURL: ports.resultsUrl(),
  };
  const url = `${acsUrl}/acs/areq`;
  const sent = { timeoutMs: ports.acsTimeoutMs, headers: { authorization: bearer(key) } };
  const answer = await ports.http.postJson(url, forwarded, sent);
  if (!answer.ok) {
    ports.log.warn({ url, why: answer.error.code, dsTransId }, 'an ACS did not answer');
    return none(answer.error.code === 'timeout' ? 'acs_timeout' : 'acs_unreachable');
  }
  const read = readAnswer(answer.value.body, request, dsTransId);
  if (!read.ok) {
    ports.log.warn({ url, code: read.error.errorCode, dsTransId }, 'an ACS answered with a fault');
  }
  return read.ok ? read.value : read.error;
}

/** The ARes, or the Erro of the ACS as it came, or ours about an answer that is at fault. */
function readAnswer(body: unknown, request: AReq, dsTransId: string): Result<ARes | Erro, Erro> {
  const { deviceChannel: channel, messageCategory: category } = request;
  const parsed = parse(body, { expect: ['ARes', 'Erro'], from: 'A', channel, category });
  if (!parsed.ok || parsed.value.messageType === 'Erro') return parsed;
  const { threeDSServerTransID, dsTransID } = parsed.value;
  const isOurs = threeDSServerTransID === request.threeDSServerTransID && dsTransID === dsTransId;
  if (isOurs) return ok(parsed.value);
  const about = { component: 'D', received: request } as const;
  return err(erro('301', 'threeDSServerTransID,dsTransID', about));
}

/** Transaction status U: no authentication was possible, and here is why. */
function notAuthenticated(
  ports: DirectoryPorts,
  request: AReq,
  dsTransId: string,
  why: NoAuthentication,
): ARes {
  const reason = why === 'acs_unreachable' && request.messageVersion === '2.1.0' ? '14' : undefined;
  return buildARes(
    {
      messageVersion: request.messageVersion,
      threeDSServerTransID: request.threeDSServerTransID,
      dsTransID: dsTransId,
      dsReferenceNumber,
      // No ACS took part; the directory server answers in its place and under its own name.
      acsTransID: ports.makeUuid(),
      acsReferenceNumber: dsReferenceNumber,
      transStatus: 'U',
      transStatusReason: reason ?? reasonOf[why],
    },
    { channel: request.deviceChannel, category: request.messageCategory },
  );
}

function isAt(server: ThreeDSServer, url: string): boolean {
  return URL.canParse(url) && new URL(url).origin === server.origin;
}
