// pacs.009.001.08, financial institution credit transfer: banks pay one another. Kassa's network
// settles with it: one transfer for each member that owes and each that is owed.

import type { Money } from '@kassa/money';
import type { Result } from '@kassa/result';
import { type Element, readDocument } from './element.ts';
import type { Iso20022Error } from './errors.ts';
import { checkTotal, type PaymentHeader, readHeader, writeHeader } from './group-header.ts';
import {
  given,
  readAgent,
  readAmount,
  readIdIf,
  readRemittance,
  writeAgent,
  writeAmount,
  writeRemittance,
} from './parts.ts';
import { identifier, type Tree, writeDocument } from './tree.ts';

const namespace = 'urn:iso:std:iso:20022:tech:xsd:pacs.009.001.08';

export type FinancialCreditTransfer = PaymentHeader & {
  readonly transfers: readonly FinancialTransfer[];
};

export type FinancialTransfer = {
  readonly endToEndId: string;
  readonly transactionId?: string;
  readonly amount: Money;
  /** Member codes: who pays, who is paid. */
  readonly debtor: string;
  readonly creditor: string;
  /** How urgent it is where payments wait for money: urgent, high, normal. */
  readonly priority?: SettlementPriority;
  readonly remittance?: string;
};

const priorities = ['URGT', 'HIGH', 'NORM'] as const;
export type SettlementPriority = (typeof priorities)[number];

export function writePacs009(message: FinancialCreditTransfer): string {
  const amounts = message.transfers.map((transfer) => transfer.amount);
  return writeDocument(namespace, {
    FICdtTrf: {
      GrpHdr: writeHeader(message, amounts),
      CdtTrfTxInf: message.transfers.map(writeTransfer),
    },
  });
}

export function readPacs009(text: string): Result<FinancialCreditTransfer, Iso20022Error> {
  return readDocument(text, namespace, 'FICdtTrf', (message) => {
    const header = message.child('GrpHdr');
    const list = message.oneOrMore('CdtTrfTxInf');
    const transfers = list.map(readTransfer);
    const read = { ...readHeader(header, list), transfers };
    const amounts = transfers.map((transfer) => transfer.amount);
    checkTotal(header, amounts);
    return read;
  });
}

function writeTransfer(transfer: FinancialTransfer): Tree {
  return {
    PmtId: {
      EndToEndId: identifier(transfer.endToEndId),
      TxId: transfer.transactionId && identifier(transfer.transactionId),
    },
    IntrBkSttlmAmt: writeAmount(transfer.amount),
    SttlmPrty: transfer.priority,
    Dbtr: writeAgent(transfer.debtor),
    Cdtr: writeAgent(transfer.creditor),
    RmtInf: writeRemittance(transfer.remittance),
  };
}

function readTransfer(element: Element): FinancialTransfer {
  const ids = element.child('PmtId');
  return {
    endToEndId: ids.child('EndToEndId').text(35),
    ...given({ transactionId: readIdIf(ids, 'TxId') }),
    amount: readAmount(element.child('IntrBkSttlmAmt')),
    debtor: readAgent(element.child('Dbtr')),
    creditor: readAgent(element.child('Cdtr')),
    ...given({
      priority: readPriority(element.childIf('SttlmPrty')),
      remittance: readRemittance(element.childIf('RmtInf')),
    }),
  };
}

function readPriority(element: Element | undefined): SettlementPriority | undefined {
  const said = element?.text(4);
  const known = priorities.find((one) => one === said);
  if (element && !known) element.refuse('bad_value', `none of ${priorities.join(', ')}`);
  return known;
}
