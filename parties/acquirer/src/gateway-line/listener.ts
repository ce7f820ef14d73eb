// Where gateways connect: ISO 8583, ASCII dialect. Who has signed on is read, handed on, answered;
// nothing is decided here.

import {
  admit,
  answerMti,
  asciiDialect,
  buildAnswer,
  buildNetworkAnswer,
  checkRequired,
  decode,
  encode,
  isVerification,
  type Message,
} from '@kassa/iso8583';
import type { Log } from '@kassa/log';
import { unwrap } from '@kassa/result';
import type { Secret } from '@kassa/secret';
import { type FramedListener, listenFramed } from '@kassa/tcp';

export type UseCases = {
  authorize(request: Message): Promise<Message | undefined>;
  verify(request: Message): Promise<Message>;
  inquire(inquiry: Message): Promise<Message>;
  reverse(reversal: Message): Promise<Message>;
  takeAdvice(advice: Message): Promise<Message>;
};

export type ListenerOptions = {
  readonly host: string;
  readonly port: number;
  readonly signOnKey: Secret<string>;
  readonly log: Log;
  readonly useCases: UseCases;
};

export function listenToGateways(options: ListenerOptions): Promise<FramedListener> {
  const { host, port, signOnKey, log, useCases } = options;
  return listenFramed({
    host,
    port,
    log,
    framing: '2-byte',
    connectionsMax: 64,
    admissionTimeoutMs: 10_000,
    async onFrame(frame, connection) {
      const message = decode(frame, asciiDialect);
      if (!message.ok) {
        // Without its fields it cannot be answered; the gateway's time-out tells it.
        const { code, field, offset, reason } = message.error;
        log.warn({ code, field, offset, reason }, 'a frame from the gateway cannot be read');
        return;
      }
      const admission = admit(message.value, connection.isAdmitted(), signOnKey);
      if (admission.kind === 'refused') {
        log.warn({ remote: connection.remote, mti: message.value.mti }, 'not signed on: closed');
        if (admission.answer) connection.send(unwrap(encode(admission.answer, asciiDialect)));
        connection.close();
        return;
      }
      if (admission.kind === 'signed_on') connection.admit();
      const answer =
        admission.kind === 'signed_on'
          ? admission.answer
          : await answerTo(message.value, useCases, log);
      if (answer) connection.send(unwrap(encode(answer, asciiDialect)));
    },
  });
}

async function answerTo(
  message: Message,
  useCases: UseCases,
  log: Log,
): Promise<Message | undefined> {
  if (answerMti(message.mti) === undefined) return undefined;
  const complete = checkRequired(message);
  if (!complete.ok) {
    log.warn({ mti: message.mti, field: complete.error.field }, 'a message lacks a field');
    return buildAnswer(message, { responseCode: '30' });
  }
  try {
    return await handOn(message, useCases);
  } catch (error) {
    log.error({ err: error, mti: message.mti, rrn: message.fields[37] }, 'a message met a bug');
    return buildAnswer(message, { responseCode: '96' });
  }
}

function handOn(message: Message, useCases: UseCases): Promise<Message | undefined> {
  switch (message.mti) {
    case '0100':
    case '0101':
      return isVerification(message) ? useCases.verify(message) : useCases.authorize(message);
    case '0600':
      return useCases.inquire(message);
    case '0400':
    case '0401':
    case '0420':
    case '0421':
      return useCases.reverse(message);
    case '0220':
    case '0221':
      return useCases.takeAdvice(message);
    case '0800':
      return Promise.resolve(buildNetworkAnswer(message));
    default:
      return Promise.resolve(buildAnswer(message, { responseCode: '12' }));
  }
}
