// What a quantity costs. Prices may be given in parts of a minor unit and in tiers, so everything is
// counted exactly, in billionths of a thousandth, and rounded once, half up, at the end.

import { assert } from '@kassa/result';
import type { PriceTier, Pricing } from './price.ts';

const places = 12;
const one = 10n ** BigInt(places);

/** `'10.5'` minor units, exactly; the text is one that the door has let in. */
function exactly(decimal: string): bigint {
  const [, whole = '', part = ''] = /^(\d+)(?:\.(\d{1,12}))?$/.exec(decimal) ?? [];
  assert(whole !== '', `not an amount: ${decimal}`);
  return BigInt(whole) * one + BigInt(part.padEnd(places, '0'));
}

const rounded = (exact: bigint): bigint => (exact + one / 2n) / one;

/** As the API shows it beside the decimal: only where it is whole. */
export function wholeMinor(decimal: string | null): number | null {
  if (decimal === null) return null;
  const exact = exactly(decimal);
  return exact % one === 0n ? Number(exact / one) : null;
}

/** Undefined for a price whose amount the buyer says. */
export function amountFor(
  { tiersMode, transformQuantity, option }: Pricing,
  quantity: number,
): bigint | undefined {
  if (option.tiers !== null) {
    const count = BigInt(quantity);
    return rounded(
      tiersMode === 'volume' ? volume(option.tiers, count) : graduated(option.tiers, count),
    );
  }
  if (option.unitDecimal === null) return undefined;
  return rounded(exactly(option.unitDecimal) * transformed(transformQuantity, BigInt(quantity)));
}

/** Packs: 13 pieces in packs of 10 are two packs when rounded up. */
function transformed(how: Pricing['transformQuantity'], quantity: bigint): bigint {
  if (how === null) return quantity;
  const by = BigInt(how.divideBy);
  return how.round === 'up' ? (quantity + by - 1n) / by : quantity / by;
}

/** The whole quantity at the price of the tier that it falls into. */
function volume(tiers: readonly PriceTier[], quantity: bigint): bigint {
  const tier = tiers.find(({ upTo }) => upTo === null || quantity <= BigInt(upTo));
  return tier === undefined ? 0n : costOf(tier, quantity);
}

/** Each piece at the price of the tier that it falls into. */
function graduated(tiers: readonly PriceTier[], quantity: bigint): bigint {
  let total = 0n;
  let from = 0n;
  for (const tier of tiers) {
    if (from === quantity) break;
    const end = tier.upTo === null || quantity < BigInt(tier.upTo) ? quantity : BigInt(tier.upTo);
    total += costOf(tier, end - from);
    from = end;
  }
  return total;
}

function costOf({ unitDecimal, flatDecimal }: PriceTier, quantity: bigint): bigint {
  const flat = flatDecimal === null ? 0n : exactly(flatDecimal);
  return flat + (unitDecimal === null ? 0n : exactly(unitDecimal) * quantity);
}
