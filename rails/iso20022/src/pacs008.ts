// pacs.008.001.08, FI to FI customer credit transfer: a bank pays another bank's customer.

import type { Money } from '@kassa/money';
import type { Result } from '@kassa/result';
import { type Element, readDocument } from './element.ts';
import type { Iso20022Error } from './errors.ts';
import { checkTotal, type PaymentHeader, readHeader, writeHeader } from './group-header.ts';
import {
  type AccountHolder,
  given,
  readAccount,
  readAgent,
  readAmount,
  readIdIf,
  readRemittance,
  writeAccount,
  writeAgent,
  writeAmount,
  writeRemittance,
} from './parts.ts';
import { identifier, type Tree, words, writeDocument } from './tree.ts';

const namespace = 'urn:iso:std:iso:20022:tech:xsd:pacs.008.001.08';

export type CustomerCreditTransfer = PaymentHeader & {
  /** NURG: may wait for a window in which it is netted. What says nothing is settled at once. */
  readonly urgency?: 'NURG';
  readonly transfers: readonly CustomerTransfer[];
};

export type CustomerTransfer = {
  /** The payer's own reference; it travels unchanged to the payee. */
  readonly endToEndId: string;
  /** The banks' reference of this one transfer. */
  readonly transactionId?: string;
  readonly amount: Money;
  readonly debtor: AccountHolder;
  /** Member codes of the two banks. */
  readonly debtorAgent: string;
  readonly creditor: AccountHolder;
  readonly creditorAgent: string;
  /** What it is for, at most 140 characters. */
  readonly remittance?: string;
};

export function writePacs008(message: CustomerCreditTransfer): string {
  const amounts = message.transfers.map((transfer) => transfer.amount);
  return writeDocument(namespace, {
    FIToFICstmrCdtTrf: {
      GrpHdr: {
        ...writeHeader(message, amounts),
        PmtTpInf: message.urgency && { SvcLvl: { Cd: message.urgency } },
      },
      CdtTrfTxInf: message.transfers.map(writeTransfer),
    },
  });
}

export function readPacs008(text: string): Result<CustomerCreditTransfer, Iso20022Error> {
  return readDocument(text, namespace, 'FIToFICstmrCdtTrf', (message) => {
    const header = message.child('GrpHdr');
    const list = message.oneOrMore('CdtTrfTxInf');
    const transfers = list.map(readTransfer);
    const level = header.childIf('PmtTpInf')?.childIf('SvcLvl')?.childIf('Cd')?.text(4);
    const urgency = level === 'NURG' ? ({ urgency: level } as const) : {};
    const read = { ...readHeader(header, list), ...urgency, transfers };
    const amounts = transfers.map((transfer) => transfer.amount);
    checkTotal(header, amounts);
    return read;
  });
}

function writeTransfer(transfer: CustomerTransfer): Tree {
  return {
    PmtId: {
      EndToEndId: identifier(transfer.endToEndId),
      TxId: transfer.transactionId && identifier(transfer.transactionId),
    },
    IntrBkSttlmAmt: writeAmount(transfer.amount),
    // SLEV: charges as the scheme's rules say, the only choice in account-to-account schemes.
    ChrgBr: 'SLEV',
    Dbtr: { Nm: words(transfer.debtor.name, 140) },
    DbtrAcct: writeAccount(transfer.debtor.account),
    DbtrAgt: writeAgent(transfer.debtorAgent),
    CdtrAgt: writeAgent(transfer.creditorAgent),
    Cdtr: { Nm: words(transfer.creditor.name, 140) },
    CdtrAcct: writeAccount(transfer.creditor.account),
    RmtInf: writeRemittance(transfer.remittance),
  };
}

function readTransfer(element: Element): CustomerTransfer {
  const ids = element.child('PmtId');
  return {
    endToEndId: ids.child('EndToEndId').text(35),
    ...given({ transactionId: readIdIf(ids, 'TxId') }),
    amount: readAmount(element.child('IntrBkSttlmAmt')),
    debtor: readHolder(element, 'Dbtr'),
    debtorAgent: readAgent(element.child('DbtrAgt')),
    creditor: readHolder(element, 'Cdtr'),
    creditorAgent: readAgent(element.child('CdtrAgt')),
    ...given({ remittance: readRemittance(element.childIf('RmtInf')) }),
  };
}

function readHolder(transfer: Element, name: 'Dbtr' | 'Cdtr'): AccountHolder {
  return {
    name: transfer.child(name).child('Nm').text(140),
    account: readAccount(transfer.child(`${name}Acct`)),
  };
}
