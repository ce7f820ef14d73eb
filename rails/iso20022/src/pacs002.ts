// pacs.002.001.10, payment status report: a bank tells another what became of its payments.

import type { Result } from '@kassa/result';
import type { Instant } from '@kassa/time';
import { readDocument } from './element.ts';
import type { Iso20022Error } from './errors.ts';
import { given, readInstant, writeInstant } from './parts.ts';
import {
  type OriginalMessage,
  type Reason,
  readOriginalMessage,
  readReason,
  readTransactionStatus,
  type TransactionStatus,
  writeOriginalMessage,
  writeReason,
  writeStatus,
  writeTransactionStatus,
} from './status.ts';
import { identifier, writeDocument } from './tree.ts';

const namespace = 'urn:iso:std:iso:20022:tech:xsd:pacs.002.001.10';
/** What is read here is the same in both versions. */
const alike = [namespace, 'urn:iso:std:iso:20022:tech:xsd:pacs.002.001.11'];

export type PaymentStatusReport = {
  readonly messageId: string;
  readonly createdAtMs: Instant;
  readonly original: OriginalMessage;
  /** Of the message as a whole, where it can be said. */
  readonly status?: string;
  readonly reason?: Reason;
  readonly transactions: readonly TransactionStatus[];
};

export function writePacs002(report: PaymentStatusReport): string {
  return writeDocument(namespace, {
    FIToFIPmtStsRpt: {
      GrpHdr: {
        MsgId: identifier(report.messageId),
        CreDtTm: writeInstant(report.createdAtMs),
      },
      OrgnlGrpInfAndSts: {
        ...writeOriginalMessage(report.original),
        GrpSts: writeStatus(report.status),
        StsRsnInf: writeReason(report.reason),
      },
      TxInfAndSts: report.transactions.map(writeTransactionStatus),
    },
  });
}

export function readPacs002(text: string): Result<PaymentStatusReport, Iso20022Error> {
  return readDocument(text, alike, 'FIToFIPmtStsRpt', (message) => {
    const header = message.child('GrpHdr');
    const transactions = message.children('TxInfAndSts');
    // Some name the original message beside each transaction, and not for all together.
    const group = message.childIf('OrgnlGrpInfAndSts');
    const beside = transactions[0]?.childIf('OrgnlGrpInf');
    const status = group?.childIf('GrpSts');
    return {
      messageId: header.child('MsgId').text(35),
      createdAtMs: readInstant(header.child('CreDtTm')),
      original: readOriginalMessage(group ?? beside ?? message.child('OrgnlGrpInfAndSts')),
      ...given({
        status: status?.text(4),
        reason: group && readReason(group, 'StsRsnInf'),
      }),
      transactions: transactions.map(readTransactionStatus),
    };
  });
}
