// pain.002.001.11, customer payment status report: a bank tells its customer what became of an order.

import type { Result } from '@kassa/result';
import type { Instant } from '@kassa/time';
import { type Element, readDocument } from './element.ts';
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
import { identifier, type Tree, writeDocument } from './tree.ts';

const namespace = 'urn:iso:std:iso:20022:tech:xsd:pain.002.001.11';

export type CustomerStatusReport = {
  readonly messageId: string;
  readonly createdAtMs: Instant;
  readonly original: OriginalMessage;
  readonly status?: string;
  readonly reason?: Reason;
  readonly batches: readonly BatchStatus[];
};

export type BatchStatus = {
  /** The customer's id of the batch (PmtInfId). */
  readonly id: string;
  readonly status?: string;
  readonly reason?: Reason;
  readonly transactions: readonly Omit<TransactionStatus, 'transactionId'>[];
};

export function writePain002(report: CustomerStatusReport): string {
  return writeDocument(namespace, {
    CstmrPmtStsRpt: {
      GrpHdr: {
        MsgId: identifier(report.messageId),
        CreDtTm: writeInstant(report.createdAtMs),
      },
      OrgnlGrpInfAndSts: {
        ...writeOriginalMessage(report.original),
        GrpSts: writeStatus(report.status),
        StsRsnInf: writeReason(report.reason),
      },
      OrgnlPmtInfAndSts: report.batches.map(writeBatch),
    },
  });
}

export function readPain002(text: string): Result<CustomerStatusReport, Iso20022Error> {
  return readDocument(text, namespace, 'CstmrPmtStsRpt', (message) => {
    const header = message.child('GrpHdr');
    const group = message.child('OrgnlGrpInfAndSts');
    const status = group.childIf('GrpSts');
    return {
      messageId: header.child('MsgId').text(35),
      createdAtMs: readInstant(header.child('CreDtTm')),
      original: readOriginalMessage(group),
      ...given({ status: status?.text(4), reason: readReason(group, 'StsRsnInf') }),
      batches: message.children('OrgnlPmtInfAndSts').map(readBatch),
    };
  });
}

function writeBatch(batch: BatchStatus): Tree {
  return {
    OrgnlPmtInfId: identifier(batch.id),
    PmtInfSts: writeStatus(batch.status),
    StsRsnInf: writeReason(batch.reason),
    TxInfAndSts: batch.transactions.map(writeTransactionStatus),
  };
}

function readBatch(element: Element): BatchStatus {
  const status = element.childIf('PmtInfSts');
  return {
    id: element.child('OrgnlPmtInfId').text(35),
    ...given({ status: status?.text(4), reason: readReason(element, 'StsRsnInf') }),
    transactions: element.children('TxInfAndSts').map(readTransactionStatus),
  };
}
