// What is forecast is what will be: nothing is lost or made on the way, whatever the contract says of days,
// minimum and reserve.

import { currencyOf, money } from '@kassa/money';
import { unwrap } from '@kassa/result';
import { Secret } from '@kassa/secret';
import { addDays, isBankingDay, type PlainDate } from '@kassa/time';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { configSchema } from '../config.ts';
import { type Contract, contractsOf, isWorthPaying, releaseDate } from '../merchants/contract.ts';
import { forecastOf } from './forecast.ts';
import type { Arriving } from './store.ts';

const bam = unwrap(currencyOf('BAM'));
const today: PlainDate = '2026-11-24';

function contractWith(more: object): Contract {
  const merchant = {
    ...{ mid: 'M1', terminals: ['T1'], name: 'Bura', city: 'Mostar', country: 'BA', mcc: '4722' },
    ...{ currencies: ['*'], fee: { basisPoints: 300 }, key: new Secret('k') },
    payout: { iban: 'BA391290079401028494', holder: 'Bura' },
    ...more,
  };
  const config = configSchema.shape.merchants.element.parse({ ...merchant, key: 'k' });
  const [contract] = contractsOf([config]).all;
  if (contract === undefined) throw new Error('one contract');
  return contract;
}

const row = (on: PlainDate, salesMinor: bigint, heldMinor = 0n, releasedMinor = 0n): Arriving => ({
  ...{ on, currency: bam, salesMinor, heldMinor, releasedMinor, unpriced: 0 },
});

test('too little waits, what is owed is carried along, what was due goes with the next payday', () => {
  const payout = { iban: 'BA391290079401028494', holder: 'Bura', minimum: { BAM: '50.00' } };
  const contract = contractWith({ payout });
  const rows = [
    row('2026-11-20', -2_000n),
    row('2026-11-24', 3_000n),
    // Statehood day: banks rest.
    row('2026-11-25', 4_000n),
  ];
  expect(
    forecastOf(contract, rows, today).map(({ on, payout: out, carried }) => [
      ...[on, out?.minor ?? null, carried.minor],
    ]),
  ).toEqual([
    ['2026-11-24', null, 0n],
    ['2026-11-26', 5_000n, 1_000n],
  ]);
});

test('every minor unit arrives once, on banking days, or is carried at the end', () => {
  const day = fc.integer({ min: -5, max: 40 }).map((after) => addDays(today, after));
  const sale = fc
    .tuple(day, fc.integer({ min: -50_000, max: 90_000 }), fc.integer({ min: 0, max: 100 }))
    .map(([on, minor, share]) =>
      row(on, BigInt(minor), minor > 0 ? BigInt(minor * share) / 100n : 0n),
    );
  const release = fc
    .tuple(day, fc.integer({ min: 1, max: 9_000 }))
    .map(([on, minor]) => row(on, 0n, 0n, BigInt(minor)));
  const contract = fc
    .record({
      every: fc.constantFrom('day', 'tuesday', 15),
      minimum: fc.constantFrom({}, { BAM: '200.00' }),
      days: fc.integer({ min: 1, max: 30 }),
    })
    .map(({ every, minimum, days }) =>
      contractWith({
        payout: { iban: 'BA391290079401028494', holder: 'Bura', every, minimum },
        reserve: { basisPoints: 1_000, days },
      }),
    );
  fc.assert(
    fc.property(contract, fc.array(fc.oneof(sale, release), { maxLength: 30 }), (one, rows) => {
      const arrivals = forecastOf(one, rows, today);
      const sum = (pick: (row: Arriving) => bigint) =>
        rows.reduce((so, each) => so + pick(each), 0n);
      const paid = arrivals.reduce((so, { payout }) => so + (payout?.minor ?? 0n), 0n);
      const last = arrivals.at(-1);
      const left =
        last === undefined || last.payout !== null
          ? 0n
          : last.carried.minor + last.sales.minor - last.held.minor + last.released.minor;
      // What is held of sales that never went out is in the sum that is carried: it was not taken yet.
      const released = arrivals.reduce((so, each) => so + each.released.minor, 0n);
      const unreleased =
        sum((each) => each.heldMinor) + sum((each) => each.releasedMinor) - released;
      const whole = sum((each) => each.salesMinor) + sum((each) => each.releasedMinor);
      expect(paid + left + unreleased).toBe(whole);
      for (const { on, payout } of arrivals) {
        expect(isBankingDay(one.calendar, on) && on >= today).toBe(true);
        if (payout !== null) expect(isWorthPaying(one, payout)).toBe(true);
      }
      const days = arrivals.map(({ on }) => on);
      expect(days).toEqual([...new Set(days)].sort());
      expect(releaseDate(one, today) > today).toBe(true);
      expect(arrivals.every(({ sales }) => sales.currency === money(bam, 0).currency)).toBe(true);
    }),
  );
});
