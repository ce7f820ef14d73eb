// The line to the network: persistent, signed on, echoed when quiet, many messages in flight.

import {
  binaryDialect,
  buildEcho,
  buildNetworkAnswer,
  buildSignOn,
  decode,
  encode,
  frameKeys,
  type Message,
  stanOf,
} from '@kassa/iso8583';
import type { Log } from '@kassa/log';
import { err, ok, unwrap } from '@kassa/result';
import type { Secret } from '@kassa/secret';
import { connectFramed, type SendRequest } from '@kassa/tcp';
import type { Clock } from '@kassa/time';
import type { NetworkLine } from '../ports.ts';

export type LineOptions = {
  readonly host: string;
  readonly port: number;
  readonly signOnKey: Secret<string>;
  readonly institutionId: string;
  readonly timeoutMs: number;
  readonly clock: Clock;
  readonly log: Log;
  /** Where the trace numbers begin: elsewhere at every start, so that two starts differ. */
  readonly firstStan: number;
  /** Answers that nobody waits for any more. */
  readonly onLate: (message: Message) => void;
  readonly onUp: () => void;
};

export type Line = NetworkLine & { close(): Promise<void> };

const echoEveryMs = 20_000;
const managementTimeoutMs = 5_000;
/** A line that is just coming back is worth a moment; a buyer should not be refused for it. */
const patienceMs = 1_000;

export function openLine(options: LineOptions): Line {
  const { clock, institutionId, log, timeoutMs } = options;
  let counter = options.firstStan;
  const nextStan = () => {
    counter += 1;
    return stanOf(counter);
  };
  const management = () => ({ stan: nextStan(), atMs: clock.nowMs(), institutionId });
  const client = connectFramed({
    host: options.host,
    port: options.port,
    log,
    ...frameKeys(binaryDialect),
    onConnected: (send) => signOn(send, buildSignOn(management(), options.signOnKey)),
    onState: (isConnected) => {
      log.info({ isConnected }, 'the line to the network');
      if (isConnected) options.onUp();
    },
    onUnmatched: (frame, reply) => {
      const message = decode(frame, binaryDialect);
      if (!message.ok) {
        log.warn({ field: message.error.field }, 'a frame from the network cannot be read');
        return;
      }
      if (message.value.mti === '0800') reply(toFrame(buildNetworkAnswer(message.value)));
      else options.onLate(message.value);
    },
    heartbeat: {
      everyMs: echoEveryMs,
      timeoutMs: managementTimeoutMs,
      make: () => toFrame(buildEcho(management())),
    },
  });
  return {
    nextStan,
    async exchange(message) {
      if (!client.isConnected()) await client.whenConnected(Math.min(patienceMs, timeoutMs));
      const answer = await client.request(toFrame(message), timeoutMs);
      if (!answer.ok) {
        return err({ code: answer.error.code === 'not_sent' ? 'not_sent' : 'no_answer' });
      }
      const decoded = decode(answer.value, binaryDialect);
      return decoded.ok ? ok(decoded.value) : err({ code: 'no_answer' });
    },
    isConnected: () => client.isConnected(),
    close: () => client.close(),
  };
}

async function signOn(send: SendRequest, message: Message): Promise<boolean> {
  const answer = await send(toFrame(message), managementTimeoutMs);
  const decoded = answer.ok ? decode(answer.value, binaryDialect) : undefined;
  return decoded?.ok === true && decoded.value.fields[39] === '00';
}

function toFrame(message: Message): Uint8Array {
  return unwrap(encode(message, binaryDialect));
}
