// An entry of an account, as statements (camt.053) and advices (camt.054) show it alike.

import type { Money } from '@kassa/money';
import type { PlainDate } from '@kassa/time';
import { dateIn } from '@kassa/time';
import type { Element } from './element.ts';
import {
  given,
  readAmount,
  readDate,
  readIdIf,
  readInstant,
  readRemittance,
  writeAmount,
  writeRemittance,
} from './parts.ts';
import { identifier, type Tree, words } from './tree.ts';

export type AccountEntry = {
  /** The bank's reference of the entry, unique within the account. */
  readonly reference: string;
  /** Not negative; `side` says which way, as the account's holder sees it. */
  readonly amount: Money;
  readonly side: 'credit' | 'debit';
  readonly bookedOn: PlainDate;
  readonly valueOn?: PlainDate;
  /** What kind of entry, in the bank's own codes. */
  readonly kind: string;
  /** The message that caused it, and the transfer within that message. */
  readonly messageId?: string;
  readonly endToEndId?: string;
  readonly transactionId?: string;
  /** Who is on the other side. */
  readonly counterparty?: string;
  readonly remittance?: string;
};

export function writeEntry(entry: AccountEntry): Tree {
  return {
    NtryRef: identifier(entry.reference),
    Amt: writeAmount(entry.amount),
    CdtDbtInd: writeSide(entry.side),
    Sts: { Cd: 'BOOK' },
    BookgDt: { Dt: entry.bookedOn },
    ValDt: entry.valueOn && { Dt: entry.valueOn },
    BkTxCd: { Prtry: { Cd: identifier(entry.kind) } },
    NtryDtls: { TxDtls: writeDetails(entry) },
  };
}

function writeDetails(entry: AccountEntry): Tree {
  const party = { Pty: { Nm: words(entry.counterparty, 140) } };
  return {
    Refs: {
      MsgId: entry.messageId && identifier(entry.messageId),
      EndToEndId: entry.endToEndId && identifier(entry.endToEndId),
      TxId: entry.transactionId && identifier(entry.transactionId),
    },
    Amt: writeAmount(entry.amount),
    CdtDbtInd: writeSide(entry.side),
    RltdPties: entry.side === 'credit' ? { Dbtr: party } : { Cdtr: party },
    RmtInf: writeRemittance(entry.remittance),
  };
}

/** One entry with at most one transaction below it; batches are not read apart. */
export function readEntry(element: Element): AccountEntry {
  const details = element.childIf('NtryDtls')?.childIf('TxDtls');
  const refs = details?.childIf('Refs');
  const side = readSide(element);
  const parties = details?.childIf('RltdPties');
  const other = parties?.childIf(side === 'credit' ? 'Dbtr' : 'Cdtr')?.childIf('Pty');
  const value = element.childIf('ValDt');
  return {
    reference: element.child('NtryRef').text(35),
    amount: readAmount(element.child('Amt')),
    side,
    bookedOn: readDay(element.child('BookgDt')),
    ...given({ valueOn: value && readDay(value) }),
    kind: element.child('BkTxCd').child('Prtry').child('Cd').text(35),
    ...given({
      messageId: refs && readIdIf(refs, 'MsgId'),
      endToEndId: refs && readIdIf(refs, 'EndToEndId'),
      transactionId: refs && readIdIf(refs, 'TxId'),
      counterparty: other?.childIf('Nm')?.text(140),
      remittance: readRemittance(details?.childIf('RmtInf')),
    }),
  };
}

export function writeSide(side: AccountEntry['side']): string {
  return side === 'credit' ? 'CRDT' : 'DBIT';
}

export function readSide(parent: Element): AccountEntry['side'] {
  const element = parent.child('CdtDbtInd');
  const code = element.text(4);
  if (code !== 'CRDT' && code !== 'DBIT') element.refuse('bad_value', 'neither CRDT nor DBIT');
  return code === 'CRDT' ? 'credit' : 'debit';
}

/** A day given as a day, or as an instant of that day (in UTC). */
export function readDay(element: Element): PlainDate {
  const at = element.childIf('DtTm');
  return at ? dateIn(readInstant(at), 'UTC') : readDate(element.child('Dt'));
}
