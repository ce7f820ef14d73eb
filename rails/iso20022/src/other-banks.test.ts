// Outside evidence: statements and payments that others published, with verdicts that others reached.

import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { unwrap } from '@kassa/result';
import { describe, expect, test } from 'vitest';
import { checkBalances, importStatements, validateAgainst } from './index.ts';

const { KASSA_VECTORS } = process.env;
const vectors = KASSA_VECTORS ?? join(import.meta.dirname, '../../../../shared/vectors');
const folder = join(vectors, 'iso20022');
const here = existsSync(folder);
const absent = here ? '' : ` (skipped: ${folder} is not there)`;

type Expected = {
  readonly file: string;
  readonly msg: string;
  readonly xsd: string;
  readonly xsd_valid: boolean;
  readonly err?: string;
};

const expected: readonly Expected[] = here
  ? JSON.parse(readFileSync(join(folder, 'EXPECTED-xsd.json'), 'utf8'))
  : [];
const short = ({ file }: Expected) => file.replace('iso20022/dev/', '');
const read = (row: Expected) => readFileSync(join(folder, short(row)), 'utf8');
const statements = expected.filter(({ msg }) => /^camt\.05[234]\./.test(msg));
const loading = statements.filter((row) => row.xsd_valid);

describe(`files of others${absent}`, () => {
  test.skipIf(!here)(
    'each gets the verdict of its schema, and the schema’s reason',
    async () => {
      const names = [...new Set(expected.map(({ xsd }) => xsd))];
      const schemas = names.map((name) => readFileSync(join(folder, 'xsd', name), 'utf8'));
      const verdicts = await validateAgainst(schemas, expected.map(read));
      const told = verdicts.map((verdict) => {
        if (verdict.ok) return verdict.value;
        return verdict.error.code === 'against_schema' ? verdict.error.faults[0]?.reason : 'unread';
      });
      // Their reasons begin with the line and name of the element, and end where the list cut them off.
      const wanted = expected.map(
        ({ err, msg }) => err?.replace(/^:\d+: element \w+: /, '') ?? msg,
      );
      expect(told.map((one, index) => one?.slice(0, wanted[index]?.length))).toEqual(wanted);
      expect(verdicts.map(({ ok }) => ok)).toEqual(expected.map((row) => row.xsd_valid));
    },
    60_000,
  );
});

/** Closing less opening less entries, in minor units, of those that do not add up; and why. */
const notAdding: Readonly<Record<string, number>> = {
  // Balances of every type, each of another made-up amount.
  'genkgo/camt053.v2.all-balance-types.xml': -582,
  // The opening has the first of two debits in it already.
  'samples-moov/200519_camt.052_P_CH2909000000250094239_1110092686_0_2019042416072347.xml': 10_300,
  // A credit of the next day's value is listed, and stands in the forward balance alone.
  'samples-moov/camt.053_P_CH2909000000250094239_1110092698_0_2020112503071366.xml': -153_700,
};
/** Opening and closing are of several currencies. */
const mixed = [
  'genkgo/camt053.v2.minimal.ultimate.xml',
  'genkgo/camt053.v2.with-party-ids.xml',
  'genkgo/camt053.v3.xml',
  'genkgo/camt053.v8.xml',
];

describe(`statements of other banks${absent}`, () => {
  test.skipIf(!here).each(loading.map((row) => [short(row), row] as const))(
    '%s loads',
    (name, row) => {
      const text = read(row);
      const loaded = unwrap(importStatements(text));
      const bare = text.replaceAll(/<!--[\s\S]*?-->/g, '');
      const count = (tag: string) => bare.split(`<${tag}>`).length - 1;
      const all = loaded.statements;
      const entries = all.flatMap((one) => one.entries);
      expect({
        message: loaded.message,
        statements: all.length,
        balances: all.flatMap((one) => one.balances).length,
        entries: entries.length,
        transactions: entries.flatMap((one) => one.transactions).length,
      }).toEqual({
        message: row.msg,
        statements: count('Stmt') + count('Rpt') + count('Ntfctn'),
        balances: count('Bal'),
        entries: count('Ntry'),
        transactions: count('TxDtls'),
      });
      const hasBoth = /<Cd>(OPBD|PRCD|OPAV)</.test(bare) && /<Cd>(CLBD|ITBD|CLAV)</.test(bare);
      for (const statement of all) {
        const check = checkBalances(statement);
        expect(check !== undefined).toBe(hasBoth && !mixed.includes(name));
        if (check) expect(Number(check.difference.minor)).toBe(notAdding[name] ?? 0);
      }
    },
  );

  test.skipIf(!here)('of those that their schema refuses, none slips through', () => {
    const refused = statements.filter((row) => !row.xsd_valid);
    expect(refused.map((row) => importStatements(read(row)).ok)).toEqual([false, false, false]);
  });

  test.skipIf(!here)('charges, another currency, returns and references come along', () => {
    const of = (part: string) => {
      const row = loading.find(({ file }) => file.includes(part));
      if (!row) throw new Error(`no ${part}`);
      return unwrap(importStatements(read(row))).statements.flatMap((one) => one.entries);
    };
    const finnish = of('FI_camt_053').flatMap((entry) => entry.transactions);
    expect(finnish).toContainEqual(
      expect.objectContaining({
        amount: { currency: 'EUR', minor: 212_000n },
        instructed: { currency: 'USD', minor: 320_000n },
        exchange: { from: 'USD', to: 'EUR', rate: '0.666667' },
        charges: [{ amount: { currency: 'EUR', minor: 2_000n } }],
      }),
    );
    expect(of('ESR-ASR').map((entry) => entry.charges)).toContainEqual([
      { amount: { currency: 'CHF', minor: 440n }, side: 'debit', isIncluded: false },
    ]);
    expect(of('camt054-returns')).toMatchObject([
      {
        ...{ side: 'credit', isReversal: false, status: 'booked', bookedOn: '2019-05-20' },
        ...{ kind: 'PMNT/ICDT/RRTN', servicerReference: '086820002PBWFX2U', batch: { count: 1 } },
        transactions: [
          {
            references: { endToEndId: 'EndToEndId-004-01-01', instructionId: 'InstrId-004-01-01' },
            debtor: { name: 'Robert Schneider SA', account: 'CH8709000000929471495' },
            returned: { code: 'AC01', text: 'Kontonummer falsch' },
          },
        ],
      },
    ]);
    expect(of('ex-camt.054.max')).toMatchObject([{ isReversal: true, status: 'other' }]);
  });
});
