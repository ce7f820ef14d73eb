// The banks' side of the gateway, as quick as it can be, in a process of its own: an acquirer that
// approves everything over ISO 8583, a directory server that finds every cardholder proven
// (frictionless), and a desk that tells of one settlement. None keeps anything.

import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import {
  additionalDataTags,
  asciiDialect,
  buildAnswer,
  buildNetworkAnswer,
  decode,
  encode,
  type Message,
} from '@kassa/iso8583';
import { silentLog } from '@kassa/log';
import { unwrap } from '@kassa/result';
import { listenFramed } from '@kassa/tcp';
import { buildARes } from '@kassa/three-ds';
import { isReady, ownSettings } from './program.ts';
import { openDesk } from './settlement-desk.ts';

const host = '127.0.0.1';
const deskAnswer = openDesk(ownSettings<{ captures: number }>().captures);
const additionalData = { [additionalDataTags.cvcResult]: 'M' };

const acquirer = await listenFramed({
  ...{ host, port: 0, log: silentLog, framing: '2-byte' },
  onFrame(frame, connection) {
    const message = unwrap(decode(frame, asciiDialect));
    connection.send(unwrap(encode(answerTo(message), asciiDialect)));
  },
});

function answerTo(message: Message): Message {
  if (message.mti === '0800') return buildNetworkAnswer(message);
  if (message.mti !== '0100') return buildAnswer(message, { responseCode: '00' });
  const authorizationCode = message.fields[11] ?? '000000';
  return buildAnswer(message, { responseCode: '00', authorizationCode, additionalData });
}

const reference = 'BENCH-REFERENCE-1';
const proven = {
  dsTransID: '6f0d9a2e-6a3c-4a53-9a55-6a1f3c5f8a11',
  acsTransID: '8a880dc0-d2d2-4067-bcb1-b08d1690b26e',
  acsReferenceNumber: reference,
  dsReferenceNumber: reference,
  transStatus: 'Y',
  authenticationValue: Buffer.alloc(20, 7).toString('base64'),
  eci: '05',
} as const;

const http = createServer((request, response) => {
  answer(request, response).catch((error: unknown) => {
    console.error('the bench’s bank', error);
    response.writeHead(500).end();
  });
});

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  const body = Buffer.concat(chunks).toString();
  const said = request.url === '/3ds/areq' ? aresTo(body) : deskAnswer(request.url ?? '');
  const bytes = Buffer.from(JSON.stringify(said ?? {}));
  const headers = { 'content-type': 'application/json', 'content-length': bytes.byteLength };
  response.writeHead(said === undefined ? 404 : 200, headers).end(bytes);
}

function aresTo(body: string): unknown {
  const { messageVersion, threeDSServerTransID, deviceChannel, messageCategory } = JSON.parse(body);
  return buildARes(
    { ...proven, messageVersion, threeDSServerTransID },
    { channel: deviceChannel, category: messageCategory },
  );
}

http.listen(0, host, () => {
  const address = http.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  isReady({ acquirerPort: String(acquirer.port), url: `http://${host}:${port}` }, async () => {
    await acquirer.close();
  });
});
