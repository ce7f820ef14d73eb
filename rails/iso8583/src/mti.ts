// Message type indicators of the 1987 edition that Kassa speaks, what each is called, which answer
// belongs to it, and which fields it must carry. The codec itself does not ask for the required
// fields: a message that lacks one must still be readable, so that it can be answered with 30.

import { err, ok, type Result } from '@kassa/result';
import type { CodecError, Message } from './message.ts';

type MtiRow = {
  readonly name: string;
  /** The message that answers this one; an answer has none. */
  readonly answer?: string;
  readonly required: readonly number[];
};

const answered = [3, 4, 7, 11, 37, 39, 41, 42, 49];
const authorization = [2, 3, 4, 7, 11, 12, 13, 14, 18, 19, 22, 25, 32, 37, 41, 42, 43, 49];
const advice = [2, 3, 4, 7, 11, 12, 13, 18, 19, 22, 25, 32, 37, 41, 42, 49];
const reversal = [2, 3, 4, 7, 11, 32, 37, 41, 42, 49, 90];
/** Only asked: what has become of the message in field 90. */
const inquiry = [4, 7, 11, 32, 37, 41, 42, 49, 90];
/** Of disputes, in clearing files only: answered by the acceptance file, not by a message. */
const dispute = [3, 4, 7, 11, 31, 32, 37, 48, 49];
const reversalAnswered = [3, 4, 7, 11, 37, 39, 41, 42, 49];

export const mtis = {
  '0100': { name: 'authorization request', answer: '0110', required: authorization },
  '0101': { name: 'authorization request repeat', answer: '0110', required: authorization },
  '0110': { name: 'authorization answer', required: answered },
  '0120': { name: 'authorization advice', answer: '0130', required: [...advice, 39] },
  '0121': { name: 'authorization advice repeat', answer: '0130', required: [...advice, 39] },
  '0130': { name: 'authorization advice answer', required: answered },
  '0200': { name: 'financial request', answer: '0210', required: authorization },
  '0201': { name: 'financial request repeat', answer: '0210', required: authorization },
  '0210': { name: 'financial answer', required: answered },
  '0220': { name: 'financial advice', answer: '0230', required: advice },
  '0221': { name: 'financial advice repeat', answer: '0230', required: advice },
  '0230': { name: 'financial advice answer', required: answered },
  '0400': { name: 'reversal request', answer: '0410', required: reversal },
  '0401': { name: 'reversal request repeat', answer: '0410', required: reversal },
  '0410': { name: 'reversal answer', required: reversalAnswered },
  '0420': { name: 'reversal advice', answer: '0430', required: reversal },
  '0421': { name: 'reversal advice repeat', answer: '0430', required: reversal },
  '0422': { name: 'issuer reversal advice (chargeback)', required: dispute },
  '0430': { name: 'reversal advice answer', required: reversalAnswered },
  '0600': { name: 'administrative request', answer: '0610', required: inquiry },
  '0610': { name: 'administrative answer', required: [7, 11, 37, 39, 41, 42] },
  '0620': { name: 'acquirer administrative advice', required: dispute },
  '0622': { name: 'issuer administrative advice', required: dispute },
  '0624': { name: 'network administrative advice', required: dispute },
  '0800': { name: 'network management request', answer: '0810', required: [7, 11, 70] },
  '0810': { name: 'network management answer', required: [7, 11, 39, 70] },
} as const satisfies Record<string, MtiRow>;

export type Mti = keyof typeof mtis;

export function isMti(text: string): text is Mti {
  return Object.hasOwn(mtis, text);
}

export function mtiName(mti: Mti): string {
  return mtis[mti].name;
}

/** '0100' gives '0110', '0421' gives '0430'; an answer has no answer. */
export function answerMti(mti: Mti): Mti | undefined {
  const row: MtiRow = mtis[mti];
  return row.answer !== undefined && isMti(row.answer) ? row.answer : undefined;
}

/** '0420' gives '0421': the same message sent again. A repeat, or an answer, gives itself. */
export function repeatMti(mti: Mti): Mti {
  const repeated = `${mti.slice(0, 3)}1`;
  return isMti(repeated) ? repeated : mti;
}

/** Every required field is there and not empty; else the first that is missing, named. */
export function checkRequired(message: Message): Result<Message, CodecError> {
  const missing = mtis[message.mti].required.find((field) => !message.fields[field]);
  if (missing === undefined) return ok(message);
  const reason = `a ${mtiName(message.mti)} (${message.mti}) carries field ${missing}`;
  return err({ code: 'missing_field', field: missing, offset: 0, reason });
}
