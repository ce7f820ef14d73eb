import net from 'node:net';
import { silentLog } from '@kassa/log';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import {
  addToCsp,
  asset,
  type HttpApp,
  httpClient,
  listen,
  openHttp,
  parseInput,
  redirect,
  sameOriginOnly,
} from './index.ts';

let app: HttpApp;
let url: string;

beforeAll(async () => {
  app = openHttp({
    name: 'test',
    log: silentLog,
    trustedOrigins: ['https://friend.example'],
    errorPage: (problem) => `<html><h1 class="themed">${problem.message}</h1></html>`,
  });
  app.post('/echo', async (request) => ({ body: request.body }));
  app.post('/raw', { config: { rawBody: true } }, async (request) => ({
    raw: request.rawBody?.toString('latin1'),
  }));
  app.get('/query', async (request) => request.query);
  app.get('/page', { config: { csp: { img: ['https://img.example'] } } }, async (_, reply) => {
    addToCsp(reply, { formAction: ['https://acs.example'] });
    return reply.type('text/html').send('<p>hi</p>');
  });
  app.get('/evil', async (_, reply) => {
    addToCsp(reply, { img: ['x; script-src *'] });
    return reply.type('text/html').send('');
  });
  app.get('/bug', async () => {
    throw new Error('the pin is 4242424242424242');
  });
  app.get('/go', async (_, reply) => redirect(reply, '/page?a=1'));
  app.post('/change', { preHandler: sameOriginOnly }, async () => ({ changed: true }));
  app.post('/typed', async (request) =>
    parseInput(z.object({ amount: z.coerce.number().int() }), request.body),
  );
  asset(app, '/style-1a2b3c4d.css', { body: 'p{}', type: 'text/css; charset=utf-8' });
  asset(app, '/logo.svg', { body: '<svg/>', type: 'image/svg+xml' });
  url = await listen(app, { host: '127.0.0.1', port: 0 });
});

afterAll(() => app.close());

const post = (path: string, body: string | Uint8Array, type = 'application/json', more = {}) =>
  fetch(url + path, { method: 'POST', body, headers: { 'content-type': type, ...more } });
const form = 'application/x-www-form-urlencoded';
const nested = (depth: number) => `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`;
const wide = (count: number) => Array.from({ length: count }, (_, at) => `f${at}=1`).join('&');

