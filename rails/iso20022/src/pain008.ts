// pain.008.001.08, customer direct debit initiation: a creditor has its bank collect what debtors owe.

import type { Money } from '@kassa/money';
import type { Result } from '@kassa/result';
import type { Instant, PlainDate } from '@kassa/time';
import { checkControlSum, writeControlSum } from './control-sum.ts';
import { type Element, readDocument } from './element.ts';
import type { Iso20022Error } from './errors.ts';
import { checkCount } from './group-header.ts';
import {
  type AccountHolder,
  given,
  readAccount,
  readAgent,
  readAmount,
  readDate,
  readIdIf,
  readInstant,
  readRemittance,
  writeAccount,
  writeAgent,
  writeAmount,
  writeInstant,
  writeRemittance,
} from './parts.ts';
import { identifier, type Tree, words, writeDocument } from './tree.ts';

const namespace = 'urn:iso:std:iso:20022:tech:xsd:pain.008.001.08';

const sequences = ['FRST', 'RCUR', 'FNAL', 'OOFF'] as const;

export type DirectDebitInitiation = {
  readonly messageId: string;
  readonly createdAtMs: Instant;
  /** Who hands it in, by name. */
  readonly initiator: string;
  readonly batches: readonly CollectionBatch[];
};

export type CollectionBatch = {
  readonly id: string;
  readonly collectOn: PlainDate;
  /** The scheme's code: CORE, B2B or a clearing house's own. */
  readonly scheme: string;
  /** First, recurring or final of a mandate's collections, or its only one. */
  readonly sequence: (typeof sequences)[number];
  readonly creditor: AccountHolder;
  readonly creditorAgent: string;
  /** The creditor's identifier in the scheme; mandates are given to it. */
  readonly creditorId: string;
  readonly collections: readonly Collection[];
};

export type Collection = {
  /** The clearing house's reference of this one, where it has passed one. */
  readonly instructionId?: string;
  readonly endToEndId: string;
  readonly amount: Money;
  readonly mandateId: string;
  readonly mandateSignedOn: PlainDate;
  readonly debtor: AccountHolder;
  readonly debtorAgent: string;
  readonly remittance?: string;
};

export function writePain008(message: DirectDebitInitiation): string {
  const all = message.batches.flatMap((batch) => batch.collections);
  return writeDocument(namespace, {
    CstmrDrctDbtInitn: {
      GrpHdr: {
        MsgId: identifier(message.messageId),
        CreDtTm: writeInstant(message.createdAtMs),
        NbOfTxs: String(all.length),
        CtrlSum: writeControlSum(all.map(({ amount }) => amount)),
        InitgPty: { Nm: words(message.initiator, 140) },
      },
      PmtInf: message.batches.map(writeBatch),
    },
  });
}

export function readPain008(text: string): Result<DirectDebitInitiation, Iso20022Error> {
  return readDocument(text, namespace, 'CstmrDrctDbtInitn', (message) => {
    const header = message.child('GrpHdr');
    const batches = message.oneOrMore('PmtInf').map(readBatch);
    const all = batches.flatMap((batch) => batch.collections);
    checkSums(header, all);
    return {
      messageId: header.child('MsgId').text(35),
      createdAtMs: readInstant(header.child('CreDtTm')),
      initiator: header.child('InitgPty').child('Nm').text(140),
      batches,
    };
  });
}

function writeBatch(batch: CollectionBatch): Tree {
  return {
    PmtInfId: identifier(batch.id),
    PmtMtd: 'DD',
    NbOfTxs: String(batch.collections.length),
    CtrlSum: writeControlSum(batch.collections.map(({ amount }) => amount)),
    PmtTpInf: {
      SvcLvl: { Cd: 'SEPA' },
      LclInstrm: { Cd: identifier(batch.scheme) },
      SeqTp: batch.sequence,
    },
    ReqdColltnDt: batch.collectOn,
    Cdtr: { Nm: words(batch.creditor.name, 140) },
    CdtrAcct: writeAccount(batch.creditor.account),
    CdtrAgt: writeAgent(batch.creditorAgent),
    ChrgBr: 'SLEV',
    CdtrSchmeId: {
      Id: { PrvtId: { Othr: { Id: identifier(batch.creditorId), SchmeNm: { Prtry: 'SEPA' } } } },
    },
    DrctDbtTxInf: batch.collections.map(writeCollection),
  };
}

function writeCollection(one: Collection): Tree {
  return {
    PmtId: {
      InstrId: one.instructionId && identifier(one.instructionId),
      EndToEndId: identifier(one.endToEndId),
    },
    InstdAmt: writeAmount(one.amount),
    DrctDbtTx: {
      MndtRltdInf: { MndtId: identifier(one.mandateId), DtOfSgntr: one.mandateSignedOn },
    },
    DbtrAgt: writeAgent(one.debtorAgent),
    Dbtr: { Nm: words(one.debtor.name, 140) },
    DbtrAcct: writeAccount(one.debtor.account),
    RmtInf: writeRemittance(one.remittance),
  };
}

function readBatch(element: Element): CollectionBatch {
  const type = element.child('PmtTpInf');
  const said = type.child('SeqTp');
  const sequence = sequences.find((code) => code === said.text(4));
  if (!sequence) said.refuse('bad_value', `none of ${sequences.join(', ')}`);
  if (element.child('PmtMtd').text(3) !== 'DD')
    element.child('PmtMtd').refuse('bad_value', 'not DD');
  const collections = element.oneOrMore('DrctDbtTxInf').map(readCollection);
  checkSums(element, collections);
  return {
    id: element.child('PmtInfId').text(35),
    collectOn: readDate(element.child('ReqdColltnDt')),
    scheme: type.child('LclInstrm').child('Cd').text(35),
    sequence: sequence ?? 'OOFF',
    creditor: readHolder(element, 'Cdtr'),
    creditorAgent: readAgent(element.child('CdtrAgt')),
    creditorId: element
      .child('CdtrSchmeId')
      .child('Id')
      .child('PrvtId')
      .child('Othr')
      .child('Id')
      .text(35),
    collections,
  };
}

function readCollection(element: Element): Collection {
  const mandate = element.child('DrctDbtTx').child('MndtRltdInf');
  return {
    ...given({ instructionId: readIdIf(element.child('PmtId'), 'InstrId') }),
    endToEndId: element.child('PmtId').child('EndToEndId').text(35),
    amount: readAmount(element.child('InstdAmt')),
    mandateId: mandate.child('MndtId').text(35),
    mandateSignedOn: readDate(mandate.child('DtOfSgntr')),
    debtor: readHolder(element, 'Dbtr'),
    debtorAgent: readAgent(element.child('DbtrAgt')),
    ...given({ remittance: readRemittance(element.childIf('RmtInf')) }),
  };
}

function readHolder(parent: Element, name: 'Cdtr' | 'Dbtr'): AccountHolder {
  return {
    name: parent.child(name).child('Nm').text(140),
    account: readAccount(parent.child(`${name}Acct`)),
  };
}

/** Count and sum, both of the message and of each batch; a batch may leave them out. */
function checkSums(parent: Element, collections: readonly Collection[]): void {
  const count = parent.childIf('NbOfTxs');
  if (count) checkCount(count, collections.length);
  checkControlSum(
    parent.childIf('CtrlSum'),
    collections.map(({ amount }) => amount),
  );
}
