import { money } from '@kassa/money';
import { unwrap } from '@kassa/result';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addendaLayouts } from './addenda.ts';
import { entryLayouts } from './entry-detail.ts';
import {
  type AchFile,
  changeFile,
  type Entry,
  fileTotalsOf,
  isReturnReason,
  isRoutingNumber,
  type Received,
  type ReturnReason,
  readAch,
  returnFile,
  returnReasons,
  secCodes,
  totalsOf,
  writeAch,
} from './index.ts';
import { type AnyLayout, usd } from './layout.ts';
import * as records from './records.ts';
import { anyFile, goodFile } from './testing/files.ts';

const layouts: readonly AnyLayout[] = [
  ...Object.values(records),
  ...Object.values(entryLayouts),
  ...Object.values(addendaLayouts),
];

describe('the tables', () => {
  test.each(layouts.map((layout) => [layout.name, layout] as const))(
    '%s: every column has one owner',
    (_name, layout) => {
      const owners = [...Object.values(layout.fields), ...layout.fixed].flatMap(({ from, to }) =>
        Array.from({ length: to - from + 1 }, (_, index) => from + index),
      );
      const columns = Array.from({ length: 94 }, (_, index) => index + 1);
      expect(owners.sort((a, b) => a - b)).toEqual(columns);
    },
  );

  test('hold every code of the standard, and no others', () => {
    expect(Object.keys(secCodes)).toHaveLength(23);
    const gaps = ['R00', 'R48', 'R54', 'R63', 'R78', 'R86'];
    expect(gaps.filter(isReturnReason)).toEqual([]);
    expect(Object.keys(returnReasons)).toHaveLength(70);
  });

  test.each([
    ['231380104', true],
    ['121042882', true],
    ['231380105', false],
    ['213380104', false],
    ['12104288', false],
  ])('%s is a routing number: %s', (number, is) => {
    expect(isRoutingNumber(number)).toBe(is);
  });
});

