// Small real programs that stand where the other parties stand: an acquirer that asks, an issuer
// that answers as the test tells it to, a clearing house that takes instructions.

import {
  type AcceptanceFile,
  buildAcceptanceFile,
  parseDisputeFile,
  parsePresentmentFile,
} from '@kassa/clearing-file';
import { listen, openHttp } from '@kassa/http';
import {
  binaryDialect,
  buildAnswer,
  buildNetworkAnswer,
  buildSignOn,
  decode,
  encode,
  frameKeys,
  type Message,
} from '@kassa/iso8583';
import { silentLog } from '@kassa/log';
import { assert, unwrap } from '@kassa/result';
import { Secret } from '@kassa/secret';
import { connectFramed, type FramedConnection, listenFramed } from '@kassa/tcp';
import { until } from './until.ts';

const host = '127.0.0.1';

/** What the issuer does with a message; `silence` is no answer at all. */
export type Behaviour = (message: Message) => Message | 'silence' | Promise<Message | 'silence'>;

export const approves: Behaviour = (message) =>
  buildAnswer(message, {
    responseCode: '00',
    ...(message.mti === '0100' && { authorizationCode: '123456' }),
  });
export const isSilent: Behaviour = () => 'silence';

export async function openIssuer(port = 0) {
  const received: Message[] = [];
  const state = { behaviour: approves, connection: undefined as FramedConnection | undefined };
  const listener = await listenFramed({
    host,
    port,
    log: silentLog,
    framing: '2-byte',
    onFrame: async (frame, connection) => {
      const message = unwrap(decode(frame, binaryDialect));
      state.connection = connection;
      if (message.mti === '0800') return void send(connection, buildNetworkAnswer(message));
      received.push(message);
      const answer = await state.behaviour(message);
      if (answer !== 'silence') send(connection, answer);
    },
  });
  return {
    port: listener.port,
    received,
    behave: (behaviour: Behaviour) => {
      state.behaviour = behaviour;
    },
    /** Something nobody asked for, or asked for long ago. */
    say: (message: Message) => {
      assert(state.connection, 'the network has spoken to this issuer');
      send(state.connection, message);
    },
    of: (...mtis: readonly string[]) => received.filter(({ mti }) => mtis.includes(mti)),
    close: () => listener.close(),
  };
}

function send(connection: FramedConnection, message: Message): void {
  connection.send(unwrap(encode(message, binaryDialect)));
}

export const zelenaSignOnKey = 'zelena-signs-on';

export function openAcquirer(port: number) {
  const client = connectFramed({
    host,
    port,
    log: silentLog,
    ...frameKeys(binaryDialect),
    onUnmatched: () => {},
    onConnected: async (sendFrame) => {
      const details = { stan: '000001', atMs: Date.now(), institutionId: '70001' };
      const signOn = buildSignOn(details, new Secret(zelenaSignOnKey));
      const answer = await sendFrame(unwrap(encode(signOn, binaryDialect)), 5000);
      return answer.ok && unwrap(decode(answer.value, binaryDialect)).fields[39] === '00';
    },
  });
  return {
    ask: async (message: Message): Promise<Message> => {
      await client.whenConnected(5000);
      const answer = await client.request(unwrap(encode(message, binaryDialect)), 30_000);
      return unwrap(decode(unwrap(answer), binaryDialect));
    },
    close: () => client.close(),
  };
}

/** Field 39 of what a bare connection gets for the first thing it says; then it is shown out. */
export async function refusalOf(port: number, message: Message): Promise<string | undefined> {
  const states: boolean[] = [];
  const client = connectFramed({
    host,
    port,
    log: silentLog,
    ...frameKeys(binaryDialect),
    onUnmatched: () => {},
    onState: (isConnected) => states.push(isConnected),
  });
  await client.whenConnected(5000);
  const answer = await client.request(unwrap(encode(message, binaryDialect)), 5000);
  await until(async () => states.includes(false), 'the switch to close the connection');
  await client.close();
  return unwrap(decode(unwrap(answer), binaryDialect)).fields[39];
}

/** HTTP of issuer, clearing house and 3DS Server in one; each path answers as the test says. */
export async function openWeb() {
  const app = openHttp({ name: 'peers', log: silentLog });
  const files: string[] = [];
  const instructions: string[] = [];
  const disputes: { readonly key: string; readonly text: string }[] = [];
  const state = { isDown: false, settlementState: 'waiting' };
  const answers = new Map<string, (body: unknown) => unknown>();
  const keysOf: Record<string, string[]> = {
    '/acs/areq': ['plava-key'],
    '/3ds/rreq': ['server-key', 'private-key'],
  };
  app.post('/clearing/presentments', async (request, reply) => {
    if (state.isDown) return reply.status(503).send({ error: 'down' });
    files.push(String(request.body));
    return reply.type('text/plain').send(accept(String(request.body)));
  });
  app.post('/clearing/disputes', async (request, reply) => {
    if (state.isDown) return reply.status(503).send({ error: 'down' });
    const { authorization = '' } = request.headers;
    disputes.push({ key: authorization.slice('Bearer '.length), text: String(request.body) });
    return reply.type('text/plain').send(acceptDisputes(String(request.body)));
  });
  app.post('/settlements', async (request, reply) => {
    if (state.isDown) return reply.status(503).send({ error: 'down' });
    instructions.push(String(request.body));
    return reply.status(202).send({ status: 'ACCP' });
  });
  app.get('/settlements/:messageId', async () => ({ state: state.settlementState }));
  for (const path of ['/acs/areq', '/3ds/rreq']) {
    app.post(path, async (request, reply) => {
      const { authorization } = request.headers;
      const isKnown = keysOf[path]?.some((key) => authorization === `Bearer ${key}`);
      if (!isKnown) return reply.status(401).send({});
      const answer = answers.get(path);
      return answer ? answer(request.body) : {};
    });
  }
  const url = await listen(app, { host, port: 0 });
  return {
    url,
    files,
    instructions,
    /** Files of disputes, each with the key that came with it. */
    disputes,
    state,
    answer: (path: '/acs/areq' | '/3ds/rreq', make: (body: unknown) => unknown) =>
      answers.set(path, make),
    close: () => app.close(),
  };
}

function acceptDisputes(text: string): string {
  const file = unwrap(parseDisputeFile(text));
  return buildAcceptanceFile({
    header: { ...file.header, fileId: 'acceptance' },
    answersFileId: file.header.fileId,
    items: file.items.map(({ sequence, rrn }) => ({
      sequence,
      rrn,
      isCredit: true,
      decision: { outcome: 'accepted', fees: {} },
    })),
  });
}

function accept(text: string): string {
  const file = unwrap(parsePresentmentFile(text));
  const answer: AcceptanceFile = {
    header: { ...file.header, fileId: 'acceptance', createdAt: file.header.createdAt },
    answersFileId: file.header.fileId,
    items: file.items.map(({ sequence, rrn, isCredit }) => ({
      sequence,
      rrn,
      isCredit,
      decision: { outcome: 'accepted', fees: {} },
    })),
  };
  return buildAcceptanceFile(answer);
}
