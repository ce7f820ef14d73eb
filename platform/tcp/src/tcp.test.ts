// Frames of the test: four characters of key, then text. Real sockets on free ports.

import net from 'node:net';
import { silentLog } from '@kassa/log';
import { afterEach, describe, expect, test, vi } from 'vitest';
import {
  type ConnectOptions,
  connectFramed,
  encodeFrame,
  type FramedClient,
  type FramedConnection,
  type FramedListener,
  frameSplitter,
  type ListenOptions,
  listenFramed,
} from './index.ts';

const opened: (FramedListener | FramedClient)[] = [];
afterEach(async () => {
  for (const one of opened.splice(0).reverse()) await one.close();
});

const host = '127.0.0.1';
const text = (value: string) => Buffer.from(value);
const key = (frame: Uint8Array) => Buffer.from(frame).toString().slice(0, 4);
const echo = (frame: Buffer, connection: FramedConnection) => {
  connection.send(frame);
};

async function listen(options: Partial<ListenOptions> = {}): Promise<FramedListener> {
  const defaults = { host, port: 0, log: silentLog, framing: '2-byte', onFrame: echo } as const;
  const listener = await listenFramed({ ...defaults, ...options });
  opened.push(listener);
  return listener;
}

function dial(port: number, options: Partial<ConnectOptions> = {}): FramedClient {
  const client = connectFramed({
    host,
    port,
    log: silentLog,
    keyOfRequest: key,
    keyOfAnswer: key,
    onUnmatched: () => {},
    backoff: { minMs: 1, maxMs: 20 },
    ...options,
  });
  opened.push(client);
  return client;
}

/** A value that another callback brings. */
function later<T>() {
  let resolve: (value: T) => void = () => {};
  const promise = new Promise<T>((done) => {
    resolve = done;
  });
  return { promise, resolve };
}

async function closedOf(socket: net.Socket): Promise<void> {
  await new Promise<void>((resolve) => socket.once('close', () => resolve()));
}

describe('requests and answers', () => {
  test('many at once find their own answers, in whatever order these come', async () => {
    const held: [Buffer, FramedConnection][] = [];
    const { port } = await listen({
      onFrame: (frame, connection) => {
        held.push([frame, connection]);
        if (held.length < 500) return;
        for (const [one, back] of held.reverse()) back.send(one);
      },
    });
    const client = dial(port);
    expect(await client.whenConnected(5000)).toBe(true);
    const numbers = Array.from({ length: 500 }, (_, at) => String(at).padStart(4, '0'));
    const answers = await Promise.all(numbers.map((n) => client.request(text(`${n} hi`), 5000)));
    expect(answers.map((answer) => (answer.ok ? String(answer.value) : answer.error.code))).toEqual(
      numbers.map((n) => `${n} hi`),
    );
    expect(client.inFlight()).toBe(0);
  });

  test('the frames of one turn leave in one write', async () => {
    const { port } = await listen();
    const writes = vi.spyOn(net.Socket.prototype, 'write');
    const client = dial(port);
    await client.whenConnected(5000);
    writes.mockClear();
    await Promise.all(['0001', '0002', '0003'].map((n) => client.request(text(n), 5000)));
    // One by the client, and one by the listener that answers.
    expect(writes).toHaveBeenCalledTimes(2);
    writes.mockRestore();
  });

  test('a late answer is handed on, not dropped', async () => {
    const ask = later<[Buffer, FramedConnection]>();
    const unmatched = later<string>();
    const { port } = await listen({ onFrame: (frame, back) => ask.resolve([frame, back]) });
    const client = dial(port, { onUnmatched: (frame) => unmatched.resolve(String(frame)) });
    await client.whenConnected(5000);
    const answer = await client.request(text('0001 late'), 10);
    expect(answer).toEqual({ ok: false, error: { code: 'timeout' } });
    const [frame, back] = await ask.promise;
    back.send(frame);
    expect(await unmatched.promise).toBe('0001 late');
  });

  test('what the other side asks by itself can be answered', async () => {
    const answered = later<string>();
    const { port } = await listen({
      onConnection: (connection) => connection.send(text('echo?')),
      onFrame: (frame) => answered.resolve(String(frame)),
    });
    dial(port, { keyOfAnswer: () => undefined, onUnmatched: (_, reply) => reply(text('echo!')) });
    expect(await answered.promise).toBe('echo!');
  });

  test('a frame that no codec reads is handed on, and the line lives', async () => {
    const unmatched = later<string>();
    const { port } = await listen({ onConnection: (back) => back.send(text('????')) });
    const client = dial(port, {
      keyOfAnswer: (frame) => {
        if (String(frame) === '????') throw new Error('unreadable');
        return key(frame);
      },
      onUnmatched: (frame) => unmatched.resolve(String(frame)),
    });
    expect(await unmatched.promise).toBe('????');
    expect((await client.request(text('0001'), 5000)).ok).toBe(true);
  });
});

