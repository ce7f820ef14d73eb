// What of an ISO 8583 message may be kept: the rail's own masking, and then without the fields that
// would only be stars. Of a card number the first six and the last four digits stay.

import { additionalDataTags, decodeAdditionalData, type Message, masked } from '@kassa/iso8583';

/** Tracks, PIN data, chip data, security codes. */
const neverKept: readonly string[] = ['35', '36', '45', '52', '55', '96'];
const neverKeptTags: readonly string[] = [additionalDataTags.cvc, additionalDataTags.cavv];

export function keptFields(message: Message): Record<string, string> {
  const fields = Object.entries(masked(message).fields)
    .filter(([number]) => !neverKept.includes(number))
    .map(([number, text]) => [number, number === '48' ? keptData(text) : text] as const)
    .filter(([, text]) => text !== '');
  return Object.fromEntries(fields);
}

/** Field 48 in words, subelement by subelement; what is not ours was masked whole, and goes. */
function keptData(text: string): string {
  const data = decodeAdditionalData(text);
  if (!data.ok) return '';
  return Object.entries(data.value)
    .filter(([tag]) => !neverKeptTags.includes(tag))
    .map(([tag, value]) => `${nameOf(tag)} ${value}`)
    .join(', ');
}

const names = new Map<string, string>(
  Object.entries(additionalDataTags).map(([name, tag]) => [tag, name]),
);

function nameOf(tag: string): string {
  return (names.get(tag) ?? tag).replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}
