// The core by a table of what can happen between two sources, and by what must hold for any rows.

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ageOf, type Outcome } from './outcome.ts';
import { pairs } from './pair.ts';
import { matchPair, reconcile } from './reconcile.ts';
import { keyKinds, type SourceRow, sources } from './source-row.ts';

const today = 100;

type Short = Partial<SourceRow> & { readonly id: string };

/** A sale that the ledger has, of 100.00, on day 10; in time until day 15. */
const ours = (short: Short): SourceRow => ({
  ...{ source: 'ledger', kind: 'sale', batch: null, currency: 'BAM', amountMinor: 10_000n },
  ...{ feeMinor: 300n, on: 10, dueOn: 15, keys: { rrn: ['600000000001'] } },
  ...short,
});
const theirs = (short: Short) => ours({ source: 'acquirer', on: 12, ...short });

const match = (expecting: SourceRow[], answering: SourceRow[], change = {}) =>
  matchPair({ ...pairs.sales, ...change }, { expecting, answering }, today);

/** `late+wrong_amount L1=R1`: what came out, in short. */
const short = (outcome: Outcome): string => {
  const side = (rows: readonly SourceRow[]) => rows.map(({ id }) => id).join('+');
  const told =
    outcome.result === 'exception' ? [outcome.name, ...outcome.also].join('+') : outcome.result;
  return `${told} ${side(outcome.expecting)}=${side(outcome.answering)}`;
};
const [one, two] = [{ rrn: ['1'] }, { rrn: ['2'] }];

type Case = readonly [string, SourceRow[], SourceRow[], string[]];

const cases: readonly Case[] = [
  ['the same on both sides', [ours({ id: 'L1' })], [theirs({ id: 'R1' })], ['matched L1=R1']],
  [
    'the same, written with blanks',
    [ours({ id: 'L1', keys: { rrn: ['600000000001'] } })],
    [theirs({ id: 'R1', keys: { rrn: ['6000-0000 0001'] } })],
    ['matched L1=R1'],
  ],
  ['nobody answers, and the days are over', [ours({ id: 'L1' })], [], ['missing L1=']],
  [
    'nobody has answered yet',
    [ours({ id: 'L1', on: 98, dueOn: 103 })],
    [theirs({ id: 'R1', on: 98, keys: two })],
    ['waiting L1=', 'waiting =R1'],
  ],
  ['nobody asked', [], [theirs({ id: 'R1' })], ['unexpected =R1']],
  [
    'one came twice: the later one is too many',
    [ours({ id: 'L1' })],
    [theirs({ id: 'R2', on: 14 }), theirs({ id: 'R1' })],
    ['matched L1=R1', 'duplicate =R2'],
  ],
  [
    'one was booked twice here',
    [ours({ id: 'L1' }), ours({ id: 'L2' })],
    [theirs({ id: 'R1' })],
    ['matched L1=R1', 'duplicate L2='],
  ],
  [
    'the same RRN again at another amount',
    [ours({ id: 'L1' })],
    [theirs({ id: 'R1' }), theirs({ id: 'R2', amountMinor: 777n })],
    ['matched L1=R1', 'duplicate =R2'],
  ],
  [
    'another amount',
    [ours({ id: 'L1' })],
    [theirs({ id: 'R1', amountMinor: 9_990n })],
    ['wrong_amount L1=R1'],
  ],
  [
    'another currency',
    [ours({ id: 'L1' })],
    [theirs({ id: 'R1', currency: 'EUR' })],
    ['wrong_currency L1=R1'],
  ],
  [
    'another currency and amount, too late',
    [ours({ id: 'L1' })],
    [theirs({ id: 'R1', currency: 'EUR', amountMinor: 5_113n, on: 16 })],
    ['wrong_currency+wrong_amount+late L1=R1'],
  ],
  [
    'another fee',
    [ours({ id: 'L1' })],
    [theirs({ id: 'R1', feeMinor: 301n })],
    ['fee_error L1=R1'],
  ],
  [
    'a fee that one side does not know is no break',
    [ours({ id: 'L1', feeMinor: null })],
    [theirs({ id: 'R1' })],
    ['matched L1=R1'],
  ],
  ['too late by a day', [ours({ id: 'L1' })], [theirs({ id: 'R1', on: 16 })], ['late L1=R1']],
  [
    'expected as one, came in two',
    [ours({ id: 'L1' })],
    [theirs({ id: 'R1', amountMinor: 4_000n }), theirs({ id: 'R2', amountMinor: 6_000n })],
    ['split L1=R1+R2'],
  ],
  [
    'expected as two, came as one that names both',
    [ours({ id: 'L1', keys: one }), ours({ id: 'L2', keys: two })],
    [theirs({ id: 'R1', keys: { rrn: ['1', '2'] }, amountMinor: 20_000n })],
    ['merged L1+L2=R1'],
  ],
  [
    'an ARN outweighs a reference',
    [ours({ id: 'L1', keys: { arn: ['A'], reference: ['X'] } })],
    [
      theirs({ id: 'R1', keys: { arn: ['B'], reference: ['X'] } }),
      theirs({ id: 'R2', keys: { arn: ['A'] } }),
    ],
    ['matched L1=R2', 'unexpected =R1'],
  ],
  [
    'nothing in common but amount and days, and no other candidate',
    [ours({ id: 'L1' })],
    [theirs({ id: 'R1', keys: {} })],
    ['matched L1=R1'],
  ],
  [
    'two candidates are none',
    [ours({ id: 'L1', keys: one }), ours({ id: 'L2', keys: two })],
    [theirs({ id: 'R1', keys: {} })],
    ['missing L1=', 'missing L2=', 'unexpected =R1'],
  ],
  [
    'two of one order, each by its own RRN',
    [
      ours({ id: 'L1', keys: { ...one, reference: ['X'] } }),
      ours({ id: 'L2', keys: { ...two, reference: ['X'] } }),
    ],
    [theirs({ id: 'R2', keys: { ...two, reference: ['X'] } })],
    ['matched L2=R2', 'missing L1='],
  ],
];

