// Where acquirers connect and sign on: reads frames, lets the use cases answer, writes the answer back. A frame
// that is no message is logged with its field and offset, and cannot be answered.

import {
  admit,
  answerMti,
  binaryDialect,
  buildAnswer,
  buildNetworkAnswer,
  decode,
  encode,
  type Message,
  sameInstitution,
} from '@kassa/iso8583';
import { unwrap } from '@kassa/result';
import type { Secret } from '@kassa/secret';
import { type FramedConnection, type FramedListener, listenFramed } from '@kassa/tcp';
import { authorize, refuse } from './authorize.ts';
import { responseOf } from './errors.ts';
import type { SwitchPorts } from './ports.ts';
import { reverse } from './reverse.ts';

export type AcquirerListener = {
  readonly port: number;
  /** Messages being worked on. */
  inWork(): number;
  close(): Promise<void>;
};

export async function listenToAcquirers(
  ports: SwitchPorts,
  at: { readonly host: string; readonly port: number },
): Promise<AcquirerListener> {
  let inWork = 0;
  const listener: FramedListener = await listenFramed({
    ...at,
    log: ports.log,
    framing: '2-byte',
    connectionsMax: 64,
    admissionTimeoutMs: 10_000,
    onFrame: async (frame, connection) => {
      inWork += 1;
      try {
        const answer = await answerFrame(ports, frame, connection);
        if (answer) connection.send(unwrap(encode(answer, binaryDialect)));
      } finally {
        inWork -= 1;
      }
    },
  });
  return { port: listener.port, inWork: () => inWork, close: () => listener.close() };
}

async function answerFrame(
  ports: SwitchPorts,
  frame: Buffer,
  connection: FramedConnection,
): Promise<Message | undefined> {
  const message = decode(frame, binaryDialect);
  if (!message.ok) {
    ports.log.warn({ ...message.error }, 'a frame of an acquirer is not a message');
    return undefined;
  }
  const request = message.value;
  const admission = admit(request, connection.isAdmitted(), signOnKeyOf(ports, request));
  if (admission.kind === 'signed_on') {
    connection.admit();
    return admission.answer;
  }
  if (admission.kind === 'refused') {
    ports.log.warn({ remote: connection.remote, mti: request.mti }, 'not signed on: closed');
    if (admission.answer) connection.send(unwrap(encode(admission.answer, binaryDialect)));
    connection.close();
    return undefined;
  }
  if (answerMti(request.mti) === undefined) {
    ports.log.warn({ mti: request.mti }, 'an acquirer sent an answer nobody asked for');
    return undefined;
  }
  try {
    return await answerRequest(ports, request);
  } catch (error) {
    // What was done is unknown to us too; the acquirer's reversal will find what there is.
    ports.log.error({ err: error, mti: request.mti, rrn: request.fields[37] }, 'a bug');
    return buildAnswer(request, { responseCode: responseOf.malfunction });
  }
}

/** Shared with the acquirer that the message says it comes from. */
function signOnKeyOf(ports: SwitchPorts, { fields }: Message): Secret<string> | undefined {
  const id = fields[33] ?? fields[32] ?? '';
  return ports.directory.members.find((member) => sameInstitution(member.id, id))?.acquirer
    ?.signOnKey;
}

function answerRequest(ports: SwitchPorts, request: Message): Promise<Message> | Message {
  switch (request.mti) {
    case '0800':
      return buildNetworkAnswer(request);
    case '0100':
    case '0101':
      return authorize(ports, request);
    case '0400':
    case '0401':
    case '0420':
    case '0421':
      return reverse(ports, request);
    default:
      return refuse(ports, request, 'not_supported');
  }
}
