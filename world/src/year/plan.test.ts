import { expect, test } from 'vitest';
import { openPlanner, type Sale } from './plan.ts';

const daysOf = (seed: number, perDay: number, days: number) => {
  const planner = openPlanner(seed, perDay);
  return Array.from({ length: days }, (_, index) => planner.day(index, index % 7 < 5));
};
const salesOf = (seed: number): Sale[] =>
  daysOf(seed, 400, 200).flatMap(({ sessions }) => sessions.flatMap(({ sales }) => sales));

test('the same seed plans the same year, and another one another', () => {
  expect(daysOf(1, 40, 20)).toEqual(daysOf(1, 40, 20));
  expect(daysOf(2, 40, 20)).not.toEqual(daysOf(1, 40, 20));
});

test('a day with more payments moves no other day', () => {
  const troubles = (perDay: number) =>
    daysOf(1, perDay, 100).map(({ sessions }) => sessions.map(({ fault }) => fault));
  expect(troubles(10)).toEqual(troubles(50));
  expect(troubles(10).flat().filter(Boolean).length).toBeGreaterThan(0);
});

test('a year has of everything, and each sale a number of its own', () => {
  const sales = salesOf(7);
  const share = (is: (sale: Sale) => boolean) => sales.filter(is).length / sales.length;
  expect(new Set(sales.map(({ number }) => number)).size).toBe(sales.length);
  expect(share(({ expected }) => expected === 'declined')).toBeCloseTo(0.05, 1);
  expect(share(({ isHeld }) => isHeld)).toBeCloseTo(0.06, 1);
  for (const kind of ['capture', 'refund', 'cancel']) {
    expect(share(({ later }) => later?.kind === kind)).toBeGreaterThan(0.001);
  }
  for (const evidence of ['winning_evidence', 'losing_evidence', 'none']) {
    expect(share((sale) => sale.evidence === evidence)).toBeGreaterThan(0.001);
  }
  // Nothing taken later is more than was sold, and all of it is money.
  expect(
    sales.every(({ later, minor }) => {
      return (
        later === undefined || later.kind === 'cancel' || (later.minor > 0 && later.minor <= minor)
      );
    }),
  ).toBe(true);
});
