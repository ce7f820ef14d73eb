// A message as people read it: one field a line, with its name; nothing secret is readable. This is
// the only form in which a message may reach a log, a page or a trace.

import { maskPan, maskPansIn } from '@kassa/secret';
import { additionalDataTags, decodeAdditionalData } from './additional-data.ts';
import type { Message } from './message.ts';
import { mtiName } from './mti.ts';
import { responseMeaning } from './response-codes.ts';
import { type Specification, specification1987 } from './specification.ts';

/** The message in lines; cards, tracks, PIN data, security codes, CVC and CAVV are masked. */
export function print(message: Message, specification: Specification = specification1987): string {
  const lines = [`${message.mti} ${mtiName(message.mti)}`];
  for (const [key, text] of Object.entries(message.fields)) {
    const number = Number(key);
    const name = specification[number]?.name ?? 'unknown field';
    lines.push(`  ${key.padStart(3)} ${name.padEnd(44)} ${printedField(number, text)}`);
  }
  return lines.join('\n');
}

/** The same message with nothing secret in it: for records and pages. */
export function masked(message: Message): Message {
  const fields = Object.entries(message.fields).map(
    ([key, text]) => [key, maskField(Number(key), text)] as const,
  );
  return { mti: message.mti, fields: Object.fromEntries(fields) };
}

function printedField(number: number, text: string): string {
  if (number === 39) return `${text} ${responseMeaning(text)}`;
  return maskField(number, text);
}

function maskField(number: number, text: string): string {
  switch (number) {
    case 2:
    case 34:
      return maskPan(text);
    case 35:
    case 36:
    case 45:
      return maskTrack(text);
    case 52:
    case 55:
    case 96:
      return '*'.repeat(text.length);
    case 48:
      return maskAdditionalData(text);
    default:
      return /^\d{1,10}$/.test(text) ? text : maskPansIn(text);
  }
}

/** Of a track, the card number stays recognisable; all that follows it is hidden. */
function maskTrack(text: string): string {
  const parts = /^([A-Z]?)(\d{12,19})/.exec(text);
  if (!parts) return '*'.repeat(text.length);
  const [head = '', code = '', pan = ''] = parts;
  return `${code}${maskPan(pan)}${'*'.repeat(text.length - head.length)}`;
}

const hiddenTags: readonly string[] = [additionalDataTags.cvc, additionalDataTags.cavv];

/** A field 48 that is not our subelements is hidden whole: nobody knows what it holds. */
function maskAdditionalData(text: string): string {
  const data = decodeAdditionalData(text);
  if (!data.ok) return '*'.repeat(text.length);
  return Object.entries(data.value)
    .sort(([one], [other]) => one.localeCompare(other))
    .map(([tag, value]) => {
      const shown = hiddenTags.includes(tag) ? '*'.repeat(value.length) : maskPansIn(value);
      return tag + String(value.length).padStart(2, '0') + shown;
    })
    .join('');
}
