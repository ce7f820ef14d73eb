// The file of dispute messages: built by issuers and acquirers for the network, and by the network
// for the other side.

import { assert, ok, type Result } from '@kassa/result';
import type { DisputeFile, DisputeMessage } from './dispute.ts';
import { paysIssuer } from './dispute.ts';
import { decodeDispute, encodeDispute } from './dispute-line.ts';
import { frame, refuse, unframe } from './envelope.ts';
import { type FileError, itemsMax, lineBytesMax } from './presentment.ts';

/** The text of the file. Items are numbered 1 and up in the order given; anything else is a bug. */
export function buildDisputeFile(file: DisputeFile): string {
  assert(file.items.length <= itemsMax, `a dispute file holds at most ${itemsMax} items`);
  const lines = file.items.map((item, index) => {
    assert(item.sequence === index + 1, `item ${index + 1} is numbered ${item.sequence}`);
    const line = encodeDispute(item);
    assert(line.length <= lineBytesMax, `item ${item.sequence} is longer than a line may be`);
    return line;
  });
  return frame('disputes', { header: file.header, about: '', lines, sums: sumsOf(file.items) });
}

/** Everything in it is checked: form, order, count, sums, seal. The first fault is told. */
export function parseDisputeFile(text: string): Result<DisputeFile, FileError> {
  const framed = unframe('disputes', text);
  if (!framed.ok) return framed;
  const { header, lines, sums } = framed.value;
  const items: DisputeMessage[] = [];
  for (const [index, line] of lines.entries()) {
    const item = decodeDispute(line, header.createdAt);
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

/** `BAM I10000 A2500`: per currency what issuers (I) and acquirers (A) are paid by it. */
function sumsOf(items: readonly DisputeMessage[]): string {
  const sums = new Map<string, { issuer: bigint; acquirer: bigint }>();
  for (const item of items) {
    const { amount } = item;
    const sum = sums.get(amount.currency) ?? { issuer: 0n, acquirer: 0n };
    sums.set(amount.currency, sum);
    const isToIssuer = paysIssuer(item);
    if (isToIssuer === true) sum.issuer += amount.minor;
    if (isToIssuer === false) sum.acquirer += amount.minor;
  }
  return [...sums]
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([code, { issuer, acquirer }]) => `${code} I${issuer} A${acquirer}`)
    .join(',');
}
