// What an entry with its addenda must fulfil beyond the form of its fields. The order of the checks is
// which fault is told.

import { type Addenda, type AddendaKind, isChange, isReturn } from './addenda.ts';
import { internationalFault } from './check-international.ts';
import { entryLayouts } from './entry-detail.ts';
import type { Entry } from './file.ts';
import { checkDigitOf } from './routing-number.ts';
import { type SecRule, secCodes } from './sec-codes.ts';
import { transactionCode } from './transaction-codes.ts';

export type Fault = {
  /** Counts from the entry's own line: 0 is the entry, 1 its first addenda. */
  readonly line: number;
  readonly columns: readonly [number, number];
  readonly field: string;
  readonly expected: string;
  readonly found: string;
};

/** The first fault of the entry, if it has one. */
export function entryFault(entry: Entry, rule: SecRule): Fault | undefined {
  return (
    checkDigitFault(entry) ??
    indicatorFault(entry) ??
    transactionCodeFault(entry) ??
    amountFault(entry) ??
    addendaCountFault(entry) ??
    (rule.entry === 'international' ? internationalFault(entry) : kindsFault(entry, rule)) ??
    addendaFault(entry)
  );
}

function checkDigitFault({ detail }: Entry): Fault | undefined {
  const digit = checkDigitOf(detail.receivingDfi);
  if (digit === detail.checkDigit) return undefined;
  const expected = `${digit}, which checks ${detail.receivingDfi}`;
  return { line: 0, columns: [12, 12], field: 'checkDigit', expected, found: detail.checkDigit };
}

function indicatorFault({ detail, addenda }: Entry): Fault | undefined {
  const indicator = addenda.length > 0 ? '1' : '0';
  const found = detail.addendaIndicator;
  if (found === indicator) return undefined;
  const expected = `${indicator}, as ${addenda.length} addenda follow`;
  return { line: 0, columns: [79, 79], field: 'addendaIndicator', expected, found };
}

function transactionCodeFault(entry: Entry): Fault | undefined {
  const { detail } = entry;
  const refuse = (expected: string): Fault => ({
    ...{ line: 0, columns: [2, 3], field: 'transactionCode' },
    ...{ expected, found: detail.transactionCode },
  });
  const code = transactionCode(detail.transactionCode);
  if (!code) return refuse('a transaction code of the standard');
  if ((code.purpose === 'advice') !== (detail.kind === 'advice')) {
    return refuse(detail.kind === 'advice' ? '81 to 88' : '21 to 56');
  }
  const isBack = comesBack(entry);
  if (isBack === (code.purpose === 'return')) return undefined;
  return refuse(isBack ? 'a code of returns, as 98 or 99 follows' : 'addenda 98 or 99 to follow');
}

/** Prenotes and zero-dollar entries move nothing. */
function amountFault({ detail }: Entry): Fault | undefined {
  const purpose = transactionCode(detail.transactionCode)?.purpose;
  const isFree = purpose === 'prenote' || purpose === 'zero_dollar';
  if (!isFree || detail.amount.minor === 0n) return undefined;
  const { from, to } = entryLayouts[detail.kind].fields.amount;
  const found = String(detail.amount.minor);
  return { line: 0, columns: [from, to], field: 'amount', expected: `0, a ${purpose}`, found };
}

function addendaCountFault(entry: Entry): Fault | undefined {
  const { detail, addenda } = entry;
  if (detail.kind !== 'corporate' && detail.kind !== 'international') return undefined;
  // What comes back repeats the count of the entry that went out.
  if (comesBack(entry)) return undefined;
  const { addendaCount } = detail;
  // Some count the seven mandatory records of an IAT entry and not the others; both are read.
  const isIatHabit = detail.kind === 'international' && addendaCount === 7 && addenda.length > 7;
  if (addendaCount === addenda.length || isIatHabit) return undefined;
  const { from, to } = entryLayouts[detail.kind].fields.addendaCount;
  const [expected, found] = [String(addenda.length), String(addendaCount)];
  return { line: 0, columns: [from, to], field: 'addendaCount', expected, found };
}

function kindsFault({ addenda }: Entry, rule: SecRule): Fault | undefined {
  const [first, second] = addenda.map(({ kind }) => kind);
  if (first && !second && rule.addenda === 'change' && isChange(first)) return undefined;
  if (first && !second && rule !== secCodes.ADV && isReturn(first)) return undefined;
  const wrong = addenda.findIndex(({ kind }) => kind !== rule.addenda);
  if (wrong >= 0) {
    const expected = rule.addenda ? `addenda of a ${rule.meaning}, or one 99` : 'none, or one 99';
    const found = addenda[wrong]?.kind ?? '';
    return { line: wrong + 1, columns: [2, 3], field: 'addenda type', expected, found };
  }
  if (addenda.length >= rule.addendaMin && addenda.length <= rule.addendaMax) return undefined;
  const expected = `${rule.addendaMin} to ${rule.addendaMax} of a ${rule.meaning}`;
  return { line: 0, columns: [1, 94], field: 'addenda', expected, found: `${addenda.length}` };
}

function addendaFault(entry: Entry): Fault | undefined {
  const counted = new Map<AddendaKind, number>();
  for (const [index, record] of entry.addenda.entries()) {
    const number = (counted.get(record.kind) ?? 0) + 1;
    counted.set(record.kind, number);
    const fault = recordFault(entry, record, number);
    if (fault) return { ...fault, line: index + 1 };
  }
  return undefined;
}

/** `number` counts the addenda of this kind within the entry, 1 and up. */
function recordFault({ detail }: Entry, record: Addenda, number: number): Fault | undefined {
  const trace = detail.kind === 'advice' ? '' : detail.traceNumber;
  if ('entrySequence' in record && record.entrySequence !== trace.slice(-7)) {
    return faultAt([88, 94], 'entrySequence', trace.slice(-7), record.entrySequence);
  }
  if ('addendaSequence' in record && record.addendaSequence !== number) {
    return faultAt([84, 87], 'addendaSequence', `${number}`, `${record.addendaSequence}`);
  }
  if (record.kind === 'terminal' && record.traceNumber !== trace) {
    return faultAt([80, 94], 'traceNumber', `${trace}, the entry’s`, record.traceNumber);
  }
  return undefined;
}

function faultAt(columns: Fault['columns'], field: string, expected: string, found: string): Fault {
  return { line: 0, columns, field, expected, found };
}

function comesBack({ addenda }: Entry): boolean {
  return addenda.some(({ kind }) => isReturn(kind) || isChange(kind));
}
