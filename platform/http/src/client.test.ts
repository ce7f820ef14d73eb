import { createServer } from 'node:http';
import { silentLog } from '@kassa/log';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type HttpApp, type HttpClient, httpClient, listen, openHttp } from './index.ts';

let app: HttpApp;
let url: string;
let client: HttpClient;

beforeAll(async () => {
  app = openHttp({ name: 'peer', log: silentLog });
  app.post('/echo', async (request) => ({
    got: request.body,
    type: request.headers['content-type'],
  }));
  app.get('/big', async (_, reply) => reply.type('text/plain').send('x'.repeat(20_000)));
  app.get('/html', async (_, reply) => reply.type('text/html').send('<p>'));
  app.get('/gone', async (_, reply) => reply.status(502).type('text/html').send('<p>bad gateway'));
  app.get('/away', async (_, reply) => reply.redirect('/html', 302));
  app.get('/never', () => new Promise(() => {}));
  app.get('/cut', (_, reply) => {
    reply.hijack();
    reply.raw.writeHead(200, { 'content-length': '10' });
    reply.raw.write('12345', () => reply.raw.destroy());
  });
  url = await listen(app, { host: '127.0.0.1', port: 0 });
  client = httpClient({ timeoutMs: 5000, bodyLimitBytes: 10_000 });
});

afterAll(async () => {
  await client.close();
  await app.close();
});

describe('an outgoing call', () => {
  test('posts JSON and text and reads the answer', async () => {
    expect(await client.postJson(`${url}/echo`, { a: 1 })).toEqual({
      ok: true,
      value: { status: 200, body: { got: { a: 1 }, type: 'application/json' } },
    });
    const headers = { 'content-type': 'application/xml' };
    const text = await client.postText(`${url}/echo`, '<a/>', { headers });
    expect(text).toMatchObject({ ok: true, value: { body: expect.stringContaining('<a/>') } });
  });

  test('keeps the status of an answer that is not JSON', async () => {
    const answer = await client.getJson(`${url}/gone`);
    expect(answer).toEqual({ ok: true, value: { status: 502, body: '<p>bad gateway' } });
  });

  test('follows no redirect', async () => {
    expect(await client.getText(`${url}/away`)).toMatchObject({ ok: true, value: { status: 302 } });
  });

  test.each([
    ['too much', '/big', 'bad_answer'],
    ['no JSON', '/html', 'bad_answer'],
    ['an answer that breaks off', '/cut', 'bad_answer'],
  ])('%s is a bad answer', async (_, path, code) => {
    expect(await client.getJson(url + path)).toMatchObject({ ok: false, error: { code } });
  });

  test('no answer in time is a time-out: the effect is unknown', async () => {
    const answer = await client.getJson(`${url}/never`, { timeoutMs: 50 });
    expect(answer).toMatchObject({ ok: false, error: { code: 'timeout' } });
  });

  test('nobody there is unreachable: certainly nothing was sent', async () => {
    const server = createServer();
    const port = await new Promise<number>((resolve) => {
      server.listen(0, '127.0.0.1', () => {
        const address = server.address();
        resolve(typeof address === 'object' && address !== null ? address.port : 0);
      });
    });
    await new Promise((resolve) => server.close(resolve));
    const answer = await client.postJson(`http://127.0.0.1:${port}/`, {});
    expect(answer).toMatchObject({ ok: false, error: { code: 'unreachable' } });
  });
});
