// Outside evidence: files published by the moov-io/ach project, with the figures somebody else found in
// them. What is decided otherwise here stands in `differing`, each with its reason.

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { fileTotalsOf, readAch, writeAch } from './index.ts';

const { KASSA_VECTORS } = process.env;
const vectors = KASSA_VECTORS ?? join(import.meta.dirname, '../../../../shared/vectors');
const folder = join(vectors, 'nacha');
const here = existsSync(folder);
const absent = here ? '' : ` (skipped: ${folder} is not there)`;

type Expected = {
  readonly file: string;
  readonly all_ok: boolean;
  readonly entries?: number;
  readonly addenda?: number;
  readonly batches?: number;
  readonly fc_debit?: number;
  readonly fc_credit?: number;
};

const expected: readonly Expected[] = here
  ? JSON.parse(readFileSync(join(folder, 'EXPECTED-controls.json'), 'utf8'))
  : [];
const short = (file: string) => file.replace('nacha/dev/', '');
const read = (file: string) => readFileSync(join(folder, short(file)), 'utf8');

/** Files whose figures add up, but which are refused: where, and why that is right. */
const differing: Readonly<Record<string, string>> = {
  // The name says invalid, and it is: a control character stands in the field that the name tells.
  'testdata/Iat-invalidAddenda13.ach': 'bad_line at 7:1 record',
  'testdata/iat-invalidAddenda12.ach': 'bad_line at 6:1 record',
  'testdata/iat-invalidAddenda15.ach': 'bad_line at 9:1 record',
  'testdata/iat-invalidAddenda17.ach': 'bad_line at 11:1 record',
  // The name says invalid, and it is: change code C78, indicator 5, letters in an amount, return
  // code R96, an origin with letters.
  'testdata/iat-invalidAddenda98.ach': 'bad_field at 11:4 addenda 98 of an IAT entry: changeCode',
  'testdata/iat-invalidAddendaRecordIndicator.ach':
    'bad_field at 3:79 IAT entry detail: addendaIndicator',
  'testdata/invalid-two-micro-deposits.ach': 'bad_field at 15:30 entry detail: amount',
  'testdata/pos-invalidReturnFile.ach': 'bad_field at 4:4 addenda 99: returnCode',
  'testdata/ppd-mixedDebitCredit-invalid.ach': 'bad_field at 1:14 file header: immediateOrigin',
  // The figures of an ADV control stand in wider columns; there the file says 6000.00 of 6000.78.
  'testdata/flattenADVBatchesMultipleBatchHeaders.ach':
    'inconsistent at 22:52 ADV file control: totalCredit',
  // Two addenda 17 of one entry, both numbered 2.
  'testdata/iat-mixedDebitCredit.ach': 'inconsistent at 11:84 addenda: addendaSequence',
  // A debit in a batch that says it holds credits only.
  'testdata/20180716-IAT-A17.ach': 'inconsistent at 15:2 IAT entry detail: transactionCode',
  // The addenda's numbers stand two columns to the left of their place.
  'testdata/txp-debit.ach': 'bad_field at 4:88 addenda 05: entrySequence',
};

/** Read, but written again with what the standard asks for. */
const filledUp = ['testdata/rck.ach'];

describe(`files that others made${absent}`, () => {
  test.skipIf(!here)('every file of text is judged', () => {
    const files = ['valid', 'testdata'].flatMap((part) =>
      readdirSync(join(folder, part)).map((name) => `${part}/${name}`),
    );
    const text = files.filter((name) => name.endsWith('.ach')).sort();
    expect(expected.map(({ file }) => short(file)).sort()).toEqual(text);
  });

  test.skipIf(!here).each(expected.map((row) => [short(row.file), row] as const))(
    '%s',
    (name, row) => {
      const text = read(row.file);
      const file = readAch(text);
      if (!row.all_ok || name in differing) {
        const told = file.ok
          ? 'read'
          : `${file.error.code} at ${file.error.line}:${file.error.columns[0]} ${file.error.field}`;
        if (row.all_ok) expect(told).toBe(differing[name]);
        expect(told).toMatch(/^(bad_|inconsistent)/);
        return;
      }
      expect(file).toMatchObject({ ok: true });
      if (!file.ok) return;
      const totals = fileTotalsOf(file.value.batches);
      expect({
        records: totals.entryAddendaCount,
        batches: totals.batchCount,
        debit: totals.totalDebit.minor,
        credit: totals.totalCredit.minor,
      }).toEqual({
        records: (row.entries ?? 0) + (row.addenda ?? 0),
        batches: row.batches,
        debit: BigInt(row.fc_debit ?? -1),
        credit: BigInt(row.fc_credit ?? -1),
      });
      const lines = (whole: string) => whole.replace(/[\r\n]+$/, '').split(/\r?\n/);
      const again = lines(writeAch(file.value));
      const unfilled = again.filter((line) => !/^9+$/.test(line));
      expect(filledUp.includes(name) ? unfilled : again).toEqual(lines(text));
    },
  );
});