describe('a file', () => {
  test('of any entries is read back as it was written', () => {
    fc.assert(
      fc.property(anyFile, (file) => {
        const text = writeAch(file);
        expect(unwrap(readAch(text))).toEqual(file);
        expect(text.split('\n')).toHaveLength(fileTotalsOf(file.batches).blockCount * 10 + 1);
      }),
      { numRuns: 60 },
    );
  });

  test('never crashes the reader, whatever is cut out of it or put into it', () => {
    const good = writeAch(goodFile);
    const cut = fc.record({ from: fc.nat(good.length), length: fc.nat(99), put: fc.string() });
    fc.assert(
      fc.property(cut, ({ from, length, put }) => {
        const text = good.slice(0, from) + put + good.slice(from + length);
        const read = readAch(text);
        if (!read.ok) expect(read.error.line).toBeGreaterThan(0);
      }),
      { numRuns: 300 },
    );
  });

  const lines = writeAch(goodFile).split('\n').slice(0, 10);
  const put = (line: number, column: number, text: string) =>
    lines
      .map((old, index) =>
        index === line - 1
          ? old.slice(0, column - 1) + text + old.slice(column - 1 + text.length)
          : old,
      )
      .join('\n');
  const without = (line: number) => lines.filter((_, index) => index !== line - 1).join('\n');

  test('that the table below spoils is whole before', () => {
    expect(lines.map((line) => line[0]).join('')).toBe('1567678999');
    expect(readAch(lines.join('\r\n'))).toEqual({ ok: true, value: goodFile });
  });

  test.each([
    ['nothing', '', 'bad_line', 1, [1, 94]],
    ['a line too short', put(3, 94, '').slice(0, -1).replace(/.\n/, '\n'), 'bad_line', 1, [1, 94]],
    ['a letter beyond ASCII', put(3, 55, 'é'), 'bad_line', 3, [1, 94]],
    ['too many records', '9\n'.repeat(200_001), 'too_large', 1, [1, 94]],
    ['endless text', ' '.repeat(20_000_001), 'too_large', 1, [1, 94]],
    ['endless line ends', `${'\n'.repeat(19_000_000)}x`, 'too_large', 1, [1, 94]],
    ['no file header', without(1), 'bad_order', 1, [1, 94]],
    ['no batch header', without(2), 'bad_order', 2, [1, 94]],
    ['no batch control', without(7), 'bad_order', 7, [1, 94]],
    ['no file control', lines.slice(0, 7).join('\n'), 'bad_order', 8, [1, 94]],
    ['a part of its filling', `${lines.join('\n')}\n${'9'.repeat(94)}`, 'bad_order', 11, [1, 94]],
    ['more after its end', put(10, 1, '8'), 'bad_order', 10, [1, 94]],
    ['another record size', put(1, 35, '096'), 'bad_field', 1, [35, 40]],
    ['a destination that is no bank', put(1, 13, '5'), 'inconsistent', 1, [4, 13]],
    ['a 13th month', put(1, 26, '13'), 'bad_field', 1, [24, 29]],
    ['a class of entries unknown', put(2, 51, 'XYZ'), 'bad_field', 2, [51, 53]],
    ['a service class of advices', put(2, 2, '280'), 'bad_field', 2, [2, 4]],
    ['credits in a batch of debits', put(2, 2, '225'), 'inconsistent', 3, [2, 3]],
    ['a code for no account', put(3, 2, '12'), 'inconsistent', 3, [2, 3]],
    ['a return without a reason', put(3, 2, '21'), 'inconsistent', 3, [2, 3]],
    ['a prenote with money', put(3, 2, '23'), 'inconsistent', 3, [30, 39]],
    ['a wrong check digit', put(3, 12, '5'), 'inconsistent', 3, [12, 12]],
    ['letters for an amount', put(3, 30, 'ABC'), 'bad_field', 3, [30, 39]],
    ['addenda not announced', put(3, 79, '0'), 'inconsistent', 3, [79, 79]],
    ['another bank’s trace number', put(5, 80, '9'), 'inconsistent', 5, [80, 87]],
    ['trace numbers that go back', put(5, 94, '1'), 'inconsistent', 6, [88, 94]],
    ['an addenda of another class', put(4, 2, '02'), 'bad_field', 4, [26, 29]],
    ['a class of other addenda', put(2, 51, 'COR'), 'inconsistent', 4, [2, 3]],
    ['an addenda of no type', put(4, 2, '42'), 'bad_order', 4, [2, 3]],
    ['an addenda not in order', put(4, 87, '2'), 'inconsistent', 4, [84, 87]],
    ['an addenda of another entry', put(4, 94, '2'), 'inconsistent', 4, [88, 94]],
    ['two addenda where one may be', put(5, 1, lines[3] ?? ''), 'inconsistent', 3, [1, 94]],
    ['a count that differs', put(7, 10, '5'), 'inconsistent', 7, [5, 10]],
    ['a hash that differs', put(7, 20, '9'), 'inconsistent', 7, [11, 20]],
    ['debits that differ', put(7, 32, '9'), 'inconsistent', 7, [21, 32]],
    ['credits that differ', put(7, 44, '9'), 'inconsistent', 7, [33, 44]],
    ['another company at its end', put(7, 45, 'X'), 'inconsistent', 7, [45, 54]],
    ['another class at its end', put(7, 2, '220'), 'inconsistent', 7, [2, 4]],
    ['another bank at its end', put(7, 80, '9'), 'inconsistent', 7, [80, 87]],
    ['another number at its end', put(7, 94, '9'), 'inconsistent', 7, [88, 94]],
    ['a batch too many', put(8, 7, '2'), 'inconsistent', 8, [2, 7]],
    ['a block too many', put(8, 13, '2'), 'inconsistent', 8, [8, 13]],
    ['a record too many', put(8, 21, '9'), 'inconsistent', 8, [14, 21]],
    ['another hash in all', put(8, 31, '9'), 'inconsistent', 8, [22, 31]],
    ['another total in all', put(8, 55, '9'), 'inconsistent', 8, [44, 55]],
  ])('with %s is refused, and told where', (_what, text, code, line, columns) => {
    const read = readAch(text);
    expect(read.ok ? 'read' : [read.error.code, read.error.line, read.error.columns]).toEqual([
      code,
      line,
      columns,
    ]);
  });

  test('that does not add up cannot be written', () => {
    const [batch] = goodFile.batches;
    if (!batch) throw new Error('no batch');
    const header = { ...batch.header, serviceClass: '225' };
    expect(() => writeAch({ ...goodFile, batches: [{ ...batch, header }] })).toThrow(/225/);
  });
});

