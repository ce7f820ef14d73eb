import { createHash } from 'node:crypto';
import { currencies, currencyOf, type Money, money } from '@kassa/money';
import { unwrap } from '@kassa/result';
import { luhnDigit, Pan } from '@kassa/secret';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type AcceptanceFile,
  buildAcceptanceFile,
  buildPresentmentFile,
  itemsMax,
  type Presentment,
  type PresentmentFile,
  parseAcceptanceFile,
  parsePresentmentFile,
} from './index.ts';

const bam = unwrap(currencyOf('BAM'));
const createdAt = Date.parse('2026-11-20T17:00:00.000Z');
const header = {
  fileId: 'clf_01',
  sender: '70001',
  receiver: '99900',
  businessDate: '2026-11-20',
  createdAt,
};
const purchase: Presentment = {
  sequence: 1,
  pan: unwrap(Pan.parse('4242424242424242')),
  amount: money(bam, 10_000),
  isCredit: false,
  rrn: '632513000042',
  arn: '07000163251300004200001',
  capturedAt: Date.parse('2026-11-20T13:05:01.000Z'),
  authorizationCode: '123456',
  acquirerId: '70001',
  acquirerCountry: '070',
  mid: 'DIVA00000000001',
  tid: 'DIVA0001',
  mcc: '5977',
  merchantName: 'Diva shop',
  merchantCity: 'Sarajevo',
  merchantCountry: 'BA',
  entryMode: '812',
  eci: '05',
};
const file: PresentmentFile = {
  header,
  items: [
    purchase,
    { ...purchase, sequence: 2, isCredit: true, rrn: '632513000099', originalRrn: purchase.rrn },
  ],
};

const digits = (length: number) =>
  fc.string({ unit: fc.constantFrom(...'0123456789'), minLength: length, maxLength: length });
const word = fc.string({ unit: fc.constantFrom(...'ABCabc019'), minLength: 1, maxLength: 8 });
const arbitraryMoney = fc
  .tuple(fc.constantFrom(...currencies), fc.bigInt(0n, 10n ** 12n - 1n))
  .map(([currency, minor]): Money => money(currency, minor));
const signedMoney = fc
  .tuple(arbitraryMoney, fc.boolean())
  .map(([amount, isPaid]) => (isPaid ? money(amount.currency, -amount.minor) : amount));
const arbitraryPan = digits(15).map((body) => unwrap(Pan.parse(body + luhnDigit(body))));
const arbitraryFees = fc.record(
  { interchange: signedMoney, schemeFee: signedMoney },
  { requiredKeys: ['interchange'] },
);
const arbitraryPresentment: fc.Arbitrary<Presentment> = fc.record(
  {
    sequence: fc.constant(1),
    pan: arbitraryPan,
    amount: arbitraryMoney,
    isCredit: fc.boolean(),
    rrn: digits(12),
    originalRrn: digits(12),
    arn: digits(23),
    capturedAt: fc
      .integer({ min: -150 * 86_400, max: 150 * 86_400 })
      .map((s) => createdAt + s * 1000),
    authorizationCode: word.map((text) => text.slice(0, 6)),
    acquirerId: digits(5),
    acquirerCountry: digits(3),
    mid: word,
    tid: word,
    mcc: digits(4),
    merchantName: word,
    merchantCity: word,
    merchantCountry: fc.constantFrom('BA', 'NO'),
    entryMode: fc.constant('812'),
    eci: fc.constantFrom('05', '07'),
    clearing: fc.constantFrom({ number: 1, count: null }, { number: 2, count: 2 }),
    fees: arbitraryFees,
  },
  {
    requiredKeys: [
      'sequence',
      'pan',
      'amount',
      'isCredit',
      'rrn',
      'arn',
      'capturedAt',
      'authorizationCode',
      'acquirerId',
      'acquirerCountry',
      'mid',
      'tid',
      'mcc',
      'merchantName',
      'merchantCity',
      'merchantCountry',
      'entryMode',
    ],
  },
);

/** Pan is a class with a private number: compare what it reveals. */
const plain = (files: PresentmentFile) => ({
  ...files,
  items: files.items.map((item) => ({ ...item, pan: item.pan.reveal() })),
});

