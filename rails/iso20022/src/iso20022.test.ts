import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Currency, currencyOf, money, sum } from '@kassa/money';
import { type Result, unwrap } from '@kassa/result';
import { addDays, instant } from '@kassa/time';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type AccountEntry,
  readCamt053,
  readCamt054,
  readPacs008,
  readPacs009,
  type Statement,
  validateAgainst,
  writeCamt053,
  writeCamt054,
  writePacs008,
  writePacs009,
} from './index.ts';

const { KASSA_VECTORS } = process.env;
const vectors = KASSA_VECTORS ?? join(import.meta.dirname, '../../../../shared/vectors');
const schemas = join(vectors, 'iso20022/xsd');
const absent = existsSync(schemas) ? '' : ` (skipped: ${schemas} is not there)`;

const currencies = ['BAM', 'NOK', 'EUR', 'JPY', 'KWD'].map((code) => unwrap(currencyOf(code)));
const currency: fc.Arbitrary<Currency> = fc.constantFrom(...currencies);
const minor = fc.bigInt({ min: 0n, max: 10n ** 14n });
const id = fc.stringMatching(/^[A-Za-z0-9/?:().,'+<>&-]{1,35}$/);
const member = fc.constantFrom('ZELENA', 'PLAVA', 'FJORD', 'MOZAIK');
const date = fc.nat(40_000).map((days) => addDays('1990-01-01', days));
const at = fc.integer({ min: 0, max: 4_000_000_000_000 }).map(instant);
const words = fc
  .string({ unit: 'grapheme', minLength: 1, maxLength: 30 })
  .map((text) => `${text.replaceAll(/[\p{C}\s]+/gu, ' ')}ž&<>"'`.trim());
const account = fc.constantFrom('BA391290079401028494', 'NO9386011117947', 'MOZAIK/BAM', '1-2-3');

const optional = { requiredKeys: [] as [] };
const header = { messageId: id, createdAtMs: at, settledOn: date };

const customerTransfer = currency.chain((unit) =>
  fc
    .record({
      endToEndId: id,
      amount: minor.map((value) => money(unit, value)),
      debtor: fc.record({ name: words, account }),
      debtorAgent: member,
      creditor: fc.record({ name: words, account }),
      creditorAgent: member,
    })
    .chain((base) =>
      fc.record({ transactionId: id, remittance: words }, optional).map((more) => ({
        ...base,
        ...more,
      })),
    ),
);
const financialTransfer = fc
  .tuple(
    fc.record({ endToEndId: id, debtor: member, creditor: member }),
    fc.tuple(currency, minor).map(([unit, value]) => money(unit, value)),
    fc.record(
      {
        transactionId: id,
        priority: fc.constantFrom('URGT' as const, 'HIGH' as const, 'NORM' as const),
        remittance: words,
      },
      optional,
    ),
  )
  .map(([base, amount, more]) => ({ ...base, amount, ...more }));

const entryIn = (unit: Currency): fc.Arbitrary<AccountEntry> =>
  fc
    .tuple(
      fc.record({
        reference: id,
        amount: minor.map((value) => money(unit, value)),
        side: fc.constantFrom('credit' as const, 'debit' as const),
        bookedOn: date,
        kind: id,
      }),
      fc.record(
        {
          valueOn: date,
          messageId: id,
          endToEndId: id,
          transactionId: id,
          counterparty: words,
          remittance: words,
        },
        optional,
      ),
    )
    .map(([base, more]) => ({ ...base, ...more }));

const statement: fc.Arbitrary<Statement> = currency.chain((unit) =>
  fc
    .tuple(
      fc.record({ id, account, date, owner: words }),
      fc.bigInt({ min: -(10n ** 14n), max: 10n ** 14n }),
      fc.array(entryIn(unit), { maxLength: 4 }),
    )
    .map(([base, opening, entries]) => ({
      ...base,
      currency: unit,
      opening: money(unit, opening),
      closing: money(
        unit,
        entries.reduce(
          (balance, { side, amount }) => balance + (side === 'credit' ? 1n : -1n) * amount.minor,
          opening,
        ),
      ),
      entries,
    })),
);

const pacs008 = fc
  .tuple(
    fc.record({
      ...header,
      transfers: fc.array(customerTransfer, { minLength: 1, maxLength: 4 }),
    }),
    fc.record({ urgency: fc.constant('NURG' as const) }, optional),
  )
  .map(([base, more]) => ({ ...base, ...more }));
const pacs009 = fc.record({
  ...header,
  transfers: fc.array(financialTransfer, { minLength: 1, maxLength: 4 }),
});
const camt053 = fc.record({
  messageId: id,
  createdAtMs: at,
  statements: fc.array(statement, { minLength: 1, maxLength: 3 }),
});
const camt054 = fc.record({
  messageId: id,
  createdAtMs: at,
  notifications: fc.array(
    fc.record({ id, account, entries: fc.array(currency.chain(entryIn), { minLength: 1 }) }),
    { minLength: 1, maxLength: 3 },
  ),
});

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
    roundTrip: () => fc.assert(same, { numRuns: 60 }),
    written: () => fc.sample(messages, 20).map(write),
  };
}

