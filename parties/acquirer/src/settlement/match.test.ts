import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { matchBatches } from './match.ts';

const open = (...nets: number[]) =>
  nets.map((net, index) => ({ batchId: `b${index + 1}`, netMinor: BigInt(net) }));

describe('the money of a settlement', () => {
  test.each<[string, number, number[], string[] | undefined]>([
    ['stands for one batch', 100, [100], ['b1']],
    ['stands for the oldest', 100, [100, 50], ['b1']],
    ['stands for several', 150, [100, 50, 7], ['b1', 'b2']],
    ['may be owed by us', -30, [-30], ['b1']],
    ['takes along what cancels out', 100, [100, 0, 0, 5], ['b1', 'b2', 'b3']],
    ['may be nothing', 0, [100, -100], ['b1', 'b2']],
    ['may be nothing at once', 0, [0, 100], ['b1']],
    ['stands for no run of batches', 50, [100, 50], undefined],
    ['stands for nothing we presented', 50, [], undefined],
    ['is too much', 151, [100, 50], undefined],
  ])('%s', (_, amount, nets, expected) => {
    expect(matchBatches(BigInt(amount), open(...nets))).toEqual(expected);
  });

  test('of the first few batches always finds a run that adds up to it', () => {
    const nets = fc.array(fc.integer({ min: -50, max: 100 }), { minLength: 1, maxLength: 10 });
    fc.assert(
      fc.property(nets, fc.nat(9), (list, end) => {
        const run = list.slice(0, end + 1);
        const amount = run.reduce((sum, net) => sum + net, 0);
        const found = matchBatches(BigInt(amount), open(...list));
        const sum = (found ?? []).reduce((total, _, index) => total + (list[index] ?? 0), 0);
        expect(found?.length).toBeGreaterThan(0);
        expect(sum).toBe(amount);
      }),
    );
  });
});
