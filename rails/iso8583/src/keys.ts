// Which answer belongs to which request on one connection: message class and function, STAN,
// terminal. Network management has no terminal.

import { decode } from './decode.ts';
import type { Dialect } from './dialect.ts';
import type { Message } from './message.ts';
import { answerMti } from './mti.ts';

/** The key under which the answer will be looked for; undefined for a message nobody answers. */
export function keyOfRequest(request: Message): string | undefined {
  const mti = answerMti(request.mti);
  return mti && keyOf(mti, request);
}

/** Undefined for a message that is not an answer. */
export function keyOfAnswer(answer: Message): string | undefined {
  return answerMti(answer.mti) === undefined ? keyOf(answer.mti, answer) : undefined;
}

function keyOf(answeringMti: string, message: Message): string {
  return `${answeringMti}|${message.fields[11] ?? ''}|${message.fields[41] ?? ''}`;
}

/** The same two questions asked of bytes, for a connection that sees only frames. */
export function frameKeys(dialect: Dialect) {
  const keyIn = (frame: Uint8Array, key: (message: Message) => string | undefined) => {
    const message = decode(frame, dialect);
    return message.ok ? key(message.value) : undefined;
  };
  return {
    /** Empty when the frame is no request of ours: such a frame can never be answered. */
    keyOfRequest: (frame: Uint8Array): string => keyIn(frame, keyOfRequest) ?? '',
    keyOfAnswer: (frame: Uint8Array): string | undefined => keyIn(frame, keyOfAnswer),
  };
}

/** STAN of a running number: six digits, 000001 to 999999 and round again. */
export function stanOf(count: number): string {
  return String((count % 999_999) + 1).padStart(6, '0');
}
