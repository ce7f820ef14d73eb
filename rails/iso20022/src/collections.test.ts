// Direct debits, status reports and returns: round trips, schemas, what others write, what is refused.

import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Currency, currencyOf, money } from '@kassa/money';
import { type Result, unwrap } from '@kassa/result';
import { addDays, instant } from '@kassa/time';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  readPacs002,
  readPacs004,
  readPain002,
  readPain008,
  validateAgainst,
  writePacs002,
  writePacs004,
  writePain002,
  writePain008,
} from './index.ts';

const { KASSA_VECTORS } = process.env;
const vectors = KASSA_VECTORS ?? join(import.meta.dirname, '../../../../shared/vectors');
const folder = join(vectors, 'iso20022');
const here = existsSync(folder);
const absent = here ? '' : ` (skipped: ${folder} is not there)`;

const currencies = ['BAM', 'EUR', 'JPY', 'KWD'].map((code) => unwrap(currencyOf(code)));
const currency: fc.Arbitrary<Currency> = fc.constantFrom(...currencies);
const amount = fc
  .tuple(currency, fc.bigInt({ min: 0n, max: 10n ** 11n }))
  .map(([unit, minor]) => money(unit, minor));
const id = fc.stringMatching(/^[A-Za-z0-9/?:().,'+<>&-]{1,35}$/);
const member = fc.constantFrom('ZELENA', 'PLAVA', 'FJORD');
const date = fc.nat(40_000).map((days) => addDays('1990-01-01', days));
const at = fc.integer({ min: 0, max: 4_000_000_000_000 }).map(instant);
const words = fc.constantFrom('Hana <h@x> & sons', 'Nordlys ÆØÅ', 'žena', 'a "word"');
const holder = fc.record({
  name: words,
  account: fc.constantFrom('BA391290079401028494', '1-2-3', 'NO9386011117947'),
});
const optional = { requiredKeys: [] as [] };

const reason = fc.oneof(
  fc.record({ code: fc.constantFrom('AC04', 'AM04', 'MD07') }),
  fc.record({ code: fc.constantFrom('AC04', 'AM04'), text: words }),
  fc.record({ code: fc.constant('KLIR-17'), isProprietary: fc.constant(true as const) }),
);
const original = fc.record({ id, name: fc.constantFrom('pacs.008.001.08', 'pain.008.001.08') });
const status = fc.constantFrom('ACSC', 'ACSP', 'PDNG', 'RJCT');
const both = <A, B>(base: fc.Arbitrary<A>, more: fc.Arbitrary<B>): fc.Arbitrary<A & B> =>
  fc.tuple(base, more).map(([one, other]) => ({ ...one, ...other }));

const transactionStatus = both(
  fc.record({ endToEndId: id, status }),
  fc.record({ statusId: id, reason, acceptedAtMs: at }, optional),
);
const pacs002 = both(
  fc.record({
    ...{ messageId: id, createdAtMs: at, original },
    transactions: fc.array(both(transactionStatus, fc.record({ transactionId: id }, optional)), {
      maxLength: 4,
    }),
  }),
  fc.record({ status, reason }, optional),
);
const pacs004 = fc.record({
  ...{ messageId: id, createdAtMs: at, settledOn: date },
  returns: fc.array(
    fc.record({
      ...{ returnId: id, amount, reason },
      original: both(
        fc.record({ endToEndId: id }),
        fc.record(
          {
            ...{ transactionId: id, message: original, amount, settledOn: date },
            ...{ debtorAgent: member, creditorAgent: member },
          },
          optional,
        ),
      ),
    }),
    { minLength: 1, maxLength: 4 },
  ),
});
const pain008 = fc.record({
  ...{ messageId: id, createdAtMs: at, initiator: words },
  batches: fc.array(
    fc.record({
      ...{ id, collectOn: date, scheme: fc.constantFrom('CORE', 'B2B') },
      sequence: fc.constantFrom('FRST' as const, 'RCUR' as const, 'FNAL' as const, 'OOFF' as const),
      ...{ creditor: holder, creditorAgent: member, creditorId: id },
      collections: fc.array(
        both(
          fc.record({
            ...{ endToEndId: id, amount, mandateId: id, mandateSignedOn: date },
            ...{ debtor: holder, debtorAgent: member },
          }),
          fc.record({ remittance: words, instructionId: id }, optional),
        ),
        { minLength: 1, maxLength: 4 },
      ),
    }),
    { minLength: 1, maxLength: 3 },
  ),
});
const pain002 = both(
  fc.record({
    ...{ messageId: id, createdAtMs: at, original },
    batches: fc.array(
      both(
        fc.record({ id, transactions: fc.array(transactionStatus, { maxLength: 3 }) }),
        fc.record({ status, reason }, optional),
      ),
      { maxLength: 3 },
    ),
  }),
  fc.record({ status, reason }, optional),
);

type Form = {
  readonly name: string;
  readonly roundTrip: () => void;
  readonly written: () => readonly string[];
};

function form<T>(
  name: string,
  messages: fc.Arbitrary<T>,
  write: (message: T) => string,
  read: (text: string) => Result<T, unknown>,
): Form {
  const same = fc.property(messages, (message) => {
    expect(unwrap(read(write(message)))).toEqual(message);
  });
  return {
    name,
    roundTrip: () => fc.assert(same, { numRuns: 30 }),
    written: () => fc.sample(messages, 20).map(write),
  };
}

const forms = [
  form('pacs.002.001.10', pacs002, writePacs002, readPacs002),
  form('pacs.004.001.10', pacs004, writePacs004, readPacs004),
  form('pain.008.001.08', pain008, writePain008, readPain008),
  form('pain.002.001.11', pain002, writePain002, readPain002),
];

describe('what is written', () => {
  test.each(forms.map((one) => [one.name, one] as const))('%s is read back the same', (_, one) => {
    one.roundTrip();
  });

  test.skipIf(!here)(`fits its schema${absent}`, async () => {
    const schemas = forms.map(({ name }) => readFileSync(join(folder, `xsd/${name}.xsd`), 'utf8'));
    const verdicts = await validateAgainst(
      schemas,
      forms.flatMap((one) => one.written()),
    );
    expect(verdicts).toEqual(
      forms.flatMap(({ name }) => Array(20).fill({ ok: true, value: name })),
    );
  });
});

describe(`what others write${absent}`, () => {
  test.skipIf(!here).each([
    ['cbpr/ex-pacs.002.max.xml', readPacs002],
    ['cbpr/ex-pacs.002.min.xml', readPacs002],
    ['cbpr/ex-pacs.004.max.xml', readPacs004],
    ['cbpr/pacs_004_2025_valid.xml', readPacs004],
    ['samples-moov/valid_pain_v11.xml', readPain002],
  ])('%s is read once its envelope is off', (file, read: (text: string) => unknown) => {
    const text = readFileSync(join(folder, file), 'utf8');
    const document = /<(\w+:)?Document[\s\S]*Document>/.exec(text)?.[0] ?? text;
    expect(read(document)).toMatchObject({ ok: true });
  });
});

const bam = unwrap(currencyOf('BAM'));
const collection = {
  ...{ endToEndId: 'E2E-1', amount: money(bam, 9_880), mandateId: 'M-1' },
  mandateSignedOn: '2026-01-02' as const,
  ...{ debtor: { name: 'Hana', account: '1-2-3' }, debtorAgent: 'PLAVA' },
};
const batch = {
  ...{ id: 'B-1', collectOn: '2026-11-24' as const, scheme: 'CORE', sequence: 'RCUR' as const },
  ...{
    creditor: { name: 'Diva', account: '4-5-6' },
    creditorAgent: 'ZELENA',
    creditorId: 'BA01DIVA',
  },
  collections: [collection, { ...collection, endToEndId: 'E2E-2', amount: money(bam, 120) }],
};
const debits = writePain008({
  ...{ messageId: 'DIVA-1', createdAtMs: instant(1_795_000_000_000), initiator: 'Diva' },
  batches: [batch],
});
const given = writePacs004({
  ...{ messageId: 'PLAVA-1', createdAtMs: instant(1_795_000_000_000), settledOn: '2026-11-24' },
  returns: [
    {
      ...{ returnId: 'R-1', amount: money(bam, 9_880), reason: { code: 'AC04' } },
      original: { endToEndId: 'E2E-1' },
    },
  ],
});

describe('what does not fit itself', () => {
  const header = 'Document/CstmrDrctDbtInitn/GrpHdr';
  const first = 'Document/CstmrDrctDbtInitn/PmtInf';
  test.each([
    [
      'a wrong count',
      debits.replace('<NbOfTxs>2', '<NbOfTxs>3'),
      'inconsistent',
      `${header}/NbOfTxs`,
    ],
    [
      'a wrong sum',
      debits.replace('<CtrlSum>100', '<CtrlSum>101'),
      'inconsistent',
      `${header}/CtrlSum`,
    ],
    [
      'a sum of letters',
      debits.replace('<CtrlSum>100', '<CtrlSum>X'),
      'bad_value',
      `${header}/CtrlSum`,
    ],
    [
      'another order of debits',
      debits.replace('RCUR', 'OFTN'),
      'bad_value',
      `${first}/PmtTpInf/SeqTp`,
    ],
    ['no debit at all', debits.replace('>DD<', '>TRF<'), 'bad_value', `${first}/PmtMtd`],
    [
      'no mandate',
      debits.replace(/<MndtId>.*\n/, ''),
      'missing_element',
      `${first}/DrctDbtTxInf[1]/DrctDbtTx/MndtRltdInf/MndtId`,
    ],
  ])('%s in collections is refused', (_, text, code, element) => {
    const read = readPain008(text);
    expect(read.ok ? 'read' : [read.error.code, read.error.element]).toEqual([code, element]);
  });

  test.each([
    [
      'a wrong total',
      given.replace('98.80', '98.81'),
      'inconsistent',
      'GrpHdr/TtlRtrdIntrBkSttlmAmt',
    ],
    [
      'no reason',
      given.replace(/<RtrRsnInf>[\s\S]*<\/RtrRsnInf>/, ''),
      'missing_element',
      'TxInf/RtrRsnInf',
    ],
    [
      'no name of the original',
      given.replace(/<OrgnlEndToEndId>.*/, ''),
      'missing_element',
      'TxInf/OrgnlEndToEndId',
    ],
  ])('%s in a return is refused', (_, text, code, element) => {
    const read = readPacs004(text);
    expect(read.ok ? 'read' : [read.error.code, read.error.element]).toEqual([
      code,
      `Document/PmtRtr/${element}`,
    ]);
  });
});