describe('an answer to the bank that sent a file', () => {
  const answering = { dfi: '23138010', sequence: 1 };
  /** Entries that may be answered: no advices, nothing that comes back already. */
  const received = anyFile.map((file) =>
    file.batches
      .filter(({ header }) => !['ADV', 'COR'].includes(header.secCode))
      .flatMap(({ header, entries }) => entries.map((entry) => ({ header, entry })))
      .filter(({ entry }) => !entry.addenda.some((record) => 'returnCode' in record)),
  );
  const about = ({ entry: { detail } }: Received) => ({
    originalTrace: detail.kind === 'advice' ? '' : detail.traceNumber,
    originalDfi: detail.receivingDfi,
  });

  test('of returns gives every entry of any file back', () => {
    const reasons = fc.constantFrom<ReturnReason>('R01', 'R03', 'R10');
    fc.assert(
      fc.property(received, reasons, (ones, reason) => {
        const information = 'as the customer says';
        const returns = ones.map((one) => ({ ...one, reason, information }));
        const entries = written(returnFile(goodFile.header, answering, returns));
        expect(entries.map(({ addenda }) => addenda.at(-1))).toMatchObject(
          ones.map((one) => ({ ...about(one), returnCode: reason, information })),
        );
        expect(entries.map(({ detail }) => [detail.receivingDfi, detail.amount])).toEqual(
          ones.map(({ header, entry }) => [header.originatingDfi, entry.detail.amount]),
        );
      }),
      { numRuns: 30 },
    );
  });

  test('of changes says what to correct, and moves nothing', () => {
    fc.assert(
      fc.property(received, (ones) => {
        const changes = ones.map((one) => ({
          ...{ ...one, code: 'C01' as const, correctedText: '1918171614' },
        }));
        const entries = written(changeFile(goodFile.header, answering, changes));
        expect(entries.map(({ addenda }) => addenda.at(-1))).toMatchObject(
          ones.map((one) => ({ ...about(one), changeCode: 'C01', correctedText: '1918171614' })),
        );
        expect(totalsOf(entries)).toMatchObject({
          totalDebit: money(usd, 0),
          totalCredit: money(usd, 0),
        });
      }),
      { numRuns: 30 },
    );
  });

  test('about an international entry is of class COR if it says what to correct, and only then', () => {
    const batch = fc
      .sample(anyFile, { numRuns: 200, seed: 7 })
      .flatMap(({ batches }) => batches)
      .find(({ header, entries }) => {
        const [first] = entries;
        return (
          header.kind === 'international' &&
          first &&
          !('returnCode' in (first.addenda.at(-1) ?? {}))
        );
      });
    const [entry] = batch?.entries ?? [];
    if (batch?.header.kind !== 'international' || !entry) throw new Error('no such batch');
    const { header } = batch;
    const write = (secCode: 'IAT' | 'COR', only: Entry) => {
      const indicator = secCode === 'COR' ? 'IATCOR' : '';
      const dfi = {
        originatingDfi: only.detail.kind === 'advice' ? '' : only.detail.traceNumber.slice(0, 8),
      };
      const changed = { ...header, secCode, indicator, ...dfi };
      return writeAch({ ...goodFile, batches: [{ header: changed, entries: [only] }] });
    };
    const change = { header, entry, code: 'C08' as const, correctedText: '9722-C3' };
    const [corrected] = changeFile(goodFile.header, answering, [change]).batches[0]?.entries ?? [];
    if (!corrected) throw new Error('no notification');
    expect(write('IAT', entry)).toContain('IAT');
    expect(write('COR', corrected)).toContain('IATCOR');
    expect(() => write('COR', entry)).toThrow(/98 to follow/);
    expect(() => write('IAT', corrected)).toThrow(/class COR only/);
  });

  test('is not given to a return', () => {
    const [batch] = goodFile.batches;
    const [entry] = batch?.entries ?? [];
    if (!batch || !entry) throw new Error('no entry');
    const returns = [{ header: batch.header, entry, reason: 'R01' as const }];
    const once = returnFile(goodFile.header, answering, returns);
    const again = once.batches.flatMap(({ header, entries }) =>
      entries.map((returned) => ({ header, entry: returned, reason: 'R01' as const })),
    );
    expect(again).toHaveLength(1);
    expect(() => returnFile(goodFile.header, answering, again)).toThrow(/is not sent back/);
  });

  function written(file: AchFile): readonly Entry[] {
    return unwrap(readAch(writeAch(file))).batches.flatMap(({ entries }) => entries);
  }
});
