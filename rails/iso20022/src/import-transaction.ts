// One transaction below an entry (TxDtls).

import type { Money } from '@kassa/money';
import type { Element } from './element.ts';
import { readSide } from './entry.ts';
import { readCharges, readCode, readParty, textMax } from './import-parts.ts';
import type { ImportedReferences, ImportedTransaction } from './imported-statement.ts';
import { given, readAmount } from './parts.ts';

const references = {
  messageId: 'MsgId',
  servicerReference: 'AcctSvcrRef',
  paymentInformationId: 'PmtInfId',
  instructionId: 'InstrId',
  endToEndId: 'EndToEndId',
  transactionId: 'TxId',
  uetr: 'UETR',
  mandateId: 'MndtId',
  chequeNumber: 'ChqNb',
  clearingReference: 'ClrSysRef',
} satisfies Record<keyof ImportedReferences, string>;

/** `side` is the entry's, for transactions that have none of their own. */
export function readTransaction(
  element: Element,
  side: ImportedTransaction['side'],
): ImportedTransaction {
  const details = element.childIf('AmtDtls');
  const parties = element.childIf('RltdPties');
  const remittance = element.childIf('RmtInf');
  const amount = element.childIf('Amt') ?? details?.childIf('TxAmt')?.childIf('Amt');
  const instructed = details?.childIf('InstdAmt')?.childIf('Amt');
  const lines = remittance?.children('Ustrd').filter((line) => !line.isBlank) ?? [];
  return {
    references: readReferences(element.childIf('Refs')),
    side: element.childIf('CdtDbtInd') ? readSide(element) : side,
    charges: readCharges(element),
    creditorReferences: readCreditorReferences(remittance),
    ...given({
      amount: amount && readAmount(amount),
      instructed: instructed && readOther(instructed, amount),
      exchange: readExchange(details),
      debtor: readParty(parties, 'Dbtr'),
      creditor: readParty(parties, 'Cdtr'),
      remittance: lines.length > 0 ? lines.map((line) => line.text(textMax)).join(' ') : undefined,
      returned: readReturned(element.childIf('RtrInf')),
    }),
  };
}

function readReferences(refs: Element | undefined): ImportedReferences {
  const read = Object.entries(references).map(([name, tag]) => [name, refs?.textIf(tag, 36)]);
  return given<ImportedReferences>(Object.fromEntries(read));
}

/** What was ordered is worth telling only where it is not the same. */
function readOther(instructed: Element, amount: Element | undefined): Money | undefined {
  const ordered = readAmount(instructed);
  const moved = amount && readAmount(amount);
  const isSame = moved?.currency === ordered.currency && moved.minor === ordered.minor;
  return isSame ? undefined : ordered;
}

function readExchange(details: Element | undefined): ImportedTransaction['exchange'] {
  for (const name of ['InstdAmt', 'TxAmt', 'CntrValAmt']) {
    const [exchange] = details?.childIf(name)?.children('CcyXchg') ?? [];
    if (!exchange) continue;
    return {
      from: exchange.child('SrcCcy').text(3),
      rate: exchange.child('XchgRate').text(24),
      ...given({ to: exchange.textIf('TrgtCcy', 3) }),
    };
  }
  return undefined;
}

function readCreditorReferences(remittance: Element | undefined): readonly string[] {
  const structured = remittance?.children('Strd') ?? [];
  return structured.flatMap((one) => {
    const info = one.childIf('CdtrRefInf');
    // CdtrRef is the first version's word.
    const reference = info?.textIf('Ref', 35) ?? info?.textIf('CdtrRef', 35);
    return reference === undefined ? [] : [reference];
  });
}

function readReturned(element: Element | undefined): ImportedTransaction['returned'] {
  if (!element) return undefined;
  const code = readCode(element.childIf('Rsn') ?? element.childIf('RtrRsn'));
  const lines = element.children('AddtlInf').filter((line) => !line.isBlank);
  const text = lines.map((line) => line.text(textMax)).join(' ');
  return { code: code ?? '', ...given({ text: text === '' ? undefined : text }) };
}