describe('a request that cannot be answered', () => {
  test('is not sent while there is no connection', async () => {
    const { port } = await listen();
    const client = dial(port);
    expect(await client.request(text('0001'), 100)).toEqual({
      ok: false,
      error: { code: 'not_sent' },
    });
  });

  test('is not sent when too many are under way, or its key is taken', async () => {
    const { port } = await listen({ onFrame: () => {} });
    const client = dial(port, { inFlightMax: 2 });
    await client.whenConnected(5000);
    const first = client.request(text('0001'), 50);
    const codes = await Promise.all(
      ['0001', '0002', '0003'].map(async (n) => client.request(text(n), 50)),
    );
    const said = codes.map((answer) => (answer.ok ? 'ok' : answer.error.code));
    expect(said).toEqual(['not_sent', 'timeout', 'not_sent']);
    expect((await first).ok).toBe(false);
  });

  test('is unknown when the line breaks after it left', async () => {
    const { port } = await listen({ onFrame: (_, connection) => connection.close() });
    const client = dial(port);
    await client.whenConnected(5000);
    const answer = await client.request(text('0001'), 5000);
    expect(answer).toEqual({ ok: false, error: { code: 'disconnected' } });
  });
});

describe('the connection', () => {
  test('comes back by itself, and tells its state', async () => {
    const first = await listen();
    const states: boolean[] = [];
    const client = dial(first.port, { onState: (isConnected) => states.push(isConnected) });
    await client.whenConnected(5000);
    await first.close();
    await vi.waitUntil(() => !client.isConnected());
    await listen({ port: first.port });
    expect(await client.whenConnected(5000)).toBe(true);
    expect((await client.request(text('0001'), 5000)).ok).toBe(true);
    expect(states).toEqual([true, false, true]);
  });

  test('carries nothing before the sign-on is accepted', async () => {
    const seen: string[] = [];
    const { port } = await listen({
      onFrame: (frame, connection) => {
        seen.push(String(frame));
        connection.send(text(seen.length === 1 ? '0800 no' : '0800 yes'));
      },
    });
    const client = dial(port, {
      onConnected: async (send) => {
        const answer = await send(text('0800 sign-on'), 5000);
        return answer.ok && String(answer.value) === '0800 yes';
      },
    });
    expect(await client.whenConnected(5000)).toBe(true);
    expect(seen).toEqual(['0800 sign-on', '0800 sign-on']);
  });

  test('is renewed when the other side no longer answers the echo', async () => {
    let connections = 0;
    const twice = later<boolean>();
    const { port } = await listen({
      onConnection: () => {
        connections += 1;
        if (connections === 2) twice.resolve(true);
      },
      onFrame: (frame, back) => {
        if (connections > 1) back.send(frame);
      },
    });
    dial(port, { heartbeat: { everyMs: 10, timeoutMs: 10, make: () => text('0800') } });
    expect(await twice.promise).toBe(true);
  });

  test('waits at its close for the answers under way', async () => {
    const ask = later<[Buffer, FramedConnection]>();
    const { port } = await listen({ onFrame: (frame, back) => ask.resolve([frame, back]) });
    const client = dial(port);
    await client.whenConnected(5000);
    const answer = client.request(text('0001'), 5000);
    const [frame, back] = await ask.promise;
    const closed = client.close();
    expect(await client.request(text('0002'), 5000)).toMatchObject({ error: { code: 'not_sent' } });
    back.send(frame);
    expect((await answer).ok).toBe(true);
    await closed;
  });
});

