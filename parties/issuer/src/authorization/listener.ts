// The bank's host on the network: one TCP listener, ISO 8583 in binary. Once the network has signed
// on, every request is answered, also one that cannot be read; only bytes that are no message are
// left alone.

import {
  additionalDataTags,
  admit,
  binaryDialect,
  buildAnswer,
  buildNetworkAnswer,
  decode,
  encode,
  type Message,
  masked,
} from '@kassa/iso8583';
import type { Log } from '@kassa/log';
import { assert } from '@kassa/result';
import type { Secret } from '@kassa/secret';
import { type FramedConnection, type FramedListener, listenFramed } from '@kassa/tcp';
import type { Bank } from '../ports.ts';
import { authorize } from './authorize.ts';
import { readAuthorization, readReversal } from './from-iso8583.ts';
import { reverse } from './reverse.ts';

export function listenIso8583(
  bank: Bank,
  at: { readonly host: string; readonly port: number; readonly signOnKey: Secret<string> },
): Promise<FramedListener> {
  return listenFramed({
    host: at.host,
    port: at.port,
    log: bank.log,
    framing: '2-byte',
    connectionsMax: 64,
    admissionTimeoutMs: 10_000,
    onFrame: async (frame, connection) => {
      const read = decode(frame, binaryDialect);
      if (!read.ok) {
        const { field, offset, reason } = read.error;
        bank.log.warn({ field, offset, reason }, 'a frame is no message');
        return;
      }
      const admission = admit(read.value, connection.isAdmitted(), at.signOnKey);
      if (admission.kind === 'signed_on') connection.admit();
      const answer =
        admission.kind === 'pass' ? await answerTo(bank, read.value) : admission.answer;
      if (answer) write(connection, answer);
      if (admission.kind !== 'refused') return;
      bank.log.warn({ remote: connection.remote, mti: read.value.mti }, 'not signed on: closed');
      connection.close();
    },
  });
}

function write(connection: FramedConnection, answer: Message): void {
  const bytes = encode(answer, binaryDialect);
  assert(bytes.ok, `an answer cannot be written: ${bytes.ok ? '' : bytes.error.reason}`);
  connection.send(bytes.value);
}

/** Undefined for an answer that nobody here has asked for. */
export async function answerTo(bank: Bank, message: Message): Promise<Message | undefined> {
  switch (message.mti) {
    case '0800':
      return buildNetworkAnswer(message);
    case '0100':
    case '0101':
      return authorization(bank, message);
    case '0400':
    case '0401':
    case '0420':
    case '0421':
      return reversal(bank, message);
    case '0120':
    case '0121':
    case '0200':
    case '0201':
    case '0220':
    case '0221':
    case '0600':
      return buildAnswer(message, { responseCode: '12' });
    case '0110':
    case '0130':
    case '0210':
    case '0230':
    case '0410':
    case '0430':
    case '0610':
    case '0810':
      bank.log.warn({ mti: message.mti }, 'an answer came where requests are taken');
      return undefined;
    case '0422':
    case '0620':
    case '0622':
    case '0624':
      bank.log.warn({ mti: message.mti }, 'what clearing files tell of disputes came on the line');
      return undefined;
  }
}

async function authorization(bank: Bank, message: Message): Promise<Message> {
  const request = readAuthorization(message);
  if (!request.ok) return refuse(bank.log, message, request.error);
  const answer = await guarded(bank.log, () => authorize(bank, request.value));
  if (!answer) return buildAnswer(message, { responseCode: '96' });
  const { responseCode, authorizationCode, cvcResult, authorizationId } = answer;
  return buildAnswer(message, {
    responseCode,
    ...(authorizationCode === null ? {} : { authorizationCode }),
    additionalData: {
      [additionalDataTags.cvcResult]: cvcResult,
      ...(authorizationId === '' ? {} : { [additionalDataTags.issuerTraceId]: authorizationId }),
    },
  });
}

async function reversal(bank: Bank, message: Message): Promise<Message> {
  const request = readReversal(message);
  if (!request.ok) return refuse(bank.log, message, request.error);
  const done = await guarded(bank.log, async () => {
    await reverse(bank, request.value);
    return true;
  });
  // Not recorded is not acknowledged: the sender repeats an advice until it is.
  return buildAnswer(message, { responseCode: done ? '00' : '96' });
}

function refuse(log: Log, message: Message, fault: { code: string; field: number }): Message {
  log.warn({ field: fault.field, message: masked(message) }, 'a message was refused');
  return buildAnswer(message, { responseCode: fault.code });
}

/** A bug or a lost database must not leave the network without an answer: undefined is 96. */
async function guarded<T>(log: Log, work: () => Promise<T>): Promise<T | undefined> {
  try {
    return await work();
  } catch (error) {
    log.error({ err: error }, 'a request was not decided');
    return undefined;
  }
}
