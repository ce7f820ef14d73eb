// Real sockets through real proxies: a bank that echoes frames, and whoever calls it.

import { connect, createServer, type Server, type Socket } from 'node:net';
import { silentLog } from '@kassa/log';
import {
  connectFramed,
  encodeFrame,
  type FramedListener,
  frameSplitter,
  listenFramed,
} from '@kassa/tcp';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { eventually } from '../test/eventually.ts';
import { freePort } from '../test/free-port.ts';
import type { LineProxy } from './door.ts';
import { type FaultBox, openFaultBox } from './fault-box.ts';
import type { Line } from './lines.ts';
import { startTcpProxy } from './tcp-proxy.ts';

const host = '127.0.0.1';
const link = 'gateway-acquirer-zelena';
const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

type Stage = { readonly box: FaultBox; readonly proxy: LineProxy; readonly port: number };

async function proxyTo(target: number, kind: Partial<Line> = {}): Promise<Stage> {
  const protocol = kind.protocol ?? 'iso8583';
  const box = openFaultBox({ seed: 1, links: new Map([[kind.link ?? link, [protocol]]]) });
  const port = await freePort();
  const ends = { link, from: 'gateway', to: 'acquirer-zelena', host, port } as const;
  const dialect = protocol === 'bytes' ? {} : ({ dialect: 'ascii' } as const);
  const line: Line = { ...ends, protocol, ...dialect, target: { host, port: target }, ...kind };
  const proxy = await startTcpProxy(line, box);
  closing.push(
    () => proxy.close(),
    () => box.close(),
  );
  return { box, proxy, port };
}

/** Answers 0100 with 0110, and so on; the rest of the frame is the same. */
async function bank(): Promise<{ listener: FramedListener; seen: string[] }> {
  const seen: string[] = [];
  const listener = await listenFramed({
    host,
    port: 0,
    log: silentLog,
    framing: '2-byte',
    onFrame: (frame, connection) => {
      const text = frame.toString();
      seen.push(text);
      connection.send(Buffer.from(`${text.slice(0, 2)}${Number(text[2]) + 1}0${text.slice(4)}`));
    },
  });
  closing.push(() => listener.close());
  return { listener, seen };
}

/** A caller that sends frames and keeps what comes. */
async function call(
  port: number,
): Promise<{ socket: Socket; send(text: string): void; got: string[] }> {
  const socket = connect(port, host);
  const splitter = frameSplitter();
  const got: string[] = [];
  socket.on('data', (piece) => got.push(...(splitter.push(piece) ?? []).map(String)));
  socket.on('error', () => {});
  await new Promise((resolve) => socket.once('connect', resolve));
  closing.push(() => socket.destroy());
  return { socket, got, send: (text) => void socket.write(encodeFrame(Buffer.from(text))) };
}

async function onStage() {
  const { listener, seen } = await bank();
  const stage = await proxyTo(listener.port);
  return { ...stage, seen, listener, caller: await call(stage.port) };
}

const closedOf = (socket: Socket) =>
  new Promise<void>((resolve) =>
    socket.closed ? resolve() : socket.once('close', () => resolve()),
  );

const did = (box: FaultBox) => box.recorded().map((one) => `${one.kind} ${one.did}`);

describe('messages on a line of ISO 8583', () => {
  test.each<[fault: string, sent: string[], seen: string[], got: string[], done: string[]]>([
    ['* drop nth=1', ['0100a', '0100b'], ['0100b'], ['0110b'], ['0100 drop']],
    ['0110 drop count=1', ['0100a', '0100b'], ['0100a', '0100b'], ['0110b'], ['0110 drop']],
    ['0420 drop-answer', ['0420a', '0100b'], ['0420a', '0100b'], ['0110b'], ['0430 drop']],
    [
      '0100 duplicate nth=1',
      ['0100a', '0100b'],
      ['0100a', '0100a', '0100b'],
      ['0110a', '0110a', '0110b'],
      ['0100 duplicate'],
    ],
    [
      '0100 reorder nth=1',
      ['0100a', '0100b'],
      ['0100b', '0100a'],
      ['0110b', '0110a'],
      ['0100 reorder'],
    ],
    [
      '0110 delay ms=30 nth=1',
      ['0100a', '0100b'],
      ['0100a', '0100b'],
      ['0110b', '0110a'],
      ['0110 delay 30 ms'],
    ],
    [
      '0100 trickle bps=100 nth=1',
      ['0100a', '0100b'],
      ['0100a', '0100b'],
      ['0110a', '0110b'],
      ['0100 trickle 100 bytes a second'],
    ],
  ])('%s', async (fault, sent, seen, got, done) => {
    const stage = await onStage();
    expect(stage.box.set(`${link} ${fault}`)).toMatchObject({ ok: true });
    for (const text of sent) stage.caller.send(text);
    await eventually(() => expect(stage.caller.got).toEqual(got));
    expect(stage.seen).toEqual(seen);
    expect(did(stage.box)).toEqual(done);
  });

  test('corrupt changes one byte inside, never the length, and the next message is whole', async () => {
    const { box, caller, seen } = await onStage();
    box.set(`${link} 0100 corrupt nth=1`);
    caller.send('0100 abcdefgh');
    caller.send('0100 whole');
    await eventually(() => expect(seen).toHaveLength(2));
    const [spoilt = ''] = seen;
    // One byte that is no text any more may be read as several characters.
    const wrong = [...'0100 abcdefgh'].filter((letter, index) => spoilt[index] !== letter);
    expect(wrong).toHaveLength(1);
    expect(seen[1]).toBe('0100 whole');
  });

  test('a record names message, STAN and RRN where it can be read, and counts', async () => {
    const { box, caller } = await onStage();
    box.set(`${link} 0800 drop`);
    // Fields 11 and 37, in ASCII.
    caller.send('0800002000000800000000012300000000042 ');
    await eventually(() => expect(box.recorded()).toHaveLength(1));
    expect(box.recorded()[0]).toMatchObject({ link, kind: '0800', did: 'drop', stan: '000123' });
    expect(box.counts()).toEqual({ [`${link} 0800 drop`]: 1 });
  });

  test('refuse ends what stands, then nobody listens; healed, the same client comes back', async () => {
    const { listener } = await bank();
    const { box, port, proxy } = await proxyTo(listener.port);
    const key = (frame: Uint8Array) => Buffer.from(frame).toString().slice(4);
    const client = connectFramed({
      ...{ host, port, log: silentLog, keyOfRequest: key, keyOfAnswer: key },
      onUnmatched: () => {},
      backoff: { minMs: 1, maxMs: 10 },
    });
    closing.push(() => client.close());
    expect(await client.whenConnected(5000)).toBe(true);
    box.set(`${link} * refuse`);
    await eventually(() => expect(client.isConnected()).toBe(false));
    expect(proxy.isListening()).toBe(false);
    const refused = connect(port, host);
    const code = new Promise((resolve) =>
      refused.once('error', (error) => resolve('code' in error && error.code)),
    );
    expect(await code).toBe('ECONNREFUSED');
    box.healAll();
    expect(await client.whenConnected(5000)).toBe(true);
    expect((await client.request(Buffer.from('0100x'), 5000)).ok).toBe(true);
  });

  test('half-open swallows everything, and heals by ending the line', async () => {
    const { box, caller, seen, listener, port } = await onStage();
    caller.send('0100a');
    await eventually(() => expect(caller.got).toEqual(['0110a']));
    const set = box.set(`${link} * half-open`);
    caller.send('0100b');
    const other = await call(port);
    other.send('0100c');
    await eventually(() => expect(box.recorded()).toHaveLength(2));
    expect(listener.connections()).toHaveLength(1);
    box.heal(set.ok ? set.value.number : 0);
    await Promise.all([closedOf(caller.socket), closedOf(other.socket)]);
    expect(seen).toEqual(['0100a']);
  });

  test('a fault that ends by itself gives way', async () => {
    const { box, caller, port } = await onStage();
    box.set(`${link} * half-open until=30ms`);
    await closedOf(caller.socket);
    const again = await call(port);
    again.send('0100a');
    await eventually(() => expect(again.got).toEqual(['0110a']));
  });
});

