// The header of the payment messages (pacs): what it is called, when it was made, when it settles,
// and how many transfers follow. Counts and totals are held against what does follow.

import { type Money, sum } from '@kassa/money';
import type { Instant, PlainDate } from '@kassa/time';
import type { Element } from './element.ts';
import { readAmount, readDate, readInstant, writeAmount, writeInstant } from './parts.ts';
import { type Branch, identifier, type Tree } from './tree.ts';

export type PaymentHeader = {
  /** Unique for its sender: a second message of this id is the same message again. */
  readonly messageId: string;
  readonly createdAtMs: Instant;
  /** The day on which the banks settle it. */
  readonly settledOn: PlainDate;
};

/** What the total is called: returns have a word of their own. */
export type TotalName = 'TtlIntrBkSttlmAmt' | 'TtlRtrdIntrBkSttlmAmt';

export function writeHeader(
  header: PaymentHeader,
  amounts: readonly Money[],
  totalName: TotalName = 'TtlIntrBkSttlmAmt',
): Branch {
  return {
    MsgId: identifier(header.messageId),
    CreDtTm: writeInstant(header.createdAtMs),
    NbOfTxs: String(amounts.length),
    [totalName]: totalOf(amounts),
    IntrBkSttlmDt: header.settledOn,
    SttlmInf: { SttlmMtd: 'CLRG' },
  };
}

/** A total exists only where all transfers are in one currency. */
function totalOf(amounts: readonly Money[]): Tree {
  const [first] = amounts;
  if (!first || amounts.some((amount) => amount.currency !== first.currency)) return undefined;
  return writeAmount(sum(first.currency, amounts));
}

export function readHeader(element: Element, transfers: readonly Element[]): PaymentHeader {
  const date = element.childIf('IntrBkSttlmDt') ?? transfers[0]?.childIf('IntrBkSttlmDt');
  const header = {
    messageId: element.child('MsgId').text(35),
    createdAtMs: readInstant(element.child('CreDtTm')),
    settledOn: readDate(date ?? element.child('IntrBkSttlmDt')),
  };
  checkCount(element.child('NbOfTxs'), transfers.length);
  return header;
}

export function checkCount(said: Element, count: number): void {
  if (Number(said.text(15)) === count) return;
  said.refuse('inconsistent', `says ${said.text(15)}, there are ${count}`);
}

export function checkTotal(
  element: Element,
  amounts: readonly Money[],
  totalName: TotalName = 'TtlIntrBkSttlmAmt',
): void {
  const total = element.childIf(totalName);
  if (!total) return;
  const said = readAmount(total);
  if (amounts.some((amount) => amount.currency !== said.currency)) {
    total.refuse('inconsistent', `a total in ${said.currency} of transfers in others`);
  } else if (sum(said.currency, amounts).minor !== said.minor) {
    total.refuse('inconsistent', 'is not the sum of the transfers');
  }
}
