// What the status reports (pacs.002, pain.002) and returns (pacs.004) share: the message that they speak
// of, a status, and a reason.

import type { Instant } from '@kassa/time';
import type { Element } from './element.ts';
import { given, readInstant, writeInstant } from './parts.ts';
import { identifier, type Tree, words } from './tree.ts';

/** The message that is answered, by its id and its name, such as pacs.008.001.08. */
export type OriginalMessage = { readonly id: string; readonly name: string };

/** A code of ISO's external list, or one that the two banks have agreed on; and words. */
export type Reason = {
  readonly code: string;
  readonly isProprietary?: true;
  readonly text?: string;
};

export type TransactionStatus = {
  readonly statusId?: string;
  readonly endToEndId: string;
  /** Of payments between banks only. */
  readonly transactionId?: string;
  /** ACCC, ACSC, ACSP, ACTC, PDNG, RJCT …, of ISO's external list. */
  readonly status: string;
  readonly reason?: Reason;
  readonly acceptedAtMs?: Instant;
};

export function writeOriginalMessage(original: OriginalMessage): {
  OrgnlMsgId: Tree;
  OrgnlMsgNmId: Tree;
} {
  return { OrgnlMsgId: identifier(original.id), OrgnlMsgNmId: identifier(original.name) };
}

export function readOriginalMessage(element: Element): OriginalMessage {
  return { id: element.child('OrgnlMsgId').text(35), name: element.child('OrgnlMsgNmId').text(35) };
}

export function writeReason(reason: Reason | undefined): Tree {
  if (!reason) return undefined;
  const code = identifier(reason.code, reason.isProprietary ? 35 : 4);
  return {
    Rsn: reason.isProprietary ? { Prtry: code } : { Cd: code },
    AddtlInf: words(reason.text, 105),
  };
}

/** The first of them; the words of several lines become one text. */
export function readReason(parent: Element, name: 'StsRsnInf' | 'RtrRsnInf'): Reason | undefined {
  const [element] = parent.children(name);
  const reason = element?.childIf('Rsn');
  if (!element || !reason) return undefined;
  const code = reason.childIf('Cd');
  const lines = element.children('AddtlInf').map((line) => line.text(105));
  return {
    code: code ? code.text(4) : reason.child('Prtry').text(35),
    ...(!code && { isProprietary: true as const }),
    ...(lines.length > 0 && { text: lines.join(' ') }),
  };
}

export function writeStatus(status: string | undefined): Tree {
  return status === undefined ? undefined : identifier(status, 4);
}

export function writeTransactionStatus(one: TransactionStatus): Tree {
  return {
    StsId: one.statusId && identifier(one.statusId),
    OrgnlEndToEndId: identifier(one.endToEndId),
    OrgnlTxId: one.transactionId && identifier(one.transactionId),
    TxSts: writeStatus(one.status),
    StsRsnInf: writeReason(one.reason),
    AccptncDtTm: one.acceptedAtMs === undefined ? undefined : writeInstant(one.acceptedAtMs),
  };
}

export function readTransactionStatus(element: Element): TransactionStatus {
  const accepted = element.childIf('AccptncDtTm');
  return {
    endToEndId: element.child('OrgnlEndToEndId').text(35),
    status: element.child('TxSts').text(4),
    ...given({
      statusId: element.childIf('StsId')?.text(35),
      transactionId: element.childIf('OrgnlTxId')?.text(35),
      reason: readReason(element, 'StsRsnInf'),
      acceptedAtMs: accepted && readInstant(accepted),
    }),
  };
}
