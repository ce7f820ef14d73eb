// Masks card numbers in free text. Wider than the scanner of @kassa/secret, since a log line holds
// what nobody planned: URLs (%20, +), groups after an order number, whole ISO 8583 frames.

import { maskPan, maskPansIn, passesLuhn } from '@kassa/secret';

const separator = /(?:%20|%2D|[ +.\-_/])/i;
const run = /\d+(?:(?:%20|%2D|[ +.\-_/]){1,2}\d+)*/gi;
const panDigitsMin = 13;
const panDigitsMax = 19;

/** The same text with every card number masked and every longer run of digits blanked. */
export function maskText(text: string): string {
  if (!/\d/.test(text)) return text;
  return maskPansIn(text).replaceAll(run, maskRun);
}

function maskRun(whole: string): string {
  const parts = whole.split(new RegExp(`(${separator.source}+)`, 'i'));
  const groups = parts.filter((_, index) => index % 2 === 0);
  if (groups.join('').length < panDigitsMin) return whole;
  const hidden = new Set<number>();
  for (let from = 0; from < groups.length; from++) markPan(groups, from, hidden);
  return parts.map((part, index) => shown(part, index, hidden)).join('');
}

/** Marks the groups from `from` on that together are a card number. */
function markPan(groups: readonly string[], from: number, hidden: Set<number>): void {
  let digits = '';
  for (let to = from; to < groups.length && digits.length < panDigitsMax; to++) {
    digits += groups[to] ?? '';
    if (digits.length < panDigitsMin || digits.length > panDigitsMax) continue;
    if (!passesLuhn(digits)) continue;
    for (let index = from; index <= to; index++) hidden.add(index);
  }
}

function shown(part: string, index: number, hidden: ReadonlySet<number>): string {
  if (index % 2 === 1) return part;
  // A card number glued between other digits cannot be told apart: the whole run goes.
  if (part.length > panDigitsMax) return `<${part.length} digits>`;
  if (!hidden.has(index / 2)) return part;
  return part.length >= panDigitsMin ? maskPan(part) : '*'.repeat(part.length);
}
