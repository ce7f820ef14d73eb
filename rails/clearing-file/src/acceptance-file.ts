// The answer to a file of presentments: for each item accepted, with its fees, or rejected, with
// the reason. Fees are as the reader sees them: negative is what the reader pays.

import { assert, err, ok, type Result } from '@kassa/result';
import { frame, refuse, unframe } from './envelope.ts';
import { decodeFees, encodeFees } from './fees.ts';
import type { AcceptanceFile, AcceptanceItem, Decision, FileError } from './presentment.ts';
import { itemsMax } from './presentment.ts';

export function buildAcceptanceFile(file: AcceptanceFile): string {
  assert(file.items.length <= itemsMax, `an acceptance file holds at most ${itemsMax} items`);
  return frame('acceptance', {
    header: file.header,
    about: file.answersFileId,
    lines: file.items.map(encodeItem),
    sums: countsOf(file.items),
  });
}

export function parseAcceptanceFile(text: string): Result<AcceptanceFile, FileError> {
  const framed = unframe('acceptance', text);
  if (!framed.ok) return framed;
  const { header, about, lines, sums } = framed.value;
  const items: AcceptanceItem[] = [];
  for (const [index, line] of lines.entries()) {
    const item = decodeItem(line);
    if (!item.ok) return refuse(index + 2, 'bad_item', item.error);
    items.push(item.value);
  }
  if (countsOf(items) !== sums) {
    return refuse(lines.length + 2, 'sums_differ', 'the trailer counts otherwise');
  }
  return ok({ header, answersFileId: about, items });
}

function encodeItem(item: AcceptanceItem): string {
  const { decision } = item;
  const detail = decision.outcome === 'accepted' ? encodeFees(decision.fees) : decision.reason;
  const direction = item.isCredit ? 'C' : 'D';
  const line = [item.sequence, item.rrn, direction, decision.outcome, detail].join('|');
  assert(itemForm.test(line), `item ${item.sequence} does not fit an acceptance line`);
  return line;
}

const itemForm = /^(\d{1,6})\|([A-Za-z0-9 ]{12})\|([CD])\|(accepted|rejected)\|([A-Z0-9a-z_ -]*)$/;

function decodeItem(line: string): Result<AcceptanceItem, string> {
  const parts = itemForm.exec(line);
  if (!parts) return err('the line is no acceptance item');
  const [, sequence = '', rrn = '', direction, outcome, detail = ''] = parts;
  const decision = decisionOf(outcome, detail);
  if (!decision) return err('the fees cannot be read');
  return ok({ sequence: Number(sequence), rrn, isCredit: direction === 'C', decision });
}

function decisionOf(outcome: string | undefined, detail: string): Decision | undefined {
  if (outcome === 'rejected') return { outcome, reason: detail };
  const fees = decodeFees(detail);
  return fees && { outcome: 'accepted', fees };
}

function countsOf(items: readonly AcceptanceItem[]): string {
  const accepted = items.filter((item) => item.decision.outcome === 'accepted').length;
  return `accepted ${accepted},rejected ${items.length - accepted}`;
}
