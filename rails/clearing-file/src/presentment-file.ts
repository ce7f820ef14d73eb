// The file of presentments: built by acquirers for the network, and by the network for issuers.

import type { Money } from '@kassa/money';
import { assert, ok, type Result } from '@kassa/result';
import { frame, refuse, unframe } from './envelope.ts';
import type { Presentment } from './presentment.ts';
import { type FileError, itemsMax, lineBytesMax, type PresentmentFile } from './presentment.ts';
import { decodePresentment, encodePresentment } from './presentment-line.ts';

/** The text of the file. Items are numbered 1 and up in the order given; anything else is a bug. */
export function buildPresentmentFile(file: PresentmentFile): string {
  assert(file.items.length <= itemsMax, `a clearing file holds at most ${itemsMax} items`);
  const lines = file.items.map((item, index) => {
    assert(item.sequence === index + 1, `item ${index + 1} is numbered ${item.sequence}`);
    const line = encodePresentment(item);
    assert(line.length <= lineBytesMax, `item ${item.sequence} is longer than a line may be`);
    return line;
  });
  return frame('presentments', {
    header: file.header,
    about: '',
    lines,
    sums: sumsOf(file.items),
  });
}

/** Everything in it is checked: form, order, count, sums, seal. The first fault is told. */
export function parsePresentmentFile(text: string): Result<PresentmentFile, FileError> {
  const framed = unframe('presentments', text);
  if (!framed.ok) return framed;
  const { header, lines, sums } = framed.value;
  const items: Presentment[] = [];
  for (const [index, line] of lines.entries()) {
    const item = decodePresentment(line, header.createdAt);
    if (!item.ok) return refuse(index + 2, 'bad_item', item.error);
    if (item.value.sequence !== index + 1) {
      return refuse(index + 2, 'bad_item', `item ${index + 1} is numbered ${item.value.sequence}`);
    }
    items.push(item.value);
  }
  if (sumsOf(items) !== sums) {
    return refuse(lines.length + 2, 'sums_differ', 'the trailer sums to something else');
  }
  return ok({ header, items });
}

/** `BAM D10000 C2500,NOK D0 C300`: per currency what cardholders pay (D) and are paid (C). */
function sumsOf(items: readonly Presentment[]): string {
  const debits = new Map<string, bigint>();
  const credits = new Map<string, bigint>();
  for (const { amount, isCredit } of items) grow(isCredit ? credits : debits, amount);
  const currencies = [...new Set([...debits.keys(), ...credits.keys()])].sort();
  return currencies
    .map((code) => `${code} D${debits.get(code) ?? 0n} C${credits.get(code) ?? 0n}`)
    .join(',');
}

function grow(sums: Map<string, bigint>, amount: Money): void {
  sums.set(amount.currency, (sums.get(amount.currency) ?? 0n) + amount.minor);
}