describe('without a fault', () => {
  test('a called party that is away ends the call at once, and one that ends is passed on', async () => {
    const { port } = await proxyTo(await freePort());
    const caller = await call(port);
    await closedOf(caller.socket);
    const stage = await onStage();
    stage.caller.send('0100a');
    await eventually(() => expect(stage.caller.got).toEqual(['0110a']));
    const [connection] = stage.listener.connections();
    connection?.close();
    await closedOf(stage.caller.socket);
  });

  test('half a close is half a close: who has said all still hears the answer', async () => {
    const server: Server = createServer({ allowHalfOpen: true }, (socket) => {
      let heard = 0;
      socket.on('data', (piece) => {
        heard += piece.length;
      });
      socket.on('end', () => socket.end(`${heard} bytes`));
    });
    await new Promise<void>((resolve) => server.listen(0, host, resolve));
    closing.push(() => server.close());
    const { port } = await proxyTo(portOf(server), { protocol: 'bytes', link: 'gateway-database' });
    const caller = connect({ host, port, allowHalfOpen: true });
    let told = '';
    caller.on('data', (piece) => {
      told += piece.toString();
    });
    caller.end(Buffer.alloc(100_000));
    await closedOf(caller);
    expect(told).toBe('100000 bytes');
  });

  test('who does not read is not read for: nothing piles up, and nothing is lost', async () => {
    const total = 64 * 1_048_576;
    let written = 0;
    const server = createServer((socket) => {
      const more = () => {
        let goesOn = true;
        while (goesOn && written < total) {
          goesOn = socket.write(Buffer.alloc(65_536));
          written += 65_536;
        }
      };
      socket.on('drain', more);
      socket.on('error', () => {});
      more();
    });
    await new Promise<void>((resolve) => server.listen(0, host, resolve));
    closing.push(() => server.close());
    const { port } = await proxyTo(portOf(server), { protocol: 'bytes', link: 'gateway-database' });
    const caller = connect(port, host);
    closing.push(() => caller.destroy());
    caller.pause();
    let before = -1;
    await vi.waitUntil(
      () => {
        const isStill = written === before && written > 0;
        before = written;
        return isStill;
      },
      { interval: 100, timeout: 10_000 },
    );
    // What the system keeps in its own buffers, and little more.
    expect(written).toBeLessThan(total / 2);
    let got = 0;
    caller.on('data', (piece) => {
      got += piece.length;
    });
    caller.resume();
    await vi.waitUntil(() => got === total, { timeout: 15_000 });
  });

  test('bytes keep their order though some come late', async () => {
    const server = createServer((socket) => socket.pipe(socket));
    await new Promise<void>((resolve) => server.listen(0, host, resolve));
    closing.push(() => server.close());
    const at = { protocol: 'bytes', link: 'gateway-database' } as const;
    const { port, box } = await proxyTo(portOf(server), at);
    box.set('gateway-database * delay ms=20 nth=1');
    const caller = connect(port, host);
    closing.push(() => caller.destroy());
    let got = '';
    caller.on('data', (piece) => {
      got += piece.toString();
    });
    caller.write('first,');
    await eventually(() => expect(box.recorded()).toHaveLength(1));
    caller.write('second');
    await eventually(() => expect(got).toBe('first,second'));
  });
});

function portOf(server: Server): number {
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}
