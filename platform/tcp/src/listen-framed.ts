// The listening side: many connections, each read in order, each closed alone when it misbehaves.

import { createServer, type Server, type Socket } from 'node:net';
import type { Log } from '@kassa/log';
import { frameLengthMax, frameSplitter } from './frames.ts';
import { openOutbox } from './outbox.ts';

export type FramedConnection = {
  readonly id: number;
  /** Address and port of the other side. */
  readonly remote: string;
  /** False if the connection is gone: the frame certainly did not leave. */
  send(frame: Uint8Array): boolean;
  close(): void;
  /** Says that the other side has shown who it is. */
  admit(): void;
  isAdmitted(): boolean;
};

export type ListenOptions = {
  readonly host: string;
  readonly port: number;
  readonly log: Log;
  readonly framing: '2-byte';
  /** A rejection is logged as a bug; the connection and its other frames live on. */
  readonly onFrame: (frame: Buffer, connection: FramedConnection) => void | Promise<void>;
  readonly onConnection?: (connection: FramedConnection) => void;
  readonly onClosed?: (connection: FramedConnection) => void;
  readonly frameMaxBytes?: number;
  /** How long a begun frame may take; garbage often reads as a long frame that never ends. */
  readonly frameTimeoutMs?: number;
  /** Whoever comes when so many are here is turned away; no limit when left out. */
  readonly connectionsMax?: number;
  /** Closes what nobody has admitted by then; when left out, everybody is admitted at once. */
  readonly admissionTimeoutMs?: number;
};

export interface FramedListener extends AsyncDisposable {
  readonly port: number;
  connections(): readonly FramedConnection[];
  /** Takes no new connection, lets the frames in work be answered, then closes. */
  close(): Promise<void>;
}

const unreadBytesMax = 1_048_576;
const frameTimeoutDefaultMs = 10_000;
const graceMs = 2000;

export async function listenFramed(options: ListenOptions): Promise<FramedListener> {
  const open = new Map<Socket, FramedConnection>();
  const inWork = new Set<Promise<void>>();
  let lastId = 0;
  const server = createServer({ noDelay: true, keepAlive: true }, (socket) => {
    lastId += 1;
    const connection = serve(socket, lastId, options, inWork);
    open.set(socket, connection);
    socket.once('close', () => {
      open.delete(socket);
      options.onClosed?.(connection);
    });
    options.onConnection?.(connection);
  });
  if (options.connectionsMax !== undefined) server.maxConnections = options.connectionsMax;
  server.on('drop', (from) => {
    options.log.warn({ remote: from?.remoteAddress }, 'too many connections: one is turned away');
  });
  await listening(server, options);
  const address = server.address();
  const close = async () => {
    const closed = new Promise<void>((resolve) => server.close(() => resolve()));
    await settledWithin(graceMs, inWork);
    for (const connection of open.values()) connection.close();
    const rest = setTimeout(() => {
      for (const socket of open.keys()) socket.destroy();
    }, graceMs);
    await closed;
    clearTimeout(rest);
  };
  return {
    port: typeof address === 'object' && address !== null ? address.port : options.port,
    connections: () => [...open.values()],
    close,
    [Symbol.asyncDispose]: close,
  };
}

function serve(
  socket: Socket,
  id: number,
  options: ListenOptions,
  inWork: Set<Promise<void>>,
): FramedConnection {
  const remote = `${socket.remoteAddress}:${socket.remotePort}`;
  const log = options.log.child({ remote });
  const splitter = frameSplitter(options.frameMaxBytes ?? frameLengthMax);
  const outbox = openOutbox(socket, () => socket.resume());
  let isAdmitted = options.admissionTimeoutMs === undefined;
  const connection: FramedConnection = {
    id,
    remote,
    send(frame) {
      if (socket.destroyed || !socket.writable) return false;
      outbox.send(frame);
      // The other side asks faster than it reads: it is not read until it has caught up.
      if (outbox.waitingBytes() > unreadBytesMax) socket.pause();
      return true;
    },
    close() {
      outbox.flush();
      socket.end();
    },
    admit() {
      isAdmitted = true;
      clearTimeout(stranger);
    },
    isAdmitted: () => isAdmitted,
  };
  const stranger = closeLater(socket, log, options.admissionTimeoutMs);
  let slow: NodeJS.Timeout | undefined;
  socket.on('error', (error) => log.debug({ err: error }, 'a connection broke'));
  socket.on('close', () => {
    clearTimeout(slow);
    clearTimeout(stranger);
  });
  socket.on('data', (piece) => {
    clearTimeout(slow);
    const frames = splitter.push(piece);
    if (frames === undefined) {
      log.warn('a frame is too long: the connection is closed');
      socket.destroy();
      return;
    }
    for (const frame of frames) work(frame, connection, options, inWork);
    if (!splitter.isInside()) return;
    slow = setTimeout(() => {
      // While we do not read, the rest of the frame waits for us, not we for it.
      if (socket.isPaused()) return;
      log.warn('a frame was begun and not finished: the connection is closed');
      socket.destroy();
    }, options.frameTimeoutMs ?? frameTimeoutDefaultMs);
  });
  return connection;
}

function closeLater(socket: Socket, log: Log, ms: number | undefined): NodeJS.Timeout | undefined {
  if (ms === undefined) return undefined;
  return setTimeout(() => {
    log.warn('nobody said in time who is connected: the connection is closed');
    socket.destroy();
  }, ms);
}

function work(
  frame: Buffer,
  connection: FramedConnection,
  options: ListenOptions,
  inWork: Set<Promise<void>>,
): void {
  const done = (async () => options.onFrame(frame, connection))()
    .catch((error: unknown) => options.log.error({ err: error }, 'a frame was not handled'))
    .finally(() => inWork.delete(done));
  inWork.add(done);
}

async function listening(server: Server, at: ListenOptions): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error) => {
      const isTaken = 'code' in error && error.code === 'EADDRINUSE';
      const words = `port ${at.port} on ${at.host} is in use by another program`;
      reject(isTaken ? new Error(words, { cause: error }) : error);
    });
    server.listen(at.port, at.host, resolve);
  });
}

async function settledWithin(ms: number, promises: ReadonlySet<Promise<void>>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const patience = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, ms);
  });
  await Promise.race([Promise.allSettled(promises), patience]);
  clearTimeout(timer);
}
