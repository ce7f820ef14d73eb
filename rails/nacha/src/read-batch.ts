// One batch: header (5), entries (6) with their addenda (7), control (8).

import {
  type Addenda,
  type AddendaKind,
  addendaKindOf,
  addendaLayouts,
  isChange,
} from './addenda.ts';
import { entryFault } from './check-entry.ts';
import { compareControl, orderError } from './compare-control.ts';
import { type EntryDetail, type EntryKind, entryLayouts } from './entry-detail.ts';
import type { Problems } from './errors.ts';
import { type Batch, type Entry, orderOf, totalsOf } from './file.ts';
import { type AnyLayout, decode } from './layout.ts';
import {
  adviceBatchControl,
  type BatchHeader,
  batchControl,
  batchHeader,
  internationalBatchHeader,
} from './records.ts';
import { isSecCode, type SecRule, secCodes } from './sec-codes.ts';
import { transactionCode } from './transaction-codes.ts';

/** `at` is the index of the batch's header, `next` of what comes after its control. */
export function readBatch(
  lines: readonly string[],
  at: number,
  problem: Problems,
): { readonly batch: Batch; readonly next: number } {
  const header = readHeader(lines[at] ?? '', at + 1, problem);
  const rule = ruleOf(header, at + 1, problem);
  const entries: Entry[] = [];
  let next = at + 1;
  while (lines[next]?.[0] === '6' && !problem.found) {
    const entry = readEntry(lines, next, rule, problem);
    checkPlace(header, entries.at(-1), entry, next + 1, problem);
    entries.push(entry);
    next += 1 + entry.addenda.length;
  }
  const batch = { header, entries };
  if (problem.found) return { batch, next };
  if (entries.length === 0 || lines[next]?.[0] !== '8') {
    problem.refuse(
      orderError(lines, next, 'an entry (6), its addenda (7), or the batch control (8)'),
    );
    return { batch, next };
  }
  return {
    batch: { ...batch, ...readControl(batch, lines[next] ?? '', next + 1, problem) },
    next: next + 1,
  };
}

function readHeader(line: string, number: number, problem: Problems): BatchHeader {
  const isInternational = line.slice(50, 53) === 'IAT' || line.slice(4, 10) === 'IATCOR';
  return isInternational
    ? { kind: 'international', ...decode(internationalBatchHeader, line, number, problem) }
    : { kind: 'domestic', ...decode(batchHeader, line, number, problem) };
}

function ruleOf(header: BatchHeader, line: number, problem: Problems): SecRule {
  const { secCode, serviceClass } = header;
  const refuse = (
    columns: readonly [number, number],
    field: string,
    expected: string,
    found: string,
  ) =>
    problem.refuse({
      ...{ code: 'bad_field', line, columns },
      ...{ field: `batch header: ${field}`, expected, found },
    });
  if (!isSecCode(secCode)) {
    refuse([51, 53], 'secCode', `one of ${Object.keys(secCodes).join(', ')}`, secCode);
    return secCodes.PPD;
  }
  if ((secCode === 'ADV') !== (serviceClass === '280')) {
    refuse([2, 4], 'serviceClass', secCode === 'ADV' ? '280' : '200, 220 or 225', serviceClass);
  }
  // A notification about an international entry repeats that entry whole.
  return header.kind === 'international' ? secCodes.IAT : secCodes[secCode];
}

function readEntry(lines: readonly string[], at: number, rule: SecRule, problem: Problems): Entry {
  const detail = readDetail(rule.entry, lines[at] ?? '', at + 1, problem);
  const addenda: Addenda[] = [];
  for (let next = at + 1; lines[next]?.[0] === '7' && !problem.found; next += 1) {
    const line = lines[next] ?? '';
    const kind = addendaKindOf(line, rule.entry === 'international');
    if (kind) addenda.push(readAddenda(kind, line, next + 1, problem));
    else problem.refuse({ ...orderError(lines, next, 'a known addenda type'), columns: [2, 3] });
  }
  const entry = { detail, addenda };
  if (problem.found) return entry;
  const fault = entryFault(entry, rule);
  if (!fault) return entry;
  const record = fault.line === 0 ? entryLayouts[rule.entry].name : 'addenda';
  problem.refuse({
    ...{ ...fault, code: 'inconsistent' },
    ...{ line: at + 1 + fault.line, field: `${record}: ${fault.field}` },
  });
  return entry;
}

