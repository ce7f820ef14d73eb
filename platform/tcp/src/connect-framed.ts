// The calling side: one persistent connection that comes back by itself. Requests and answers are
// matched by key, many at once; an answer nobody waits for is handed on, never dropped.

import { connect, type Socket } from 'node:net';
import { err } from '@kassa/result';
import type { ConnectOptions, FramedClient, SendRequest } from './framed-client.ts';
import { frameSplitter } from './frames.ts';
import { type Answer, openInFlight } from './in-flight.ts';
import { type Outbox, openOutbox } from './outbox.ts';

const unsentBytesMax = 4_194_304;
const inFlightDefault = 1000;
const backoffDefault = { minMs: 50, maxMs: 5000 };
const connectTimeoutDefaultMs = 5000;
const graceMs = 2000;

export function connectFramed(options: ConnectOptions): FramedClient {
  return new Link(options);
}

class Link implements FramedClient {
  readonly #options: ConnectOptions;
  readonly #waiting = openInFlight();
  readonly #onReady = new Set<() => void>();
  #socket: Socket | undefined;
  #outbox: Outbox | undefined;
  #isReady = false;
  #isClosing = false;
  #failures = 0;
  #retry: NodeJS.Timeout | undefined;
  #beat: NodeJS.Timeout | undefined;
  #lastHeardMs = 0;

  constructor(options: ConnectOptions) {
    this.#options = options;
    this.#dial();
  }

  request: SendRequest = async (frame, timeoutMs) => {
    if (!this.#isReady || this.#isClosing) return err({ code: 'not_sent' });
    return this.#send(frame, timeoutMs);
  };

  isConnected(): boolean {
    return this.#isReady;
  }

  inFlight(): number {
    return this.#waiting.size();
  }

  whenConnected(timeoutMs: number): Promise<boolean> {
    if (this.#isReady) return Promise.resolve(true);
    return new Promise((resolve) => {
      const finish = (isConnected: boolean) => {
        clearTimeout(timer);
        this.#onReady.delete(listener);
        resolve(isConnected);
      };
      const timer = setTimeout(() => finish(false), timeoutMs);
      const listener = () => finish(true);
      this.#onReady.add(listener);
    });
  }

  async close(): Promise<void> {
    this.#isClosing = true;
    clearTimeout(this.#retry);
    await this.#waiting.whenEmpty(graceMs);
    const socket = this.#socket;
    if (socket === undefined) return;
    const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()));
    socket.destroy();
    await closed;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  readonly #send: SendRequest = async (frame, timeoutMs): Promise<Answer> => {
    const outbox = this.#outbox;
    const key = this.#options.keyOfRequest(frame);
    const isFull = this.#waiting.size() >= (this.#options.inFlightMax ?? inFlightDefault);
    const isChoked = outbox === undefined || outbox.waitingBytes() > unsentBytesMax;
    // Two requests under one key could not be told apart by their answers.
    if (isFull || isChoked || this.#waiting.has(key)) return err({ code: 'not_sent' });
    const answer = this.#waiting.wait(key, timeoutMs);
    outbox.send(frame, () => this.#waiting.markLeft(key));
    return answer;
  };

  #dial(): void {
    const { host, port, log } = this.#options;
    const socket = connect({ host, port, noDelay: true, keepAlive: true });
    this.#socket = socket;
    const splitter = frameSplitter();
    const limitMs = this.#options.connectTimeoutMs ?? connectTimeoutDefaultMs;
    const slow = setTimeout(() => socket.destroy(new Error('no connection in time')), limitMs);
    socket.once('connect', () => {
      clearTimeout(slow);
      this.#outbox = openOutbox(socket);
      this.#signOn(socket).catch((error: unknown) => {
        log.warn({ err: error, host, port }, 'the sign-on failed');
        socket.destroy();
      });
    });
    socket.on('error', (error) => log.debug({ err: error, host, port }, 'the connection broke'));
    socket.on('data', (piece) => {
      const frames = splitter.push(piece);
      if (frames === undefined) socket.destroy(new Error('a frame is too long'));
      for (const frame of frames ?? []) this.#receive(frame);
    });
    socket.once('close', () => {
      clearTimeout(slow);
      this.#lost();
    });
  }

  async #signOn(socket: Socket): Promise<void> {
    const accepted = await (this.#options.onConnected?.(this.#send) ?? true);
    if (socket.destroyed) return;
    if (accepted === false) throw new Error('the sign-on was refused');
    this.#failures = 0;
    this.#isReady = true;
    this.#options.onState?.(true);
    for (const listener of [...this.#onReady]) listener();
    this.#startHeartbeat(socket);
  }

  #receive(frame: Buffer): void {
    this.#lastHeardMs = performance.now();
    const key = this.#keyOf(frame);
    if (key !== undefined && this.#waiting.answer(key, frame)) return;
    try {
      this.#options.onUnmatched(frame, (reply) => this.#outbox?.send(reply));
    } catch (error) {
      this.#options.log.error({ err: error }, 'an unmatched frame was not handled');
    }
  }

  /** A frame that the codec cannot read is handed on too, and does not end the connection. */
  #keyOf(frame: Buffer): string | undefined {
    try {
      return this.#options.keyOfAnswer(frame);
    } catch (error) {
      this.#options.log.warn({ err: error }, 'a frame could not be read');
      return undefined;
    }
  }

  #lost(): void {
    clearInterval(this.#beat);
    const wasReady = this.#isReady;
    this.#socket = undefined;
    this.#outbox = undefined;
    this.#isReady = false;
    this.#waiting.breakOff();
    if (wasReady) this.#options.onState?.(false);
    if (this.#isClosing) return;
    const { minMs, maxMs } = this.#options.backoff ?? backoffDefault;
    const ceilingMs = Math.min(maxMs, minMs * 2 ** this.#failures);
    this.#failures = Math.min(this.#failures + 1, 20);
    // Half of the wait is random, so that many clients do not come back in the same instant.
    const jitter = 0.5 + (this.#options.random ?? Math.random)() / 2;
    this.#retry = setTimeout(() => this.#dial(), ceilingMs * jitter);
  }

  #startHeartbeat(socket: Socket): void {
    const { heartbeat, log } = this.#options;
    if (heartbeat === undefined) return;
    this.#beat = setInterval(async () => {
      // A line that has just spoken needs no echo.
      if (performance.now() - this.#lastHeardMs < heartbeat.everyMs / 2) return;
      const answer = await this.#send(heartbeat.make(), heartbeat.timeoutMs);
      if (answer.ok || answer.error.code !== 'timeout') return;
      log.warn('the other side does not answer the echo: the connection is renewed');
      socket.destroy();
    }, heartbeat.everyMs);
  }
}
