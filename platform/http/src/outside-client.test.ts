// Real servers on two loopback addresses: 127.0.0.2 plays the open internet, 127.0.0.1 is forbidden.

import { createServer, type Server } from 'node:http';
import type { AddressInfo, LookupFunction } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type OutsideClient, outsideClient } from './outside-client.ts';

const open = '127.0.0.2';
const forbidden = '127.0.0.1';
const mayConnect = (address: string) => address === open;

let port: number;
const servers: Server[] = [];
const asked: string[] = [];
const clients: OutsideClient[] = [];

beforeAll(async () => {
  for (const host of [open, forbidden]) {
    const server = createServer((request, response) => {
      asked.push(`${host}${request.url}`);
      if (request.url === '/away') return response.writeHead(302, { location: '/' }).end('there');
      if (request.url === '/never') return undefined;
      if (request.url === '/dawdle') return response.writeHead(200).write('so far');
      if (request.url === '/endless') {
        const more = () => response.write('x'.repeat(65_536), () => setImmediate(more));
        return more();
      }
      return response.writeHead(200, { 'x-said': 'yes' }).end('taken');
    });
    await new Promise<void>((resolve) => server.listen(port ?? 0, host, resolve));
    port = portOf(server);
    servers.push(server);
  }
});
afterAll(async () => {
  for (const client of clients) await client.close();
  for (const server of servers) server.closeAllConnections();
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
});

function portOf(server: Server): number {
  const at: AddressInfo | string | null = server.address();
  return typeof at === 'object' && at !== null ? at.port : 0;
}

/** A name server that gives one answer after the other, the last one for ever. */
function answering(...answers: readonly (readonly string[])[]) {
  const names: string[] = [];
  const lookup: LookupFunction = (hostname, options, callback) => {
    const found = answers[Math.min(names.length, answers.length - 1)] ?? [];
    names.push(hostname);
    const all = found.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }));
    if (options.all === true) callback(null, all);
    else callback(null, all[0]?.address ?? '', 4);
  };
  return { lookup, names };
}

function clientOf(lookup?: LookupFunction, timeoutMs = 5_000): OutsideClient {
  const client = outsideClient({
    timeoutMs,
    answerLimitBytes: 100,
    mayConnect,
    ...(lookup === undefined ? {} : { lookup }),
  });
  clients.push(client);
  return client;
}

const post = (client: OutsideClient, host: string, path = '/') =>
  client.post(`http://${host}:${port}${path}`, '{}', { 'content-type': 'application/json' });
const at = (host: string) => asked.filter((one) => one.startsWith(host)).length;

describe('a post to the outside', () => {
  test('reaches what it may, and keeps the beginning of the answer', async () => {
    const { lookup } = answering([open]);
    const answer = await post(clientOf(lookup), 'shop.example');
    expect(answer).toMatchObject({
      ok: true,
      value: { status: 200, headers: { 'x-said': 'yes' }, beginning: 'taken' },
    });
  });

  test.each([
    ['an address', forbidden],
    ['an address in another spelling', '2130706433'],
    ['an address in hex', '0x7f.1'],
    ['a mapped address', '[::ffff:127.0.0.1]'],
    ['loopback of IPv6', '[::1]'],
    ['this host', '0.0.0.0'],
    ['the system’s name for loopback', 'localhost'],
  ])('that names %s that it may not reach is refused', async (_, host) => {
    const before = at(forbidden);
    expect(await post(clientOf(), host)).toMatchObject({ ok: false, error: { code: 'refused' } });
    expect(at(forbidden)).toBe(before);
  });

  test('to a name with forbidden addresses only is refused before anything is sent', async () => {
    const before = at(forbidden);
    const { lookup } = answering([forbidden, '::1', '10.0.0.1']);
    const answer = await post(clientOf(lookup), 'inside.example');
    expect(answer).toMatchObject({ ok: false, error: { code: 'refused' } });
    expect(at(forbidden)).toBe(before);
  });

  test('to a name with both goes to the one that may be reached', async () => {
    const before = { open: at(open), forbidden: at(forbidden) };
    const { lookup } = answering([forbidden, open]);
    expect(await post(clientOf(lookup), 'both.example')).toMatchObject({ ok: true });
    expect(at(open)).toBe(before.open + 1);
    expect(at(forbidden)).toBe(before.forbidden);
  });

  test('to a name that changes its mind never reaches the second address', async () => {
    // Rebinding: harmless when it is checked, forbidden when it is connected.
    const before = { open: at(open), forbidden: at(forbidden) };
    const { lookup, names } = answering([open], [forbidden]);
    const first = await post(clientOf(lookup), 'rebinding.example');
    expect(first).toMatchObject({ ok: true });
    expect(names).toEqual(['rebinding.example']);
    // One look-up a connection: the address that was judged is the one that was called.
    expect(at(open)).toBe(before.open + 1);
    const second = await post(clientOf(lookup), 'rebinding.example');
    expect(second).toMatchObject({ ok: false, error: { code: 'refused' } });
    expect(at(forbidden)).toBe(before.forbidden);
  });

  test('is judged once more by the far end of the wire', async () => {
    const before = at(open);
    const judgements = [true, false];
    const client = outsideClient({
      timeoutMs: 5_000,
      answerLimitBytes: 100,
      mayConnect: () => judgements.shift() ?? false,
      lookup: answering([open]).lookup,
    });
    clients.push(client);
    expect(await post(client, 'lying.example')).toMatchObject({ error: { code: 'refused' } });
    expect(judgements).toEqual([]);
    expect(at(open)).toBe(before);
  });

  test('follows no redirect', async () => {
    const { lookup } = answering([open]);
    const before = at(open);
    const answer = await post(clientOf(lookup), 'shop.example', '/away');
    expect(answer).toMatchObject({ ok: true, value: { status: 302, beginning: 'there' } });
    expect(at(open)).toBe(before + 1);
  });

  test('reads no more of an endless answer than it keeps', async () => {
    const { lookup } = answering([open]);
    const answer = await post(clientOf(lookup), 'shop.example', '/endless');
    expect(answer).toMatchObject({ ok: true, value: { beginning: 'x'.repeat(100) } });
  });

  test('believes a status whose body never ends', async () => {
    const { lookup } = answering([open]);
    const answer = await post(clientOf(lookup, 300), 'shop.example', '/dawdle');
    expect(answer).toMatchObject({ ok: true, value: { status: 200, beginning: 'so far' } });
  });

  test('that is not answered in time is given up', async () => {
    const { lookup } = answering([open]);
    const answer = await post(clientOf(lookup, 300), 'shop.example', '/never');
    expect(answer).toMatchObject({ ok: false, error: { code: 'timeout' } });
  });

  test('to where nobody listens is unreachable', async () => {
    const { lookup } = answering([open]);
    const client = clientOf(lookup);
    const answer = await client.post('http://shop.example:9/', '{}', {});
    expect(answer).toMatchObject({ ok: false, error: { code: 'unreachable' } });
  });
});
