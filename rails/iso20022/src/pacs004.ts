// pacs.004.001.10, payment return: a bank sends back what it was paid, with the reason.

import type { Money } from '@kassa/money';
import type { Result } from '@kassa/result';
import type { PlainDate } from '@kassa/time';
import { type Element, readDocument } from './element.ts';
import type { Iso20022Error } from './errors.ts';
import { checkTotal, type PaymentHeader, readHeader, writeHeader } from './group-header.ts';
import {
  given,
  readAgent,
  readAmount,
  readDate,
  readIdIf,
  writeAgent,
  writeAmount,
} from './parts.ts';
import {
  type OriginalMessage,
  type Reason,
  readOriginalMessage,
  readReason,
  writeOriginalMessage,
  writeReason,
} from './status.ts';
import { identifier, type Tree, writeDocument } from './tree.ts';

const namespace = 'urn:iso:std:iso:20022:tech:xsd:pacs.004.001.10';
/** What is read here is the same in both versions. */
const alike = [namespace, 'urn:iso:std:iso:20022:tech:xsd:pacs.004.001.09'];
const total = 'TtlRtrdIntrBkSttlmAmt';

export type PaymentReturn = PaymentHeader & { readonly returns: readonly ReturnedTransfer[] };

export type ReturnedTransfer = {
  readonly returnId: string;
  /** What is given back; less than the original where charges were taken. */
  readonly amount: Money;
  readonly reason: Reason;
  readonly original: OriginalTransfer;
};

/** The transfer as it came, so far as the returning bank tells. */
export type OriginalTransfer = {
  readonly endToEndId: string;
  readonly transactionId?: string;
  readonly message?: OriginalMessage;
  readonly amount?: Money;
  readonly settledOn?: PlainDate;
  /** Member codes of the two banks, in their roles in the original. */
  readonly debtorAgent?: string;
  readonly creditorAgent?: string;
};

export function writePacs004(message: PaymentReturn): string {
  const amounts = message.returns.map((one) => one.amount);
  return writeDocument(namespace, {
    PmtRtr: {
      GrpHdr: writeHeader(message, amounts, total),
      TxInf: message.returns.map(writeReturn),
    },
  });
}

export function readPacs004(text: string): Result<PaymentReturn, Iso20022Error> {
  return readDocument(text, alike, 'PmtRtr', (message) => {
    const header = message.child('GrpHdr');
    const list = message.oneOrMore('TxInf');
    const returns = list.map(readReturn);
    const read = { ...readHeader(header, list), returns };
    const amounts = returns.map((one) => one.amount);
    checkTotal(header, amounts, total);
    return read;
  });
}

function writeReturn(one: ReturnedTransfer): Tree {
  const { original } = one;
  return {
    RtrId: identifier(one.returnId),
    OrgnlGrpInf: original.message && writeOriginalMessage(original.message),
    OrgnlEndToEndId: identifier(original.endToEndId),
    OrgnlTxId: original.transactionId && identifier(original.transactionId),
    OrgnlIntrBkSttlmAmt: original.amount && writeAmount(original.amount),
    OrgnlIntrBkSttlmDt: original.settledOn,
    RtrdIntrBkSttlmAmt: writeAmount(one.amount),
    RtrRsnInf: writeReason(one.reason),
    OrgnlTxRef: {
      DbtrAgt: original.debtorAgent && writeAgent(original.debtorAgent),
      CdtrAgt: original.creditorAgent && writeAgent(original.creditorAgent),
    },
  };
}

function readReturn(element: Element): ReturnedTransfer {
  const reason = readReason(element, 'RtrRsnInf');
  if (!reason) element.child('RtrRsnInf').child('Rsn');
  return {
    returnId: element.child('RtrId').text(35),
    amount: readAmount(element.child('RtrdIntrBkSttlmAmt')),
    reason: reason ?? { code: '' },
    original: readOriginal(element),
  };
}

function readOriginal(element: Element): OriginalTransfer {
  const message = element.childIf('OrgnlGrpInf');
  const amount = element.childIf('OrgnlIntrBkSttlmAmt');
  const settledOn = element.childIf('OrgnlIntrBkSttlmDt');
  const parties = element.childIf('OrgnlTxRef');
  const debtorAgent = parties?.childIf('DbtrAgt');
  const creditorAgent = parties?.childIf('CdtrAgt');
  return {
    endToEndId: element.child('OrgnlEndToEndId').text(35),
    ...given({
      transactionId: readIdIf(element, 'OrgnlTxId'),
      message: message && readOriginalMessage(message),
      amount: amount && readAmount(amount),
      settledOn: settledOn && readDate(settledOn),
      debtorAgent: debtorAgent && readAgent(debtorAgent),
      creditorAgent: creditorAgent && readAgent(creditorAgent),
    }),
  };
}