const forms = [
  form('pacs.008.001.08', pacs008, writePacs008, readPacs008),
  form('pacs.009.001.08', pacs009, writePacs009, readPacs009),
  form('camt.053.001.08', camt053, writeCamt053, readCamt053),
  form('camt.054.001.08', camt054, writeCamt054, readCamt054),
];

describe('what is written', () => {
  test.each(forms.map((one) => [one.name, one] as const))('%s is read back the same', (_, one) => {
    one.roundTrip();
  });

  test.skipIf(absent)(`fits its schema${absent}`, async () => {
    const texts = forms.map(({ name }) => readFileSync(join(schemas, `${name}.xsd`), 'utf8'));
    const verdicts = await validateAgainst(
      texts,
      forms.flatMap((one) => one.written()),
    );
    expect(verdicts).toEqual(
      forms.flatMap(({ name }) => Array(20).fill({ ok: true, value: name })),
    );
  });
});

const good = writePacs009({
  messageId: 'MOZAIK-2026-11-23',
  createdAtMs: instant(1_795_000_000_000),
  settledOn: '2026-11-24',
  transfers: [
    {
      endToEndId: 'PLAVA',
      amount: money(unwrap(currencyOf('BAM')), 9_880),
      debtor: 'PLAVA',
      creditor: 'MOZAIK',
    },
  ],
});

