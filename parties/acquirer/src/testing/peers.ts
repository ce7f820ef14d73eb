// Small real programs around the acquirer for its tests: a network with its switch and clearing, a
// clearing house, and a gateway's line.

import {
  buildAcceptanceFile,
  type Decision,
  type DisputeFile,
  type PresentmentFile,
  parseDisputeFile,
  parsePresentmentFile,
} from '@kassa/clearing-file';
import { listen, openHttp } from '@kassa/http';
import {
  asciiDialect,
  binaryDialect,
  buildAnswer,
  buildNetworkAnswer,
  buildSignOn,
  decode,
  encode,
  frameKeys,
  type Message,
} from '@kassa/iso8583';
import { type CustomerCreditTransfer, readPacs008 } from '@kassa/iso20022';
import { silentLog } from '@kassa/log';
import { basisPoints, negate } from '@kassa/money';
import { unwrap } from '@kassa/result';
import { Secret } from '@kassa/secret';
import { connectFramed, listenFramed } from '@kassa/tcp';

export type FakeNetwork = {
  readonly port: number;
  readonly url: string;
  readonly messages: Message[];
  readonly files: PresentmentFile[];
  /** Files of disputes that the acquirer sent. */
  readonly disputes: DisputeFile[];
  /** Why it rejects the next dispute; undefined accepts. */
  disputeRefusal: string | undefined;
  /** What the switch answers; undefined is silence. */
  answer: (message: Message) => Message | undefined;
  /** Sends something that nobody asked for, to every line. */
  push(message: Message): void;
  /** What clearing says of an item; undefined accepts it. */
  judge: (rrn: string) => Decision | undefined;
  /** HTTP status of the clearing; 200 works. */
  clearingStatus: number;
  close(): Promise<void>;
};

export async function openNetwork(): Promise<FakeNetwork> {
  const app = openHttp({ name: 'network', log: silentLog, bodyLimitBytes: 5_000_000 });
  const listener = await listenFramed({
    host: '127.0.0.1',
    port: 0,
    log: silentLog,
    framing: '2-byte',
    onFrame(frame, connection) {
      const message = unwrap(decode(frame, binaryDialect));
      if (message.mti === '0800') {
        connection.send(unwrap(encode(buildNetworkAnswer(message), binaryDialect)));
        return;
      }
      network.messages.push(message);
      const answer = network.answer(message);
      if (answer) connection.send(unwrap(encode(answer, binaryDialect)));
    },
  });
  const network: Omit<FakeNetwork, 'url'> = {
    port: listener.port,
    messages: [],
    files: [],
    disputes: [],
    disputeRefusal: undefined,
    answer: approve,
    push(message) {
      for (const connection of listener.connections()) {
        connection.send(unwrap(encode(message, binaryDialect)));
      }
    },
    judge: () => undefined,
    clearingStatus: 200,
    close: async () => {
      await listener.close();
      await app.close();
    },
  };
  app.post('/clearing/presentments', async (request, reply) => {
    if (network.clearingStatus !== 200) return reply.status(network.clearingStatus).send({});
    const file = unwrap(parsePresentmentFile(String(request.body)));
    network.files.push(file);
    return reply.type('text/plain').send(answerFile(file, network.judge));
  });
  app.post('/clearing/disputes', async (request, reply) => {
    if (network.clearingStatus !== 200) return reply.status(network.clearingStatus).send({});
    const file = unwrap(parseDisputeFile(String(request.body)));
    network.disputes.push(file);
    const refusal = network.disputeRefusal;
    const answer = buildAcceptanceFile({
      header: { ...file.header, fileId: `A-${file.header.fileId}` },
      answersFileId: file.header.fileId,
      items: file.items.map(({ sequence, rrn }) => ({
        ...{ sequence, rrn, isCredit: false },
        decision: refusal
          ? { outcome: 'rejected', reason: refusal }
          : { outcome: 'accepted', fees: {} },
      })),
    });
    return reply.type('text/plain').send(answer);
  });
  const url = await listen(app, { host: '127.0.0.1', port: 0 });
  return Object.assign(network, { url });
}

export function approve(message: Message): Message {
  const isAuthorization = message.mti === '0100';
  return buildAnswer(message, {
    responseCode: '00',
    ...(isAuthorization && {
      authorizationCode: 'A1B2C3',
      additionalData: { 63: 'TRACE1', 87: 'M' },
    }),
  });
}

/** 1.20 % interchange and 0.30 % scheme fee; a refund gives the interchange back. */
function answerFile(file: PresentmentFile, judge: FakeNetwork['judge']): string {
  return buildAcceptanceFile({
    header: { ...file.header, fileId: `A-${file.header.fileId}`, sender: '99900', receiver: '1' },
    answersFileId: file.header.fileId,
    items: file.items.map(({ sequence, rrn, isCredit, amount }) => {
      const interchange = basisPoints(amount, 120, 'half_even');
      const schemeFee = basisPoints(amount, isCredit ? 0 : 30, 'half_even');
      const fees = {
        interchange: isCredit ? interchange : negate(interchange),
        schemeFee: negate(schemeFee),
      };
      return { sequence, rrn, isCredit, decision: judge(rrn) ?? { outcome: 'accepted', fees } };
    }),
  });
}

export type FakeHouse = {
  readonly url: string;
  readonly transfers: CustomerCreditTransfer[];
  answer: { status: number; body: object };
  close(): Promise<void>;
};

export async function openHouse(): Promise<FakeHouse> {
  const app = openHttp({ name: 'house', log: silentLog });
  const house = {
    transfers: [] as CustomerCreditTransfer[],
    answer: { status: 200, body: { status: 'ACSC' } as object },
    close: () => app.close(),
  };
  app.post('/credit-transfers', async (request, reply) => {
    house.transfers.push(unwrap(readPacs008(String(request.body))));
    return reply.status(house.answer.status).send(house.answer.body);
  });
  const url = await listen(app, { host: '127.0.0.1', port: 0 });
  return Object.assign(house, { url });
}

export type FakeGateway = {
  /** Field 39 of the answer and the whole answer. */
  ask(message: Message): Promise<Message>;
  close(): Promise<void>;
};

export const gatewaySignOnKey = 'gateway-signs-on';

export async function openGateway(port: number): Promise<FakeGateway> {
  const client = connectFramed({
    host: '127.0.0.1',
    port,
    log: silentLog,
    ...frameKeys(asciiDialect),
    onUnmatched: () => undefined,
    onConnected: async (send) => {
      const details = { stan: '000001', atMs: Date.now(), institutionId: '070194' };
      const signOn = buildSignOn(details, new Secret(gatewaySignOnKey));
      const answer = unwrap(await send(unwrap(encode(signOn, asciiDialect)), 5_000));
      return unwrap(decode(answer, asciiDialect)).fields[39] === '00';
    },
  });
  await client.whenConnected(5_000);
  return {
    async ask(message) {
      const answer = unwrap(await client.request(unwrap(encode(message, asciiDialect)), 10_000));
      return unwrap(decode(answer, asciiDialect));
    },
    close: () => client.close(),
  };
}