describe('a file of presentments', () => {
  test('comes back as it was built', () => {
    const parsed = unwrap(parsePresentmentFile(buildPresentmentFile(file)));
    expect(plain(parsed)).toEqual(plain(file));
  });

  test('any file comes back as it was built', () => {
    fc.assert(
      fc.property(fc.array(arbitraryPresentment, { maxLength: 6 }), (list) => {
        const items = list.map((item, index) => ({ ...item, sequence: index + 1 }));
        const parsed = parsePresentmentFile(buildPresentmentFile({ header, items }));
        expect(plain(unwrap(parsed))).toEqual(plain({ header, items }));
      }),
    );
  });

  test('a changed character anywhere is found, and told with its line', () => {
    const text = buildPresentmentFile(file);
    fc.assert(
      fc.property(fc.nat(text.length - 1), fc.constantFrom(...'09aZ| \n'), (at, letter) => {
        fc.pre(text[at] !== letter);
        const changed = text.slice(0, at) + letter + text.slice(at + 1);
        const parsed = parsePresentmentFile(changed);
        expect(parsed.ok).toBe(false);
        if (!parsed.ok) expect(parsed.error.line).toBeGreaterThan(0);
      }),
      { numRuns: 500 },
    );
  });

  test('every truncation is found', () => {
    const text = buildPresentmentFile(file);
    for (let length = 0; length < text.length; length += 7) {
      expect(parsePresentmentFile(text.slice(0, length)).ok).toBe(false);
    }
  });

  test('noise never crashes it', () => {
    fc.assert(fc.property(fc.string(), (text) => !parsePresentmentFile(text).ok));
  });

  test('prints its cards masked', () => {
    expect(JSON.stringify(plain(file).items[0]?.pan)).toContain('4242424242424242');
    expect(JSON.stringify(file.items[0]?.pan)).toBe('"424242******4242"');
  });

  test.each([
    [
      'a count that differs',
      'count_differs',
      4,
      (t: string) => reseal(t.replace('|2|BAM', '|3|BAM')),
    ],
    ['sums that differ', 'sums_differ', 4, (t: string) => reseal(t.replace('D10000', 'D10001'))],
    ['lines in another order', 'bad_item', 2, (t: string) => reseal(swapped(t))],
    ['a wrong check digit', 'bad_item', 2, (t: string) => reseal(t.replace('4242', '4243'))],
    ['an item cut', 'bad_item', 2, (t: string) => reseal(t.replace(/977\n/, '97\n'))],
    ['no trailer', 'bad_trailer', 3, (t: string) => `${t.split('\n').slice(0, 3).join('\n')}\n`],
    ['another kind', 'bad_header', 1, (t: string) => t.replace('presentments', 'acceptance')],
    ['a day that is none', 'bad_header', 1, (t: string) => t.replace('11-20|', '13-20|')],
    [
      'a line of three kilobytes',
      'line_too_long',
      2,
      (t: string) => t.replace('0220', 'x'.repeat(3000)),
    ],
  ])('%s is refused', (_, code, line, change) => {
    const result = parsePresentmentFile(change(buildPresentmentFile(file)));
    expect(result).toMatchObject({ ok: false, error: { code, line } });
  });

  test('one item too many is refused', () => {
    const text = `header\n${'x\n'.repeat(itemsMax + 1)}TRAILER\n`;
    expect(parsePresentmentFile(text)).toMatchObject({ error: { code: 'too_many_items' } });
  });

  test('an item that does not fit is a bug of the writer', () => {
    const items = [{ ...purchase, mcc: '59' }];
    expect(() => buildPresentmentFile({ header, items })).toThrow(/does not fit/);
    expect(() => buildPresentmentFile({ header, items: file.items.slice(1) })).toThrow(/numbered/);
  });
});

/** Seals a changed file again, as a writer with wrong sums would. */
function reseal(text: string): string {
  const sealed = text.slice(0, text.lastIndexOf('|') + 1);
  return `${sealed}${createHash('sha256').update(sealed).digest('hex')}\n`;
}

function swapped(text: string): string {
  const [first, one, two, ...rest] = text.split('\n');
  return [first, two, one, ...rest].join('\n');
}

describe('an acceptance file', () => {
  const acceptance: AcceptanceFile = {
    header: { ...header, fileId: 'cla_01', sender: '99900', receiver: '70001' },
    answersFileId: 'clf_01',
    items: [
      {
        sequence: 1,
        rrn: '632513000042',
        isCredit: false,
        decision: {
          outcome: 'accepted',
          fees: { interchange: money(bam, -120), schemeFee: money(bam, -30) },
        },
      },
      {
        sequence: 2,
        rrn: '632513000099',
        isCredit: true,
        decision: { outcome: 'rejected', reason: 'authorization_unknown' },
      },
    ],
  };

  test('comes back as it was built', () => {
    expect(unwrap(parseAcceptanceFile(buildAcceptanceFile(acceptance)))).toEqual(acceptance);
  });

  test('tampering is found', () => {
    const text = buildAcceptanceFile(acceptance);
    expect(parseAcceptanceFile(text.replace('rejected|', 'accepted|')).ok).toBe(false);
    expect(parseAcceptanceFile(reseal(text.replace('rejected|', 'accepted|'))).ok).toBe(false);
    expect(parseAcceptanceFile(reseal(text.replace('accepted 1', 'accepted 2')))).toMatchObject({
      error: { code: 'sums_differ', line: 4 },
    });
    expect(parseAcceptanceFile(reseal(text.replace('02977D', '04977D')))).toMatchObject({
      error: { code: 'bad_item', line: 2 },
    });
  });

  test('a reason that would break the line is a bug of the writer', () => {
    const [first] = acceptance.items;
    if (!first) return;
    const items = [{ ...first, decision: { outcome: 'rejected', reason: 'a|b' } as const }];
    expect(() => buildAcceptanceFile({ ...acceptance, items })).toThrow(/does not fit/);
  });
});