describe('bodies', () => {
  test.each([
    ['JSON', 'application/json', '{"a":{"b":["c"]}}', { a: { b: ['c'] } }],
    ['JSON with a charset', 'application/json; charset=utf-8', '{"a":"č"}', { a: 'č' }],
    ['JSON of a kind', 'application/problem+json', '{"a":1}', { a: 1 }],
    ['nothing', 'application/json', '', {}],
    ['a form', form, 'a[b][0]=1&a[c]=x+y%20z%C4%8D', { a: { b: ['1'], c: 'x y zč' } }],
    ['text', 'text/plain', 'a line', 'a line'],
    ['XML', 'application/xml', '<a/>', '<a/>'],
  ])('%s is read', async (_, type, body, expected) => {
    const answer = await post('/echo', body, type);
    expect(await answer.json()).toEqual({ body: expected });
  });

  test.each([
    ['broken JSON', 'application/json', '{"a":', 400, 'bad_json'],
    ['broken UTF-8', 'application/json', Buffer.from([0x22, 0xff, 0x22]), 400, 'broken_utf8'],
    ['broken UTF-8 in a form', form, 'a=%ff', 400, 'broken_utf8'],
    ['a broken percent-encoding', form, 'a=%zz', 400, 'broken_utf8'],
    ['a NUL', 'text/plain', 'a\0b', 400, 'nul_character'],
    ['an escaped NUL in JSON', 'application/json', '{"a":"\\u0000"}', 400, 'nul_character'],
    ['half a character', 'application/json', '{"a":"\\ud800"}', 400, 'broken_utf8'],
    ['a NUL in a name', 'application/json', '{"a\\u0000":1}', 400, 'nul_character'],
    ['an encoded NUL in a form', form, 'a[b]=%00', 400, 'nul_character'],
    ['brackets in a text', 'application/json', `{"a":"\\\\\\"${'['.repeat(20)}"`, 400, 'bad_json'],
    ['nine levels of JSON', 'application/json', nested(9), 400, 'too_many_parameters'],
    ['a bomb of brackets', 'application/json', '['.repeat(500_000), 400, 'too_many_parameters'],
    ['many levels of a form', form, `a${'[b]'.repeat(12)}=1`, 400, 'too_many_parameters'],
    ['1001 parameters of a form', form, wide(1001), 400, 'too_many_parameters'],
    ['1001 items', 'application/json', `[${'1,'.repeat(1000)}1]`, 400, 'too_many_parameters'],
    ['__proto__', 'application/json', '{"__proto__":{"a":1}}', 400, 'bad_field'],
    ['__proto__ in a form', form, 'a=1&__proto__[b]=1', 400, 'bad_field'],
    ['__proto__ deep in a form', form, 'a[__proto__][b]=1', 400, 'bad_field'],
    ['more than 1 MB', 'text/plain', 'x'.repeat(1_048_577), 413, 'body_too_large'],
    ['a picture', 'image/png', 'x', 415, 'unsupported_media_type'],
  ])('%s is refused with what to do', async (_, type, body, status, code) => {
    const answer = await post('/echo', body, type);
    const said = JSON.parse(await answer.text());
    expect([answer.status, said.error.code]).toEqual([status, code]);
    expect(said.error.message).toMatch(/\.$/);
    expect(said.error.request_id).toMatch(/^req_/);
  });

  test('names that all objects have are fields like others', async () => {
    const answer = await post('/echo', 'constructor=1&a[toString]=2', form);
    expect(await answer.json()).toEqual({ body: { constructor: '1', a: { toString: '2' } } });
  });

  test('eight levels and 1000 parameters are fine', async () => {
    expect((await post('/echo', nested(8))).status).toBe(200);
    expect((await post('/echo', wide(1000), form)).status).toBe(200);
  });

  test('the raw bytes are kept for the routes that ask', async () => {
    expect(await (await post('/raw', '{"a": 1 }')).json()).toEqual({ raw: '{"a": 1 }' });
  });

  test('input that misses its schema names the field', async () => {
    const answer = await post('/typed', '{"amount":"x"}');
    expect(answer.status).toBe(400);
    expect(await answer.text()).toContain('amount');
  });
});

describe('addresses', () => {
  test.each(['/query?a=%ff', '/query?a=%00', '/%ff', '/%00', `/query?${wide(1001)}`])(
    'a broken one is a 400, and the server lives: %s',
    async (path) => {
      expect((await fetch(url + path)).status).toBe(400);
      expect((await fetch(`${url}/query?a[b]=1`)).status).toBe(200);
    },
  );

  test('the query is read like a form', async () => {
    expect(await (await fetch(`${url}/query?a[b]=1&c=x%20y`)).json()).toEqual({
      a: { b: '1' },
      c: 'x y',
    });
  });
});

describe('the name it is asked by', () => {
  const askedAs = (host: string) =>
    new Promise<string>((resolve, reject) => {
      const socket = net.connect(Number(new URL(url).port), '127.0.0.1', () => {
        socket.write(`GET /query HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`);
      });
      socket.once('data', (data) => resolve(data.toString('latin1').split(' ')[1] ?? ''));
      socket.once('error', reject);
    });

  test.each([
    ['127.0.0.1:4000', '200'],
    ['localhost', '200'],
    ['[::1]:80', '200'],
    ['evil.example', '421'],
    ['127.0.0.1.evil.example', '421'],
  ])('on loopback %s is answered with %s', async (host, status) => {
    expect(await askedAs(host)).toBe(status);
  });
});

