import { describe, expect, test } from 'vitest';
import { feeParts } from './fee-parts.ts';

const item = (feeMinor: bigint, interchangeMinor?: bigint, schemeFeeMinor?: bigint) => ({
  ...{ currency: 'BAM', feeMinor },
  ...(interchangeMinor === undefined ? {} : { interchangeMinor }),
  ...(schemeFeeMinor === undefined ? {} : { schemeFeeMinor }),
});

describe('the parts of a fee', () => {
  test.each([
    ['of a sale', item(300n, 120n, 30n), [150, 120, 30]],
    ['of a sale that cost the acquirer more than it took', item(300n, 280n, 30n), [-10, 280, 30]],
    ['of a sale so small that the network asks nothing', item(1n, 1n, 0n), [1]],
    ['of an acquirer that tells the whole alone', item(300n), [300]],
    ['of a refund, whose interchange is the banks’ affair', item(0n, -36n, 0n), []],
    ['of a dispute', item(3_000n, 0n, 0n), [3_000]],
  ])('%s', (_, priced, amounts) => {
    const parts = feeParts('zelena', priced);
    expect(parts.map(({ amount }) => amount)).toEqual(amounts);
    expect(parts.reduce((sum, { amount }) => sum + amount, 0)).toBe(Number(priced.feeMinor));
    expect(
      parts.every(({ type, currency }) => type !== 'application_fee' && currency === 'bam'),
    ).toBe(true);
  });
});