function readDetail(kind: EntryKind, line: string, number: number, problem: Problems): EntryDetail {
  const layout: AnyLayout = entryLayouts[kind];
  return { kind, ...decode(layout, line, number, problem) } as EntryDetail;
}

function readAddenda(kind: AddendaKind, line: string, number: number, problem: Problems): Addenda {
  const layout: AnyLayout = addendaLayouts[kind];
  return { kind, ...decode(layout, line, number, problem) } as Addenda;
}

/** An entry in its batch: after the one before, by the bank of the header, in the header's direction. */
function checkPlace(
  header: BatchHeader,
  before: Entry | undefined,
  { detail, addenda }: Entry,
  line: number,
  problem: Problems,
): void {
  const refuse = (
    columns: readonly [number, number],
    field: string,
    expected: string,
    found: string,
  ) =>
    problem.refuse({
      ...{ code: 'inconsistent', line, columns },
      ...{ field: `${entryLayouts[detail.kind].name}: ${field}`, expected, found },
    });
  const side = transactionCode(detail.transactionCode)?.side;
  const only = { 200: side, 220: 'credit', 225: 'debit', 280: side }[Number(header.serviceClass)];
  if (side !== only) {
    const expected = `a ${only}, as the batch is of class ${header.serviceClass}`;
    refuse([2, 3], 'transactionCode', expected, detail.transactionCode);
  }
  const isChanged = addenda.some(({ kind }) => isChange(kind));
  if (isChanged !== (header.secCode === 'COR')) {
    const expected = isChanged ? 'addenda 98 in batches of class COR only' : 'addenda 98 to follow';
    refuse([79, 79], 'addenda', expected, header.secCode);
  }
  if (detail.kind !== 'advice' && !detail.traceNumber.startsWith(header.originatingDfi)) {
    const expected = `${header.originatingDfi}… as in the batch header`;
    refuse([80, 87], 'traceNumber', expected, detail.traceNumber);
  }
  if (before && orderOf(detail) <= orderOf(before.detail)) {
    const columns = detail.kind === 'advice' ? ([91, 94] as const) : ([80, 94] as const);
    const expected = `more than ${orderOf(before.detail)}, the entry before`;
    refuse(columns, 'order', expected, String(orderOf(detail)));
  }
}

function readControl(
  batch: Batch,
  line: string,
  number: number,
  problem: Problems,
): Partial<Batch> {
  const { serviceClass, originatingDfi, batchNumber, companyId, secCode } = batch.header;
  const wanted = { serviceClass, ...totalsOf(batch.entries), originatingDfi, batchNumber };
  if (secCode === 'ADV') {
    const said = decode(adviceBatchControl, line, number, problem);
    compareControl(adviceBatchControl, said, wanted, number, problem);
    return said.operatorText === '' ? {} : { operatorText: said.operatorText };
  }
  const said = decode(batchControl, line, number, problem);
  // Some put the id to the right here and to the left in the header, and some leave it out.
  const compared = { ...said, companyId: said.companyId.trim() || companyId.trim() };
  compareControl(
    batchControl,
    compared,
    { ...wanted, companyId: companyId.trim() },
    number,
    problem,
  );
  return {
    ...(said.companyId !== companyId && { controlCompanyId: said.companyId }),
    ...(said.authenticationCode !== '' && { authenticationCode: said.authenticationCode }),
  };
}
