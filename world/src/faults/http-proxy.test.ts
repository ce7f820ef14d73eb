// Real HTTP through a real proxy, asked by the client that parties use.

import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { type HttpClient, httpClient } from '@kassa/http';
import { afterEach, describe, expect, test } from 'vitest';
import { eventually } from '../test/eventually.ts';
import { freePort } from '../test/free-port.ts';
import { type FaultBox, openFaultBox } from './fault-box.ts';
import { startHttpProxy } from './http-proxy.ts';

const host = '127.0.0.1';
const link = 'gateway-ds';
const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

type Asked = { readonly what: string; readonly body: string; readonly key: string | undefined };
type Stage = {
  readonly url: string;
  readonly client: HttpClient;
  readonly box: FaultBox;
  readonly asked: Asked[];
  readonly stopCalled: () => void;
  readonly startCalled: () => Promise<void>;
};

async function onStage(
  answer: (request: IncomingMessage, response: ServerResponse) => void = (_, response) => {
    response.setHeader('content-type', 'application/json').end('{"says":"hello"}');
  },
): Promise<Stage> {
  const asked: Asked[] = [];
  const called = createServer(async (request, response) => {
    let body = '';
    for await (const piece of request) body += piece;
    const what = `${request.method} ${request.url}`;
    asked.push({ what, body, key: request.headers.authorization });
    answer(request, response);
  });
  const target = { host, port: await freePort() };
  const startCalled = () =>
    new Promise<void>((resolve) => called.listen(target.port, host, () => resolve()));
  await startCalled();
  const stopCalled = () => {
    called.close();
    called.closeAllConnections();
  };
  const box = openFaultBox({ seed: 1, links: new Map([[link, ['http']]]) });
  const port = await freePort();
  const ends = { link, from: 'gateway', to: 'network-mozaik', protocol: 'http' } as const;
  const proxy = await startHttpProxy({ ...ends, host, port, target }, box);
  const client = httpClient({ timeoutMs: 5000 });
  closing.push(
    stopCalled,
    () => proxy.close(),
    () => box.close(),
    () => client.close(),
  );
  return { url: `http://${host}:${port}`, client, box, asked, stopCalled, startCalled };
}

const headers = { authorization: 'Bearer k' };

describe('without a fault', () => {
  test('question and answer pass as they are, and the line is used again', async () => {
    const { url, client, asked } = await onStage();
    for (const n of [1, 2, 3]) {
      const answer = await client.postJson(`${url}/3ds/areq?n=${n}`, { n }, { headers });
      expect(answer).toEqual({ ok: true, value: { status: 200, body: { says: 'hello' } } });
    }
    expect(asked[1]).toEqual({ what: 'POST /3ds/areq?n=2', body: '{"n":2}', key: 'Bearer k' });
  });

  test('a called party that is away is a connection that broke, never an answer of ours', async () => {
    const { url, client, stopCalled, startCalled } = await onStage();
    const ask = () => client.getJson(`${url}/x`);
    stopCalled();
    expect(await ask()).toMatchObject({ ok: false, error: { code: 'bad_answer' } });
    // From then on it is certain that nothing was sent, as it is of a program that is not there.
    const refused = { ok: false, error: { code: 'unreachable' } };
    await eventually(async () => expect(await ask()).toMatchObject(refused));
    await startCalled();
    await eventually(async () => expect((await ask()).ok).toBe(true));
    stopCalled();
    await eventually(async () => expect(await ask()).toMatchObject(refused));
  });

  test('an answer that breaks off breaks off, and a caller that leaves is left', async () => {
    let gone = 0;
    const { url, client, asked } = await onStage((request, response) => {
      request.socket.once('close', () => {
        gone += 1;
      });
      if (request.url === '/half') {
        response.writeHead(200, { 'content-length': '100' }).write('half');
        setImmediate(() => response.destroy());
      }
    });
    expect((await client.getText(`${url}/half`)).ok).toBe(false);
    const left = await client.getText(`${url}/silent`, { timeoutMs: 200 });
    expect(left).toMatchObject({ ok: false, error: { code: 'timeout' } });
    expect(asked).toHaveLength(2);
    await eventually(() => expect(gone).toBe(2));
  });
});

describe('with a fault', () => {
  test.each([
    ['POST /3ds/areq drop', 'timeout', 0],
    ['POST /3ds/areq drop-answer', 'timeout', 1],
    ['POST /3ds/areq refuse', 'bad_answer', 0],
    ['POST /3ds/* half-open', 'timeout', 0],
    ['* half-open', 'timeout', 0],
    ['* refuse', 'unreachable', 0],
    ['* refuse rate=1', 'bad_answer', 0],
    ['* delay ms=2000', 'timeout', 0],
    ['* delay-answer ms=2000', 'timeout', 1],
    ['* trickle-answer bps=10', 'timeout', 1],
  ])('%s: %s', async (fault, code, reached) => {
    const { url, client, box, asked } = await onStage();
    expect(box.set(`${link} ${fault}`)).toMatchObject({ ok: true });
    const answer = await client.postJson(`${url}/3ds/areq`, {}, { timeoutMs: 300 });
    expect(answer).toMatchObject({ ok: false, error: { code } });
    expect(asked).toHaveLength(reached);
    box.healAll();
    const again = await eventually(async () => {
      const tried = await client.postJson(`${url}/3ds/areq`, {});
      expect(tried.ok).toBe(true);
      return tried;
    });
    expect(again).toMatchObject({ value: { status: 200 } });
  });

  test('duplicate reaches the called party twice, and the caller once', async () => {
    const { url, client, box, asked } = await onStage();
    box.set(`${link} POST /hook duplicate`);
    const answer = await client.postJson(`${url}/hook`, { n: 1 });
    expect(answer).toMatchObject({ ok: true, value: { status: 200 } });
    expect(asked.map(({ body }) => body)).toEqual(['{"n":1}', '{"n":1}']);
  });

  test('reorder lets the next one by', async () => {
    const { url, client, box, asked } = await onStage();
    box.set(`${link} POST /first reorder`);
    const first = client.postJson(`${url}/first`, {});
    await eventually(() => expect(box.recorded()).toHaveLength(1));
    await client.postJson(`${url}/second`, {});
    expect((await first).ok).toBe(true);
    expect(asked.map(({ what }) => what)).toEqual(['POST /second', 'POST /first']);
  });

  test('corrupt changes one byte of the body, of question or answer', async () => {
    const { url, client, box, asked } = await onStage((_, response) => response.end('abcdefgh'));
    box.set(`${link} * corrupt`);
    box.set(`${link} * corrupt-answer`);
    const answer = await client.postText(`${url}/x`, 'abcdefgh');
    const got = answer.ok ? answer.value.body : '';
    for (const text of [asked[0]?.body ?? '', got]) {
      expect([...'abcdefgh'].filter((letter, index) => text[index] !== letter)).toHaveLength(1);
    }
  });

  test('what is recorded names no object', async () => {
    const { url, client, box } = await onStage();
    box.set(`${link} GET /c/* delay ms=1`);
    await client.getText(`${url}/c/cs_test_01KABCDEF?secret=1`);
    expect(box.recorded()).toMatchObject([{ kind: 'GET /c/*', did: 'delay 1 ms' }]);
  });

  test.each([
    ['* duplicate-answer', 'an HTTP answer comes once'],
    ['0110 drop', 'it carries no ISO 8583'],
  ])('%s is refused: %s', async (fault, words) => {
    const { box } = await onStage();
    const set = box.set(`${link} ${fault}`);
    expect(set.ok ? 'set' : set.error).toContain(words);
  });
});
