// AReq from a 3DS Server: checked, given the directory server's elements, passed to the ACS of the
// card's issuer; the ARes goes back. A card nobody can authenticate is answered with U.

import { err, ok, type Result } from '@kassa/result';
import { maskPan } from '@kassa/secret';
import { type AReq, type ARes, buildARes, type Erro, erro, parse } from '@kassa/three-ds';
import { rangeOf } from '../members/member.ts';
import { issuerOf } from '../switch/decide.ts';
import { type NoAuthentication, reasonOf } from './errors.ts';
import { type DirectoryPorts, dsReferenceNumber } from './ports.ts';
import { insertTransaction, recordOutcome } from './store.ts';

/** The message to answer with. */
export async function authenticate(ports: DirectoryPorts, body: unknown): Promise<ARes | Erro> {
  const parsed = parse(body, { expect: 'AReq', from: 'S' });
  if (!parsed.ok) return parsed.error;
  const request = parsed.value;
  const serverUrl = request.threeDSServerURL ?? '';
  if (!isKnownServer(ports, serverUrl)) {
    return erro('303', 'threeDSServerURL', { component: 'D', received: request });
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
    acsUrl: range?.isEnrolled ? issuer?.issuer.acsUrl : undefined,
    isKnown: issuer !== undefined,
  });
  const outcome =
    answer.messageType === 'Erro' ? `Erro ${answer.errorCode}` : (answer.transStatus ?? '');
  await ports.db.commit(recordOutcome(dsTransId, outcome, answer.acsTransID ?? null));
  return answer;
}

type Route = { readonly acsUrl: string | undefined; readonly isKnown: boolean };

async function answerOf(
  ports: DirectoryPorts,
  request: AReq,
  dsTransId: string,
  route: Route,
): Promise<ARes | Erro> {
  const none = (why: NoAuthentication) => notAuthenticated(ports, request, dsTransId, why);
  if (!route.isKnown) return none('card_unknown');
  if (route.acsUrl === undefined) return none('not_enrolled');
  const forwarded: AReq = {
    ...request,
    dsReferenceNumber,
    dsTransID: dsTransId,
    dsURL: ports.resultsUrl(),
  };
  const url = `${route.acsUrl}/acs/areq`;
  const answer = await ports.http.postJson(url, forwarded, { timeoutMs: ports.acsTimeoutMs });
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

function isKnownServer(ports: DirectoryPorts, url: string): boolean {
  if (!URL.canParse(url)) return false;
  const { origin } = new URL(url);
  return ports.threeDSServerOrigins.some((known) => new URL(known).origin === origin);
}
