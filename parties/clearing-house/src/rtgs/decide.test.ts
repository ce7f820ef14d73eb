import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { planQueue, type Queued } from './decide.ts';

const pay = (
  id: string,
  debtor: string,
  creditor: string,
  minor: bigint,
  priority = 2,
): Queued => ({
  id,
  debtor,
  creditor,
  minor,
  priority,
});
const ids = (queue: readonly Queued[], funds: Record<string, bigint>) =>
  planQueue(queue, new Map(Object.entries(funds))).map(({ payments }) =>
    payments.map(({ id }) => id).join('+'),
  );

describe('the queue of large-value payments', () => {
  test.each<[string, Queued[], Record<string, bigint>, string[]]>([
    ['settles what is covered', [pay('a', 'A', 'B', 5n)], { A: 5n }, ['a']],
    ['keeps what is not', [pay('a', 'A', 'B', 6n)], { A: 5n }, []],
    [
      'pays with what has just come in',
      [pay('b', 'B', 'C', 5n), pay('a', 'A', 'B', 5n)],
      { A: 5n },
      ['a', 'b'],
    ],
    [
      'lets no payment overtake another of its sender',
      [pay('a1', 'A', 'B', 9n), pay('a2', 'A', 'B', 1n)],
      { A: 5n },
      [],
    ],
    [
      'takes the urgent one first',
      [pay('normal', 'A', 'B', 5n), pay('urgent', 'A', 'B', 5n, 0)],
      { A: 5n },
      ['urgent'],
    ],
    [
      'offsets two that nobody could pay alone',
      [pay('a', 'A', 'B', 100n), pay('b', 'B', 'A', 98n)],
      { A: 2n },
      ['a+b'],
    ],
    [
      'offsets a run against one',
      [pay('a1', 'A', 'B', 60n), pay('a2', 'A', 'B', 40n), pay('b', 'B', 'A', 100n)],
      {},
      ['a1+a2+b'],
    ],
    [
      'offsets nothing behind a payment to somebody else',
      [pay('c', 'A', 'C', 50n), pay('a', 'A', 'B', 100n), pay('b', 'B', 'A', 100n)],
      {},
      [],
    ],
  ])('%s', (_, queue, funds, expected) => {
    expect(ids(queue, funds)).toEqual(expected);
  });

  const member = fc.constantFrom('A', 'B', 'C', 'D');
  const queued = fc
    .array(
      fc
        .tuple(member, member, fc.bigInt({ min: 1n, max: 1000n }), fc.integer({ min: 0, max: 2 }))
        .filter(([debtor, creditor]) => debtor !== creditor),
      { maxLength: 30 },
    )
    .map((all) =>
      all.map(([debtor, creditor, minor, priority], index) =>
        pay(`p${index}`, debtor, creditor, minor, priority),
      ),
    );
  const money = fc.dictionary(member, fc.bigInt({ min: 0n, max: 800n }));

  test('puts nobody below its floor, settles each once and in order, and leaves nothing to do', () => {
    fc.assert(
      fc.property(queued, money, (queue, funds) => {
        const steps = planQueue(queue, new Map(Object.entries(funds)));
        const left = new Map(Object.entries(funds));
        const total = [...left.values()].reduce((sum, minor) => sum + minor, 0n);
        for (const { payments } of steps) {
          for (const { debtor, creditor, minor } of payments) {
            left.set(debtor, (left.get(debtor) ?? 0n) - minor);
            left.set(creditor, (left.get(creditor) ?? 0n) + minor);
          }
          // In the middle of an offset an account may be lower: it is one commit.
          for (const minor of left.values()) expect(minor).toBeGreaterThanOrEqual(0n);
        }
        expect([...left.values()].reduce((sum, minor) => sum + minor, 0n)).toBe(total);

        const settled = steps.flatMap(({ payments }) => payments);
        expect(new Set(settled).size).toBe(settled.length);
        for (const debtor of ['A', 'B', 'C', 'D']) {
          const own = [...queue]
            .sort((one, other) => one.priority - other.priority)
            .filter((one) => one.debtor === debtor);
          const gone = settled.filter((one) => one.debtor === debtor);
          expect(gone).toEqual(own.slice(0, gone.length));
        }
        const rest = queue.filter((one) => !settled.includes(one));
        expect(planQueue(rest, left)).toEqual([]);
      }),
    );
  });

  test('an offset settles what no order of single payments could', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 1n, max: 1_000_000n }), (minor) => {
        expect(ids([pay('a', 'A', 'B', minor), pay('b', 'B', 'A', minor)], {})).toEqual(['a+b']);
        expect(ids([pay('a', 'A', 'B', minor), pay('b', 'B', 'C', minor)], {})).toEqual([]);
      }),
    );
  });
});
