import { describe, expect, test } from 'vitest';
import { strategySchema } from '../routing/strategy.ts';
import { namingFaults } from './name-providers.ts';

describe('names of providers', () => {
  test.each<[what: string, others: string[], routing: object, faults: [string, RegExp][]]>([
    ['known ones pass', ['crvena'], { rules: [{ when: 'true', prefer: ['crvena'] }] }, []],
    [
      'a contract with nobody',
      ['modra'],
      {},
      [['otherAcquirers.0.provider', /"modra" is not connected; there are: zelena, crvena/]],
    ],
    [
      'two contracts with one',
      ['zelena'],
      {},
      [['otherAcquirers.0.provider', /a contract with "zelena" already/]],
    ],
    [
      'a rule for one without a contract',
      [],
      { rules: [{ when: 'true', never: ['crvena'] }] },
      [['routing.rules.0', /no contract with "crvena"; it has with: zelena/]],
    ],
    [
      'a split with a slip of the pen',
      ['crvena'],
      { split: { zelena: 50, crvna: 50 } },
      [['routing.split', /no contract with "crvna"/]],
    ],
  ])('%s', (_, others, routing, faults) => {
    const merchant = {
      acquirer: { provider: 'zelena' },
      otherAcquirers: others.map((provider) => ({ provider })),
      routing: strategySchema.parse(routing),
    };
    const found = namingFaults(merchant, ['zelena', 'crvena']);
    expect(found.map(({ path }) => path.join('.'))).toEqual(faults.map(([path]) => path));
    for (const [index, [, words]] of faults.entries()) {
      expect(found[index]?.message).toMatch(words);
    }
  });
});
