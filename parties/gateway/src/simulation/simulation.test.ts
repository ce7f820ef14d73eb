// The simulation of payments: some dozens of seeds, that the same seed is the same run, and that bugs
// which are planted are found.

import { describe, expect, test } from 'vitest';
import { planted } from './planted.ts';
import { type RunReport, runSeed } from './run.ts';

/** Said with the one command that repeats it. */
const brokenIn = ({ seed, payments, breaches }: RunReport): string[] =>
  breaches.map(
    ({ promise, order, detail }) =>
      `${promise}: ${order}: ${detail} (npm run simulate -- --seed ${seed} --payments ${payments} --trace)`,
  );

describe('payments under failure', () => {
  test('keep every promise, whatever gets lost and whoever dies', async () => {
    const sums = { crashes: 0, steps: 0 };
    for (let seed = 1; seed <= 24; seed += 1) {
      const report = await runSeed({ seed, payments: 40 });
      expect(brokenIn(report)).toEqual([]);
      sums.crashes += report.crashes;
      sums.steps += report.steps;
    }
    // They were no calm days.
    expect(sums.crashes).toBeGreaterThan(10);
    expect(sums.steps).toBeGreaterThan(20_000);
  });

  test('are the same run for the same seed', async () => {
    const [first, again, other] = [
      await runSeed({ seed: 7, payments: 30 }),
      await runSeed({ seed: 7, payments: 30 }),
      await runSeed({ seed: 8, payments: 30 }),
    ];
    expect(again.digest).toBe(first.digest);
    expect(other.digest).not.toBe(first.digest);
  });
});

describe('a planted bug is found', () => {
  const seedsMax = 40;

  test.each(Object.entries(planted))('%s', async (_, spoil) => {
    let found: RunReport | undefined;
    for (let seed = 1; seed <= seedsMax && found === undefined; seed += 1) {
      const report = await runSeed({ seed, payments: 40, spoil });
      if (report.breaches.length > 0) found = report;
    }
    expect(found?.breaches[0]).toMatchObject({ promise: expect.any(String) });
    if (process.env['KASSA_SAY']) console.log(found?.seed, found?.breaches[0]);
  });
});
