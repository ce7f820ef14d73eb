// One entry of another bank's statement (Ntry), with the batch and transactions below it.

import type { Element } from './element.ts';
import { readSide } from './entry.ts';
import { isYes, readCharges, readLocalDayIf, readNumber, textMax } from './import-parts.ts';
import { readTransaction } from './import-transaction.ts';
import type { ImportedBatch, ImportedEntry } from './imported-statement.ts';
import { given, readAmount } from './parts.ts';

const statuses: Readonly<Record<string, ImportedEntry['status']>> = {
  BOOK: 'booked',
  PDNG: 'pending',
  INFO: 'information',
  FUTR: 'future',
};

export function readImportedEntry(element: Element): ImportedEntry {
  const side = readSide(element);
  const details = element.children('NtryDtls');
  // The first version has batch and transactions beside the entry's own fields.
  const holders = details.length > 0 ? details : [element];
  const transactions = holders.flatMap((holder) => holder.children('TxDtls'));
  return {
    amount: readAmount(element.child('Amt')),
    side,
    isReversal: isYes(element.textIf('RvslInd', 5)),
    status: statuses[readStatus(element)] ?? 'other',
    charges: readCharges(element),
    transactions: transactions.map((one) => readTransaction(one, side)),
    ...given({
      bookedOn: readLocalDayIf(element.childIf('BookgDt')),
      valueOn: readLocalDayIf(element.childIf('ValDt')),
      reference: element.textIf('NtryRef', 35),
      servicerReference: element.textIf('AcctSvcrRef', 35),
      kind: readKind(element.childIf('BkTxCd')),
      batch: readBatch(holders),
      text: element.textIf('AddtlNtryInf', textMax),
    }),
  };
}

/** Text itself to version 07, then a code or a proprietary one below it. */
function readStatus(element: Element): string {
  const status = element.child('Sts');
  return status.textIf('Cd', 4) ?? status.textIf('Prtry', 35) ?? status.text(4);
}

function readKind(code: Element | undefined): string | undefined {
  const domain = code?.childIf('Domn');
  const family = domain?.childIf('Fmly');
  const parts = [domain?.textIf('Cd', 4), family?.textIf('Cd', 4), family?.textIf('SubFmlyCd', 4)];
  const known = parts.filter((part) => part !== undefined).join('/');
  return known === '' ? code?.childIf('Prtry')?.textIf('Cd', 35) : known;
}

/** The first batch that is told of; an entry is one batch, or none. */
function readBatch(holders: readonly Element[]): ImportedBatch | undefined {
  const [batch] = holders.flatMap((holder) => holder.children('Btch'));
  if (!batch) return undefined;
  const count = batch.childIf('NbOfTxs');
  const total = batch.childIf('TtlAmt');
  return given({
    messageId: batch.textIf('MsgId', 35),
    paymentInformationId: batch.textIf('PmtInfId', 35),
    count: count && readNumber(count),
    total: total && readAmount(total),
  });
}