describe('the listener', () => {
  test.each([
    ['a frame longer than allowed', Buffer.from([0xff, 0xff, 1])],
    ['another protocol', text('GET / HTTP/1.1\r\n\r\n')],
    ['half a frame and silence', Buffer.from([0, 9, 1])],
  ])('closes a connection that sends %s, and that one only', async (_, garbage) => {
    const { port } = await listen({ frameMaxBytes: 30_000, frameTimeoutMs: 50 });
    const client = dial(port);
    await client.whenConnected(5000);
    const bad = net.connect(port, host);
    bad.write(garbage);
    await closedOf(bad);
    expect((await client.request(text('0001'), 5000)).ok).toBe(true);
  });

  test('outlives a handler that fails', async () => {
    const { port } = await listen({
      onFrame: async (frame, connection) => {
        if (key(frame) === '0001') throw new Error('a bug');
        connection.send(frame);
      },
    });
    const client = dial(port);
    await client.whenConnected(5000);
    const [first, second] = await Promise.all(
      ['0001', '0002'].map((n) => client.request(text(n), 100)),
    );
    expect([first?.ok, second?.ok]).toEqual([false, true]);
  });

  test('does not read on from one who does not read, and loses nothing', async () => {
    const answer = Buffer.alloc(60_000, 7);
    let asked = 0;
    const { port } = await listen({
      onFrame: (_, connection) => {
        asked += 1;
        connection.send(answer);
      },
    });
    const total = 2000;
    const reader = net.connect(port, host);
    reader.pause();
    for (let at = 0; at < total; at++) reader.write(encodeFrame(Buffer.alloc(1000, 1)));
    await vi.waitUntil(() => asked > 0);
    const splitter = frameSplitter();
    let got = 0;
    let askedWhenReading = 0;
    reader.on('data', (piece) => {
      if (got === 0) askedWhenReading = asked;
      for (const frame of splitter.push(piece) ?? []) if (frame.length === 60_000) got += 1;
    });
    reader.resume();
    await vi.waitUntil(() => got === total, { timeout: 15_000 });
    expect(askedWhenReading).toBeLessThan(total);
    reader.destroy();
  });

  test('answers the frames in work before it closes', async () => {
    const hold = later<void>();
    const inside = later<void>();
    const listener = await listen({
      onFrame: async (frame, connection) => {
        inside.resolve();
        await hold.promise;
        connection.send(frame);
      },
    });
    const client = dial(listener.port);
    await client.whenConnected(5000);
    const answer = client.request(text('0001'), 5000);
    await inside.promise;
    const closed = listener.close();
    hold.resolve();
    expect((await answer).ok).toBe(true);
    await closed;
  });

  test('names a port that is in use', async () => {
    const { port } = await listen();
    await expect(listen({ port })).rejects.toThrow(`port ${port}`);
  });
});

describe('strangers', () => {
  test('who is not admitted in time is closed; who is admitted stays', async () => {
    const listener = await listen({
      admissionTimeoutMs: 500,
      onFrame: (frame, connection) => {
        connection.admit();
        echo(frame, connection);
      },
    });
    const known = dial(listener.port);
    await known.whenConnected(5000);
    expect((await known.request(text('0001'), 5000)).ok).toBe(true);
    const stranger = net.connect(listener.port, host);
    const closed = later<void>();
    stranger.on('close', () => closed.resolve());
    await closed.promise;
    await expect.poll(() => listener.connections().map((one) => one.isAdmitted())).toEqual([true]);
    expect((await known.request(text('0002'), 5000)).ok).toBe(true);
  });

  test('one more than the most is turned away, the others are served', async () => {
    const listener = await listen({ connectionsMax: 1 });
    const first = dial(listener.port);
    await first.whenConnected(5000);
    expect((await first.request(text('0001'), 5000)).ok).toBe(true);
    const closed = later<void>();
    const second = net.connect(listener.port, host);
    second.on('error', () => {});
    second.on('close', () => closed.resolve());
    await closed.promise;
    expect((await first.request(text('0002'), 5000)).ok).toBe(true);
    expect(listener.connections()[0]?.isAdmitted()).toBe(true);
  });
});
