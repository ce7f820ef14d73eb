import { currencyOf, money } from '@kassa/money';
import { unwrap } from '@kassa/result';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  buildDisputeFile,
  cardholderDocuments,
  type DisputeMessage,
  disputeSides,
  disputeStages,
  merchantDocuments,
  parseDisputeFile,
} from './index.ts';

const bam = unwrap(currencyOf('BAM'));
const createdAt = Date.parse('2026-11-20T19:00:00.000Z');
const header = {
  fileId: 'dsf_01',
  sender: '70002',
  receiver: '99900',
  businessDate: '2026-11-20',
  createdAt,
};
const chargeback: DisputeMessage = {
  sequence: 1,
  stage: 'chargeback',
  caseId: 'dsp_01JD0000000000000000000000',
  amount: money(bam, 10_000),
  arn: '07000163251300004200001',
  rrn: '632513000042',
  acquirerId: '70001',
  raisedAt: createdAt,
  reason: '10.4',
  documents: [],
  text: '',
};

const arbitrary: fc.Arbitrary<DisputeMessage> = fc
  .tuple(
    fc.record({
      sequence: fc.constant(1),
      stage: fc.constantFrom(...disputeStages),
      caseId: fc.stringMatching(/^\w{1,40}$/),
      amount: fc.bigInt(1n, 10n ** 12n - 1n).map((minor) => money(bam, minor)),
      arn: fc.stringMatching(/^\d{23}$/),
      rrn: fc.stringMatching(/^\d{12}$/),
      acquirerId: fc.stringMatching(/^\d{5}$/),
      raisedAt: fc
        .integer({ min: -100 * 86_400, max: 100 * 86_400 })
        .map((s) => createdAt + s * 1000),
      reason: fc.constantFrom('10.4', '13.1'),
      documents: fc.oneof(
        fc.subarray([...merchantDocuments]),
        fc.subarray([...cardholderDocuments]),
      ),
      text: fc.stringMatching(/^[ -~]{0,99}$/),
    }),
    fc.record(
      {
        dueOn: fc.constantFrom('2026-12-24', '2027-02-28'),
        fee: fc.bigInt(-(10n ** 12n) + 1n, 10n ** 12n - 1n).map((minor) => money(bam, minor)),
      },
      { requiredKeys: [] },
    ),
    fc.constantFrom(...disputeSides),
  )
  .map(([item, more, favours]) => ({
    ...item,
    ...more,
    ...(item.stage === 'ruling' && { favours }),
  }));

describe('a file of disputes', () => {
  test('any file comes back as it was built', () => {
    fc.assert(
      fc.property(fc.array(arbitrary, { maxLength: 5 }), (list) => {
        const items = list.map((item, index) => ({ ...item, sequence: index + 1 }));
        const parsed = unwrap(parseDisputeFile(buildDisputeFile({ header, items })));
        expect(parsed).toEqual({ header, items });
      }),
    );
  });

  test.each([
    ['chargeback', '0422', 'BAM I10000 A0'],
    ['second_chargeback', '0422', 'BAM I10000 A0'],
    ['representment', '0220', 'BAM I0 A10000'],
    ['closing', '0622', 'BAM I0 A0'],
    ['pre_arbitration', '0622', 'BAM I0 A0'],
    ['acceptance', '0620', 'BAM I10000 A0'],
    ['declination', '0620', 'BAM I0 A0'],
    ['arbitration', '0622', 'BAM I0 A0'],
  ] as const)('a %s is a %s, and the trailer sums who is paid', (stage, mti, sums) => {
    const text = buildDisputeFile({ header, items: [{ ...chargeback, stage }] });
    const [, line, trailer] = text.split('\n');
    expect(line?.slice(0, 4)).toBe(mti);
    expect(trailer).toContain(`|${sums}|`);
  });

  test.each([
    ['issuer', 'BAM I10000 A0'],
    ['acquirer', 'BAM I0 A0'],
  ] as const)('a ruling for the %s moves what that side has not got', (favours, sums) => {
    const ruling: DisputeMessage = { ...chargeback, stage: 'ruling', favours };
    const text = buildDisputeFile({ header, items: [ruling] });
    expect(text).toContain('\n0624');
    expect(text).toContain(`|${sums}|`);
  });

  test('a ruling that names nobody is none', () => {
    const text = buildDisputeFile({ header, items: [{ ...chargeback, stage: 'ruling' }] });
    expect(parseDisputeFile(text)).toMatchObject({ error: { code: 'bad_item' } });
  });

  test('a changed character anywhere is found', () => {
    const text = buildDisputeFile({ header, items: [chargeback] });
    fc.assert(
      fc.property(fc.nat(text.length - 1), fc.constantFrom(...'09aZ| \n'), (at, letter) => {
        fc.pre(text[at] !== letter);
        expect(parseDisputeFile(text.slice(0, at) + letter + text.slice(at + 1)).ok).toBe(false);
      }),
    );
  });

  test('a file of presentments is none of disputes', () => {
    const text = buildDisputeFile({ header, items: [] }).replace('|disputes|', '|presentments|');
    expect(parseDisputeFile(text)).toMatchObject({ error: { code: 'bad_header' } });
  });
});