describe('answers', () => {
  test('carry the request id and the fixed headers; a page also its own policy', async () => {
    const { headers } = await fetch(`${url}/page`);
    expect(headers.get('request-id')).toMatch(/^req_[0-9A-Z]{26}$/);
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('x-frame-options')).toBe('DENY');
    expect(headers.get('cache-control')).toBe('no-store');
    const policy = headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("form-action 'self' https://acs.example");
    expect(policy).toContain("img-src 'self' data: https://img.example");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toContain('unsafe');
  });

  test('one reply adds nothing to the policy of the next', async () => {
    await fetch(`${url}/page`);
    const other = await fetch(`${url}/none`, { headers: { accept: 'text/html' } });
    expect(other.headers.get('content-security-policy')).not.toContain('acs.example');
  });

  test('a source that would end its directive is a bug', async () => {
    expect((await fetch(`${url}/evil`)).status).toBe(500);
  });

  test('an unknown address is a page for a browser and JSON for a program', async () => {
    const page = await fetch(`${url}/none`, { headers: { accept: 'text/html,*/*' } });
    expect([page.status, await page.text()]).toEqual([404, expect.stringContaining('themed')]);
    const json = await fetch(`${url}/none`);
    expect(await json.json()).toMatchObject({ error: { code: 'not_found' } });
  });

  test('a bug is a 500 that shows nothing of itself', async () => {
    const answer = await fetch(`${url}/bug`);
    expect(answer.status).toBe(500);
    expect(await answer.text()).not.toMatch(/4242|pin/);
  });

  test('a redirect after a form is a 303', async () => {
    const answer = await fetch(`${url}/go`, { redirect: 'manual' });
    expect([answer.status, answer.headers.get('location')]).toEqual([303, '/page?a=1']);
  });

  test('an asset has its tag; with a hash in its path it is kept for a year', async () => {
    const hashed = await fetch(`${url}/style-1a2b3c4d.css`);
    expect(hashed.headers.get('cache-control')).toContain('immutable');
    const tag = (await fetch(`${url}/logo.svg`)).headers.get('etag') ?? '';
    const again = await fetch(`${url}/logo.svg`, { headers: { 'if-none-match': tag } });
    expect(again.status).toBe(304);
  });
});

describe('a route for our own pages only', () => {
  test.each([
    ['our own page', { 'sec-fetch-site': 'same-origin' }, 200],
    ['another site', { 'sec-fetch-site': 'cross-site' }, 403],
    ['a neighbour on another port', { 'sec-fetch-site': 'same-site' }, 403],
    ['another origin, from an older browser', { origin: 'https://evil.example' }, 403],
    ['a sandboxed frame', { origin: 'null' }, 403],
    ['a trusted origin', { origin: 'https://friend.example', 'sec-fetch-site': 'cross-site' }, 200],
    ['a program without cookies', {}, 200],
  ])('a form from %s', async (_, headers, status) => {
    const sent = {
      method: 'POST' as const,
      url: '/change',
      headers: { host: 'a.example', ...headers },
    };
    expect((await app.inject(sent)).statusCode).toBe(status);
  });

  test('our own origin, from an older browser', async () => {
    const headers = { host: 'a.example', origin: 'http://a.example' };
    expect((await app.inject({ method: 'POST', url: '/change', headers })).statusCode).toBe(200);
  });
});

describe('the stop', () => {
  test('lets a request in flight finish and waits for no idle line', async () => {
    const other = openHttp({ name: 'stop', log: silentLog });
    let release = () => {};
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    let arrived = () => {};
    const inside = new Promise<void>((resolve) => {
      arrived = resolve;
    });
    other.get('/slow', async () => {
      arrived();
      await held;
      return { done: true };
    });
    const at = await listen(other, { host: '127.0.0.1', port: 0 });
    const idle = net.connect(Number(new URL(at).port), '127.0.0.1');
    idle.on('error', () => {});
    await using client = httpClient({ timeoutMs: 5000 });
    const answer = client.getJson(`${at}/slow`);
    await inside;
    const stopped = other.close();
    release();
    expect(await answer).toMatchObject({ ok: true, value: { status: 200 } });
    await stopped;
    idle.destroy();
    expect((await client.getJson(`${at}/slow`)).ok).toBe(false);
  });

  test('a port in use is named', async () => {
    const other = openHttp({ name: 'second', log: silentLog });
    const port = Number(new URL(url).port);
    await expect(listen(other, { host: '127.0.0.1', port })).rejects.toThrow(`port ${port}`);
  });
});
