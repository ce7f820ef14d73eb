import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { choose, type Facts, type Question } from './choose.ts';
import type { Health } from './health/health-board.ts';
import { strategySchema } from './strategy.ts';

const well: Health = {
  ...{ total: 100, technical: 0, successRate: 0.9, p50Ms: 300, p95Ms: 900 },
  ...{ breaker: 'closed', share: 1, isSlow: false },
};
const open: Health = { ...well, breaker: 'open', share: 0 };
const slow: Health = { ...well, isSlow: true };
const at = (provider: string, change: Partial<Facts> = {}): Facts => ({
  ...{ provider, isTried: false, isConnected: true, inFlight: 0, inFlightMax: 64 },
  ...{ health: well, costMinor: 300n, ...change },
});
type Input = Parameters<typeof strategySchema.parse>[0];
const ask = (facts: readonly Facts[], strategy: Input = {}, rolls = {}): Question => ({
  strategy: strategySchema.parse(strategy),
  holds: ({ when }) => when === 'true',
  amountMinor: 10_000n,
  facts,
  rolls: { split: 0, share: 0.5, explore: 0.5, ...rolls },
});
const when = 'true';

describe('a payment goes', () => {
  const [a, b] = [at('a'), at('b')];
  const best = { order: 'best' };
  test.each<[string, readonly Facts[], Input, object, string | null, RegExp]>([
    ['by the order of contracts', [a, b], {}, {}, 'a', /contract 1; well/],
    ['past who was tried', [at('a', { isTried: true }), b], {}, {}, 'b', /tried already/],
    ['past a line that is down', [at('a', { isConnected: false }), b], {}, {}, 'b', /not conn/],
    ['past an open breaker', [at('a', { health: open }), b], {}, {}, 'b', /breaker open/],
    ['past a slow one', [at('a', { health: slow }), b], {}, {}, 'b', /slow: p50 300 ms/],
    ['past a full one', [at('a', { inFlight: 64 }), b], {}, {}, 'b', /full: 64 under way/],
    ['to an ill one if it is the last', [at('a', { health: open })], {}, {}, 'a', /unhealthy/],
    [
      'to the slow before the ill',
      [at('a', { health: open }), at('b', { health: slow })],
      {},
      {},
      'b',
      /unhealthy/,
    ],
    [
      'in a small share to who returns',
      [
        at('a', {
          health: { ...open, breaker: 'returning', share: 0.1 },
        }),
        b,
      ],
      {},
      { share: 0.09 },
      'a',
      /in its share/,
    ],
    [
      'elsewhere beyond that share',
      [
        at('a', {
          health: { ...open, breaker: 'returning', share: 0.1 },
        }),
        b,
      ],
      {},
      { share: 0.1 },
      'b',
      /breaker returning/,
    ],
    [
      'where a rule prefers',
      [a, b],
      { rules: [{ when, prefer: ['b'] }] },
      {},
      'b',
      /not preferred by rule 1 \(true\)/,
    ],
    [
      'by the first rule that holds',
      [a, b],
      {
        rules: [
          { when: 'false', prefer: ['a'] },
          { when, prefer: ['b'] },
          { when, prefer: ['a'] },
        ],
      },
      {},
      'b',
      /rule 2/,
    ],
    [
      'never where a rule forbids',
      [a, b],
      { rules: [{ when, never: ['a'] }] },
      {},
      'b',
      /never, by rule 1/,
    ],
    ['by the split, low', [a, b], { split: { a: 30, b: 70 } }, { split: 0.29 }, 'a', /share 30/],
    ['by the split, high', [a, b], { split: { a: 30, b: 70 } }, { split: 0.3 }, 'b', /share 30/],
    [
      'by a split without who is full',
      [at('a', { inFlight: 64 }), b],
      { split: { a: 100, b: 1 } },
      {},
      'b',
      /full/,
    ],
    ['to the cheaper one', [a, at('b', { costMinor: 280n })], best, {}, 'b', /leaves 8730/],
    [
      'to who succeeds more, though dearer',
      [
        at('a', {
          costMinor: 100n,
          health: {
            ...well,
            successRate: 0.7,
          },
        }),
        b,
      ],
      best,
      {},
      'b',
      /leaves 72/,
    ],
    [
      'elsewhere, to explore',
      [a, at('b', { costMinor: 500n })],
      best,
      { explore: 0 },
      'b',
      /leaves 8730/,
    ],
  ])('%s', (_, facts, strategy, rolls, provider, why) => {
    const choice = choose(ask(facts, strategy, rolls));
    expect(choice.provider).toBe(provider);
    expect(choice.candidates[0]?.why).toMatch(why);
    const places = choice.candidates.flatMap(({ place }) => place ?? []).sort();
    expect(places).toEqual(places.map((_one, index) => index + 1));
  });

  test('nowhere, and says whether more capacity would help', () => {
    const full = at('a', { inFlight: 64 });
    const tried = at('b', { isTried: true });
    expect(choose(ask([full, tried])).end).toBe('over_capacity');
    expect(choose(ask([tried])).end).toBe('nobody_left');
  });

  test('to an exploration that is recorded as one', () => {
    expect(choose(ask([a, b], best, { explore: 0 })).isExploration).toBe(true);
    expect(choose(ask([a, b], best, { explore: 0.5 })).isExploration).toBe(false);
  });

  test('never to an open provider while another is well, whatever is wished', () => {
    const roll = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
    const wishes = fc.constantFrom<Input>(
      {},
      best,
      { split: { a: 100 } },
      {
        rules: [{ when, prefer: ['a'] }],
      },
    );
    fc.assert(
      fc.property(wishes, roll, roll, roll, (strategy, split, share, explore) => {
        const facts = [at('a', { health: open }), b];
        const question = ask(facts, strategy, { split, share, explore });
        expect(choose(question).provider).toBe('b');
      }),
    );
  });
});

test.each([
  ['amount > "x"', /routing rule 2, `amount > "x"`: .*int > string/],
  ['amout > 5', /Unknown variable: amout/],
  ['amount + 1', /it is a int, not a condition/],
  ['amount >', /routing rule 2/],
])('the condition %s is refused at the start, with rule, text and reason', (bad, reason) => {
  const rules = [
    { when: 'amount > 5 && brand == "visa"', prefer: ['a'] },
    { when: bad, never: ['a'] },
  ];
  expect(strategySchema.safeParse({ rules }).error?.issues[0]?.message).toMatch(reason);
});
