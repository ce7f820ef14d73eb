// The line to one acquirer: persistent, signed on, echoed when quiet, many messages in flight.

import {
  asciiDialect,
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
import { err, ok, type Result, unwrap } from '@kassa/result';
import type { Secret } from '@kassa/secret';
import { connectFramed, type SendRequest } from '@kassa/tcp';
import type { Clock } from '@kassa/time';

export type Link = {
  /** `not_sent` is certain; after `no_answer` nobody knows. */
  exchange(message: Message, timeoutMs: number): Promise<Result<Message, LinkFailure>>;
  isConnected(): boolean;
  close(): Promise<void>;
};

export type LinkFailure = {
  readonly code: 'not_sent' | 'no_answer';
  readonly why: string;
};

/** What has passed, or has not: for the log of the wire. Milliseconds of a real clock. */
export type Passage =
  | { readonly kind: 'sent' | 'late'; readonly message: Message }
  | { readonly kind: 'answered'; readonly answer: Message; readonly latencyMs: number }
  | {
      readonly kind: 'failed';
      readonly message: Message;
      readonly why: string;
      readonly latencyMs: number;
    };

export type LinkOptions = {
  readonly host: string;
  readonly port: number;
  readonly signOnKey: Secret<string>;
  readonly institutionId: string;
  readonly clock: Clock;
  readonly log: Log;
  /** Messages that answer nothing we still wait for. */
  readonly onUnmatched: (message: Message) => void;
  readonly onUp: () => void;
  readonly onPassage?: ((passage: Passage) => void) | undefined;
};

const echoEveryMs = 20_000;
const managementTimeoutMs = 5_000;
/** A line that is just coming back is worth a moment; a buyer should not be refused for it. */
const patienceMs = 1_500;

export function openLink(options: LinkOptions): Link {
  const { clock, institutionId, log, onPassage = () => {} } = options;
  let counter = 0;
  const details = () => {
    counter += 1;
    return { stan: stanOf(counter), atMs: clock.nowMs(), institutionId };
  };
  const client = connectFramed({
    host: options.host,
    port: options.port,
    log,
    ...frameKeys(asciiDialect),
    onConnected: (send) => signOn(send, buildSignOn(details(), options.signOnKey)),
    onState: (isConnected) => {
      if (isConnected) options.onUp();
    },
    onUnmatched: (frame, reply) => {
      const message = decode(frame, asciiDialect);
      if (!message.ok) {
        log.warn({ field: message.error.field }, 'a frame from the acquirer cannot be read');
        return;
      }
      if (message.value.mti === '0800') reply(toFrame(buildNetworkAnswer(message.value)));
      else {
        onPassage({ kind: 'late', message: message.value });
        options.onUnmatched(message.value);
      }
    },
    heartbeat: {
      everyMs: echoEveryMs,
      timeoutMs: managementTimeoutMs,
      make: () => toFrame(buildEcho(details())),
    },
  });
  return {
    async exchange(message, timeoutMs) {
      if (!client.isConnected()) await client.whenConnected(Math.min(patienceMs, timeoutMs));
      if (client.isConnected()) onPassage({ kind: 'sent', message });
      const startedMs = performance.now();
      const answer = await client.request(toFrame(message), timeoutMs);
      const latencyMs = performance.now() - startedMs;
      const fail = (code: LinkFailure['code'], why: string) => {
        onPassage({ kind: 'failed', message, why, latencyMs });
        return err({ code, why });
      };
      if (!answer.ok) {
        const { code } = answer.error;
        return fail(code === 'not_sent' ? 'not_sent' : 'no_answer', code);
      }
      const decoded = decode(answer.value, asciiDialect);
      if (!decoded.ok) return fail('no_answer', 'answer_unreadable');
      onPassage({ kind: 'answered', answer: decoded.value, latencyMs });
      return ok(decoded.value);
    },
    isConnected: () => client.isConnected(),
    close: () => client.close(),
  };
}

async function signOn(send: SendRequest, message: Message): Promise<boolean> {
  const answer = await send(toFrame(message), managementTimeoutMs);
  const decoded = answer.ok ? decode(answer.value, asciiDialect) : undefined;
  return decoded?.ok === true && decoded.value.fields[39] === '00';
}

function toFrame(message: Message): Uint8Array {
  return unwrap(encode(message, asciiDialect));
}