describe('a message from elsewhere', () => {
  const path = 'Document/FICdtTrf';
  const swap = (from: string | RegExp, to: string) => good.replace(from, to);
  const laughs = `<!DOCTYPE lolz [<!ENTITY lol "lol">${Array.from(
    { length: 9 },
    (_, n) => `<!ENTITY l${n} "${`&${n ? `l${n - 1}` : 'lol'};`.repeat(10)}">`,
  ).join('')}]>`;

  test.each([
    ['nothing', '', 'not_xml', 'Document'],
    ['words', 'settle, please', 'not_xml', 'Document'],
    ['a tag left open', swap('</GrpHdr>', ''), 'not_xml', 'Document'],
    ['a billion laughs', `${laughs}${good}`, 'doctype', 'Document'],
    ['an outside entity', `<!DOCTYPE a SYSTEM "file:///etc/passwd">${good}`, 'doctype', 'Document'],
    ['endless text', `${good}${' '.repeat(5_000_000)}`, 'too_large', 'Document'],
    ['endless depth', '<a>'.repeat(5_000) + '</a>'.repeat(5_000), 'not_xml', 'Document'],
    ['another root', swap(/Document/g, 'Envelope'), 'wrong_message', 'Document'],
    ['another version', swap('001.08', '001.09'), 'wrong_message', 'Document'],
    ['no namespace', swap(/ xmlns="[^"]*"/, ''), 'wrong_message', 'Document'],
    ['another message', swap(/FICdtTrf/g, 'FIDrctDbt'), 'missing_element', path],
    ['no id', swap(/<MsgId>.*<\/MsgId>/, ''), 'missing_element', `${path}/GrpHdr/MsgId`],
    ['an empty id', swap('MOZAIK-2026-11-23', ' '), 'bad_value', `${path}/GrpHdr/MsgId`],
    ['a long id', swap('MOZAIK-2026', 'M'.repeat(30)), 'bad_value', `${path}/GrpHdr/MsgId`],
    ['two ids', swap(/(<MsgId>.*<\/MsgId>)/, '$1$1'), 'repeated_element', `${path}/GrpHdr/MsgId`],
    [
      'a 30th of February',
      swap(/2026-11-24/, '2026-02-30'),
      'bad_value',
      `${path}/GrpHdr/IntrBkSttlmDt`,
    ],
    ['no time', swap(/<CreDtTm>.*</, '<CreDtTm>today<'), 'bad_value', `${path}/GrpHdr/CreDtTm`],
    ['a wrong count', swap('<NbOfTxs>1', '<NbOfTxs>2'), 'inconsistent', `${path}/GrpHdr/NbOfTxs`],
    ['a wrong total', swap('98.80', '98.81'), 'inconsistent', `${path}/GrpHdr/TtlIntrBkSttlmAmt`],
    ['a minus', swap(/98\.80/g, '-98.80'), 'bad_value', `${path}/CdtTrfTxInf/IntrBkSttlmAmt`],
    [
      'a third decimal',
      swap(/98\.80/g, '98.801'),
      'bad_value',
      `${path}/CdtTrfTxInf/IntrBkSttlmAmt`,
    ],
    ['no money', swap(/BAM/g, 'XXX'), 'bad_value', `${path}/CdtTrfTxInf/IntrBkSttlmAmt`],
    [
      'no currency',
      swap(/ Ccy="BAM"/g, ''),
      'missing_element',
      `${path}/CdtTrfTxInf/IntrBkSttlmAmt/@Ccy`,
    ],
    [
      'no transfer',
      swap(/<CdtTrfTxInf>[\s\S]*<\/CdtTrfTxInf>/, ''),
      'missing_element',
      `${path}/CdtTrfTxInf`,
    ],
    ['no debtor', swap(/<Dbtr>[\s\S]*<\/Dbtr>/, ''), 'missing_element', `${path}/CdtTrfTxInf/Dbtr`],
  ])('with %s is refused, and told where', (_, text, code, element) => {
    const read = readPacs009(text);
    expect(read.ok ? 'read' : [read.error.code, read.error.element]).toEqual([code, element]);
  });

  test('may use a prefix, leave out the total, and write five decimals', () => {
    const prefixed = swap(/<TtlIntr.*>\n/, '')
      .replaceAll(/<(\/?)(?=[A-Z])/g, '<$1p:')
      .replace('xmlns=', 'xmlns:p=')
      .replace('98.80', '98.80000');
    const read = unwrap(readPacs009(prefixed));
    expect(read).toEqual(unwrap(readPacs009(good)));
    const bam = unwrap(currencyOf('BAM'));
    expect(
      sum(
        bam,
        read.transfers.map(({ amount }) => amount),
      ),
    ).toEqual(money(bam, 9_880));
  });

  test('whose balances do not add up is refused', () => {
    const [message] = fc.sample(camt053, { numRuns: 1, seed: 1 });
    if (!message) throw new Error('no sample');
    const [first, ...others] = message.statements;
    if (!first) throw new Error('no statement');
    const closing = money(first.currency, first.closing.minor + 1n);
    const read = readCamt053(
      writeCamt053({ ...message, statements: [{ ...first, closing }, ...others] }),
    );
    expect(read.ok ? 'read' : read.error.code).toBe('inconsistent');
  });

  test('never crashes the reader, whatever is cut out of it or put into it', () => {
    const cut = fc.record({ from: fc.nat(good.length), length: fc.nat(60), put: fc.string() });
    fc.assert(
      fc.property(cut, ({ from, length, put }) => {
        const read = readPacs009(good.slice(0, from) + put + good.slice(from + length));
        if (!read.ok) expect(read.error.element).toMatch(/^Document/);
      }),
      { numRuns: 300 },
    );
  });
});

describe('what others write', () => {
  const samples = join(vectors, 'iso20022');
  const there = existsSync(samples) ? '' : ` (skipped: ${samples} is not there)`;
  test.skipIf(there).each([
    ['ex-pacs.008.max.xml', readPacs008],
    ['ex-pacs.008_stp.max.xml', readPacs008],
    ['ex-pacs.009.max.xml', readPacs009],
    ['pacs_009_2025_valid.xml', readPacs009],
    ['ex-camt.054.max.xml', readCamt054],
  ])(`%s is read once its envelope is off${there}`, (file, read: (text: string) => unknown) => {
    const text = readFileSync(join(samples, 'cbpr', file), 'utf8');
    const document = /<(\w+:)?Document[\s\S]*Document>/.exec(text)?.[0] ?? text;
    expect(read(document)).toMatchObject({ ok: true });
  });
});