describe('between two sources', () => {
  test.each(cases)('%s', (_, expecting, answering, wanted) => {
    expect(match(expecting, answering).map(short)).toEqual(wanted);
  });

  test('an amount within the tolerance agrees, and one beyond it does not', () => {
    const [expecting, change] = [[ours({ id: 'L1' })], { toleranceMinor: 1n }];
    const said = (amountMinor: bigint) => [theirs({ id: 'R1', amountMinor })];
    expect(match(expecting, said(10_001n), change).map(short)).toEqual(['matched L1=R1']);
    expect(match(expecting, said(10_002n), change).map(short)).toEqual(['wrong_amount L1=R1']);
  });

  test('the sales of a payout are one sum, less their fees', () => {
    const sale = (id: string) => theirs({ id, batch: 'PAY-1', keys: { rrn: [id] } });
    const paid = theirs({
      ...{ id: 'B1', source: 'bank', kind: 'payout', feeMinor: null },
      ...{ amountMinor: 19_400n, keys: { reference: ['pay 1'] } },
    });
    const sides = { expecting: [sale('S1'), sale('S2')], answering: [paid] };
    expect(matchPair(pairs.batches, sides, today).map(short)).toEqual(['matched S1+S2=B1']);
  });

  test('a source that is not there is asked nothing', () => {
    const rows = [ours({ id: 'L1' })];
    expect(reconcile(rows, new Set(['ledger']), today)).toEqual([]);
    expect(reconcile(rows, new Set(['ledger', 'acquirer']), today).map(short)).toEqual([
      'missing L1=',
    ]);
  });

  test('an exception says by how much, and how old it is', () => {
    const [found] = match([ours({ id: 'L1' })], [theirs({ id: 'R1', amountMinor: 9_990n })]);
    expect(found).toMatchObject({ differenceMinor: -10n, ageDays: 88 });
    const aged = [0, 1, 2, 5, 6, 30, 31].map(ageOf);
    expect(aged).toEqual(['0-1', '0-1', '2-5', '2-5', '6-30', '6-30', 'over 30']);
  });
});

/** Few keys, amounts and days, so that everything collides with everything. */
const anyRow = fc.record({
  source: fc.constantFrom(...sources),
  kind: fc.constantFrom('sale' as const, 'payout' as const),
  keys: fc.record(
    Object.fromEntries(
      keyKinds.map((kind) => [kind, fc.array(fc.constantFrom('1', '2', '3'), { maxLength: 2 })]),
    ),
    { requiredKeys: [] },
  ),
  batch: fc.constantFrom('1', '2', null),
  currency: fc.constantFrom('BAM', 'EUR'),
  amountMinor: fc.bigInt({ min: -3n, max: 3n }),
  feeMinor: fc.constantFrom(null, 0n, 1n),
  on: fc.integer({ min: 90, max: 100 }),
  dueOn: fc.integer({ min: 90, max: 105 }),
});
const anyRows = fc
  .array(anyRow, { maxLength: 40 })
  .map((rows) => rows.map((row, at): SourceRow => ({ ...row, id: `row${at}` })));

const everySource = new Set(sources);

describe('whatever the rows are', () => {
  test('each is in exactly one outcome of each of its pairs, and the sums are kept', () => {
    fc.assert(
      fc.property(anyRows, (rows) => {
        const outcomes = reconcile(rows, everySource, today);
        for (const { name, ...sides } of Object.values(pairs)) {
          for (const side of ['expecting', 'answering'] as const) {
            const { source, kind } = sides[side];
            const given = rows.filter((row) => row.source === source && row.kind === kind);
            const ended = outcomes.filter(({ pair }) => pair === name).flatMap((of) => of[side]);
            expect(ended.map(({ id }) => id).sort()).toEqual(given.map(({ id }) => id).sort());
            expect(sum(ended)).toBe(sum(given));
          }
        }
      }),
    );
  });

  test('a match and a split differ by nothing in sum', () => {
    fc.assert(
      fc.property(anyRows, (rows) => {
        const ended = reconcile(rows, everySource, today);
        for (const { pair, expecting, answering, ...end } of ended) {
          const names = end.result === 'exception' ? end.name : end.result;
          if (!['matched', 'split', 'merged', 'late', 'fee_error'].includes(names)) continue;
          const net = pair === 'batches' ? sum(expecting) - fees(expecting) : sum(expecting);
          expect(net).toBe(sum(answering));
        }
      }),
    );
  });

  test('the order in which they come changes nothing', () => {
    const both = anyRows.chain((rows) =>
      fc.tuple(fc.constant(rows), fc.shuffledSubarray(rows, { minLength: rows.length })),
    );
    fc.assert(
      fc.property(both, ([rows, shuffled]) => {
        const [first, second] = [rows, shuffled].map((all) => reconcile(all, everySource, today));
        expect(second).toEqual(first);
      }),
    );
  });
});

const sum = (rows: readonly SourceRow[]) => rows.reduce((so, row) => so + row.amountMinor, 0n);
const fees = (rows: readonly SourceRow[]) =>
  rows.reduce((so, row) => so + (row.feeMinor ?? 0n), 0n);
