// HTTP/1.1 over a fixed number of sockets, with as little work as can be: on a machine with few cores
// the caller takes its time from the server that is measured.

import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

export type Answered = { readonly status: number; readonly body: Buffer };

export type RawClient = {
  /** On a socket that is free, or as soon as one is. */
  ask(request: Buffer): Promise<Answered>;
  close(): void;
};

type Asked = {
  readonly request: Buffer;
  resolve(answered: Answered): void;
  reject(error: Error): void;
};

type Line = { socket: Socket; asked: Asked | undefined; read: Buffer; usedAtMs: number };

/** Servers close connections that rest; those that rested so long are opened anew. */
const restMs = 20_000;

export async function openRawClient(url: string, connections: number): Promise<RawClient> {
  const { hostname: host, port } = new URL(url);
  const waiting: Asked[] = [];
  const open = (): Socket => connect({ host, port: Number(port), noDelay: true });
  const send = (line: Line, asked: Asked) => {
    if (line.socket.destroyed || performance.now() - line.usedAtMs > restMs) {
      line.socket.destroy();
      line.socket = attend(line, open());
    }
    line.asked = asked;
    line.socket.write(asked.request);
  };
  const attend = (line: Line, socket: Socket): Socket => {
    line.read = Buffer.alloc(0);
    socket.on('data', (piece: Buffer) => {
      line.read = line.read.length === 0 ? piece : Buffer.concat([line.read, piece]);
      const answered = answerIn(line.read);
      if (!answered) return;
      line.read = Buffer.alloc(0);
      line.usedAtMs = performance.now();
      const { asked } = line;
      line.asked = undefined;
      const next = waiting.shift();
      if (next) send(line, next);
      else idle.push(line);
      asked?.resolve(answered);
    });
    let broke: Error | undefined;
    socket.on('error', (error) => {
      broke = error;
    });
    socket.on('close', () => {
      if (line.socket !== socket) return;
      line.asked?.reject(broke ?? new Error('the server closed a connection'));
    });
    return socket;
  };
  const lines = Array.from({ length: connections }, (): Line => {
    const socket = open();
    const line = { socket, asked: undefined, read: Buffer.alloc(0), usedAtMs: performance.now() };
    attend(line, socket);
    return line;
  });
  const idle = [...lines];
  await Promise.all(lines.map(({ socket }) => once(socket, 'connect')));
  return {
    ask: (request) =>
      new Promise((resolve, reject) => {
        const line = idle.pop();
        const asked = { request, resolve, reject };
        if (line) send(line, asked);
        else waiting.push(asked);
      }),
    close: () => {
      for (const { socket } of lines) socket.destroy();
    },
  };
}

const headEnd = Buffer.from('\r\n\r\n');
const noLength = 'an answer without Content-Length: the bench’s client reads no other';

/** One whole answer; undefined while some of it is missing. */
function answerIn(read: Buffer): Answered | undefined {
  const at = read.indexOf(headEnd);
  if (at < 0) return undefined;
  const head = read.toString('latin1', 0, at);
  const length = /\r\ncontent-length: *(\d+)/i.exec(head)?.[1];
  if (length === undefined) throw new Error(noLength);
  const bodyAt = at + headEnd.length;
  if (read.length < bodyAt + Number(length)) return undefined;
  const status = Number(head.slice('HTTP/1.1 '.length, 'HTTP/1.1 200'.length));
  return { status, body: read.subarray(bodyAt) };
}

export type Request = {
  readonly url: string;
  readonly key: string;
  readonly form: Readonly<Record<string, string>>;
  readonly idempotencyKey?: string;
};

export function postForm({ url, key, form, idempotencyKey }: Request): Buffer {
  const { host, pathname } = new URL(url);
  const body = new URLSearchParams(form).toString();
  const lines = [
    `POST ${pathname} HTTP/1.1`,
    `Host: ${host}`,
    `Authorization: Bearer ${key}`,
    'Content-Type: application/x-www-form-urlencoded',
    `Content-Length: ${Buffer.byteLength(body)}`,
    ...(idempotencyKey === undefined ? [] : [`Idempotency-Key: ${idempotencyKey}`]),
  ];
  return Buffer.from(`${lines.join('\r\n')}\r\n\r\n${body}`);
}
