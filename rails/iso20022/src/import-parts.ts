// Parts of other banks' statements, each in all the forms that its versions have had.

import { isPlainDate, type PlainDate } from '@kassa/time';
import type { Element } from './element.ts';
import { readSide } from './entry.ts';
import type { ImportedCharge, ImportedParty } from './imported-statement.ts';
import { given, readAmount } from './parts.ts';

export const textMax = 500;

/** The day that the bank wrote, in its own zone: 23:30+01:00 belongs to that evening's day. */
export function readLocalDay(element: Element): PlainDate {
  const text = element.textIf('Dt', 40) ?? element.child('DtTm').text(40);
  const day = text.slice(0, 10);
  if (isPlainDate(day)) return day;
  element.refuse('bad_value', `not a date: ${text}`);
  return '1970-01-01';
}

export function readLocalDayIf(element: Element | undefined): PlainDate | undefined {
  return element && !element.isBlank ? readLocalDay(element) : undefined;
}

/** An IBAN, or what the bank calls the account; BBAN and PrtryAcct are of the first version. */
export function readAccountId(account: Element): string {
  const id = account.child('Id');
  return (
    id.textIf('IBAN', 34) ??
    id.textIf('BBAN', 34) ??
    id.childIf('PrtryAcct')?.child('Id').text(34) ??
    id.child('Othr').child('Id').text(34)
  );
}

/** Versions to 07 name a party directly, later ones under Pty; a bank is named under Agt. */
export function readParty(
  parties: Element | undefined,
  name: 'Dbtr' | 'Cdtr',
): ImportedParty | undefined {
  const party = parties?.childIf(name);
  const bank = party?.childIf('Agt')?.childIf('FinInstnId');
  const account = parties?.childIf(`${name}Acct`);
  const read = given({
    name:
      party?.textIf('Nm', textMax) ??
      party?.childIf('Pty')?.textIf('Nm', textMax) ??
      bank?.textIf('Nm', textMax) ??
      bank?.textIf('BICFI', 11),
    account: account?.childIf('Id') ? readAccountId(account) : undefined,
  });
  return Object.keys(read).length === 0 ? undefined : read;
}

/** A code of ISO's list, or a proprietary one. */
export function readCode(element: Element | undefined): string | undefined {
  return element?.textIf('Cd', 35) ?? element?.textIf('Prtry', 35);
}

/** In the first versions one Chrgs for each; later one Chrgs with a record for each. */
export function readCharges(parent: Element): readonly ImportedCharge[] {
  return parent.children('Chrgs').flatMap((charges) => {
    const records = charges.children('Rcrd');
    const single = charges.childIf('Amt') ? [charges] : [];
    if (records.length > 0 || single.length > 0) return [...records, ...single].map(readCharge);
    const total = charges.childIf('TtlChrgsAndTaxAmt');
    return total ? [{ amount: readAmount(total) }] : [];
  });
}

function readCharge(element: Element): ImportedCharge {
  const included = element.textIf('ChrgInclInd', 5);
  return {
    amount: readAmount(element.child('Amt')),
    ...given({
      side: element.childIf('CdtDbtInd') && readSide(element),
      isIncluded: included === undefined ? undefined : isYes(included),
    }),
  };
}

/** The two spellings of XML Schema's boolean. */
export function isYes(text: string | undefined): boolean {
  return text === 'true' || text === '1';
}

export function readNumber(element: Element): number {
  const text = element.text(15).trim();
  if (!/^\d+$/.test(text)) element.refuse('bad_value', `not a number: ${text}`);
  return Number(text);
}
