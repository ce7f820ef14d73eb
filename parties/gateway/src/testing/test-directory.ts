// A small directory server with an ACS behind it, for tests: real HTTP, real messages. How a card is
// answered is by order; a challenge ends when the test says so.

import { randomUUID } from 'node:crypto';
import { httpClient, listen, openHttp } from '@kassa/http';
import { silentLog } from '@kassa/log';
import { unwrap } from '@kassa/result';
import {
  type AReq,
  type ARes,
  buildARes,
  buildCRes,
  buildRReq,
  parse,
  type RReq,
  toBrowser,
} from '@kassa/three-ds';
import { knownCard } from './known-cards.ts';

export type Answer = 'Y' | 'A' | 'N' | 'R' | 'U' | 'C' | 'silence';

export type TestDirectory = AsyncDisposable & {
  readonly url: string;
  readonly requests: readonly AReq[];
  /** How a card is answered; when nothing is said, as the known card is. */
  onCard(answer: (request: AReq) => Answer): void;
  /** The newest challenge. */
  challenge(): ARes;
  /** Sends the RReq of a challenge to the 3DS server; gives back what was answered. */
  sendResult(transStatus: 'Y' | 'N' | 'U', reason?: string, key?: string): Promise<unknown>;
  /** The form field that the ACS has the browser post. */
  cres(): string;
  close(): Promise<void>;
};

const cavv = Buffer.alloc(20, 7).toString('base64');
const reference = 'TEST-REFERENCE-1';
/** What the gateway and this directory server show to each other. */
export const directoryKey = 'key-of-the-test-directory';
const authorization = `Bearer ${directoryKey}`;

export async function startTestDirectory(): Promise<TestDirectory> {
  const requests: AReq[] = [];
  const challenges: { request: AReq; answer: ARes }[] = [];
  let answerOf = (request: AReq): Answer => knownCard(request.acctNumber)?.authentication ?? 'Y';
  const client = httpClient({ timeoutMs: 5_000 });
  const app = openHttp({ name: 'test directory server', log: silentLog });
  app.post('/3ds/areq', async (request, reply) => {
    if (request.headers.authorization !== authorization) return reply.status(401).send({});
    const areq = unwrap(parse(request.body, { expect: 'AReq', from: 'S' }));
    requests.push(areq);
    const how = answerOf(areq);
    // Never answered: the client's own time-out ends it.
    if (how === 'silence') return reply.hijack();
    const answer = aresOf(areq, how, url);
    if (how === 'C') challenges.push({ request: areq, answer });
    return answer;
  });
  const url = await listen(app, { host: '127.0.0.1', port: 0 });
  const last = () => {
    const challenge = challenges.at(-1);
    if (challenge === undefined) throw new Error('there is no challenge');
    return challenge;
  };
  const close = async () => {
    await client.close();
    await app.close();
  };
  return {
    url,
    requests,
    onCard: (answer) => {
      answerOf = answer;
    },
    challenge: () => last().answer,
    async sendResult(transStatus, reason, key) {
      const { request } = last();
      const sent = await client.postJson(
        request.threeDSServerURL ?? '',
        resultOf(transStatus, reason),
        { headers: { authorization: key === undefined ? authorization : `Bearer ${key}` } },
      );
      return unwrap(sent).body;
    },
    cres() {
      const { answer } = last();
      return toBrowser(
        buildCRes({
          messageVersion: '2.2.0',
          threeDSServerTransID: answer.threeDSServerTransID,
          acsTransID: answer.acsTransID,
          transStatus: 'Y',
        }),
      );
    },
    close,
    [Symbol.asyncDispose]: close,
  };

  function resultOf(transStatus: 'Y' | 'N' | 'U', reason: string | undefined): RReq {
    const { answer, request } = last();
    return buildRReq({
      messageVersion: '2.2.0',
      messageCategory: request.messageCategory,
      threeDSServerTransID: answer.threeDSServerTransID,
      acsTransID: answer.acsTransID,
      dsTransID: answer.dsTransID,
      transStatus,
      transStatusReason: transStatus === 'Y' ? undefined : (reason ?? '01'),
      authenticationValue: transStatus === 'Y' ? cavv : undefined,
      eci: transStatus === 'Y' ? '05' : undefined,
      authenticationType: '02',
      interactionCounter: '01',
    });
  }
}

function aresOf(areq: AReq, how: Exclude<Answer, 'silence'>, url: string): ARes {
  const isProven = how === 'Y' || how === 'A';
  return buildARes(
    {
      messageVersion: areq.messageVersion,
      threeDSServerTransID: areq.threeDSServerTransID,
      dsTransID: randomUUID(),
      acsTransID: randomUUID(),
      acsReferenceNumber: reference,
      dsReferenceNumber: reference,
      transStatus: how,
      transStatusReason: how === 'N' || how === 'R' || how === 'U' ? '01' : undefined,
      authenticationValue: isProven ? cavv : undefined,
      eci: how === 'Y' ? '05' : how === 'A' ? '06' : undefined,
      acsURL: how === 'C' ? `${url}/acs/challenge` : undefined,
      acsChallengeMandated: how === 'C' ? 'N' : undefined,
      authenticationType: how === 'C' ? '02' : undefined,
    },
    { channel: areq.deviceChannel, category: areq.messageCategory },
  );
}
