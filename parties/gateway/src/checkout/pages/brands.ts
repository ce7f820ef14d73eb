// Which brand a card number belongs to by its first digits (ISO/IEC 7812 issuer ranges as the
// brands publish them), how its digits are grouped and how long its CVC is. Shared by the server
// and the island, so it must stay small.

export type BrandId =
  | 'visa'
  | 'mastercard'
  | 'amex'
  | 'maestro'
  | 'diners'
  | 'discover'
  | 'jcb'
  | 'unionpay';

export type CardBrand = {
  readonly id: BrandId;
  readonly name: string;
  /** Lowest and highest beginning, of the same number of digits. */
  readonly ranges: readonly (readonly [from: number, to: number])[];
  readonly lengths: readonly number[];
  /** Where a space is put while typing. */
  readonly gaps: readonly number[];
  readonly cvcDigits: 3 | 4;
};

const fours = [4, 8, 12, 16];
const upTo19 = (from: number) => [12, 13, 14, 15, 16, 17, 18, 19].filter((one) => one >= from);

function brand(
  id: BrandId,
  name: string,
  lengths: readonly number[],
  ranges: CardBrand['ranges'],
): CardBrand {
  const isShort = id === 'amex' || id === 'diners';
  return {
    id,
    name,
    ranges,
    lengths,
    gaps: isShort ? [4, 10] : fours,
    cvcDigits: id === 'amex' ? 4 : 3,
  };
}

export const cardBrands: readonly CardBrand[] = [
  brand('visa', 'Visa', [13, 16, 19], [[4, 4]]),
  brand(
    'mastercard',
    'Mastercard',
    [16],
    [
      [51, 55],
      [2221, 2720],
    ],
  ),
  brand(
    'amex',
    'American Express',
    [15],
    [
      [34, 34],
      [37, 37],
    ],
  ),
  brand('maestro', 'Maestro', upTo19(12), [
    [5018, 5018],
    [5020, 5020],
    [5038, 5038],
    [5893, 5893],
    [6304, 6304],
    [6759, 6759],
    [6761, 6763],
  ]),
  brand('diners', 'Diners Club', upTo19(14), [
    [300, 305],
    [36, 36],
    [38, 39],
  ]),
  brand('discover', 'Discover', upTo19(16), [
    [6011, 6011],
    [644, 649],
    [65, 65],
  ]),
  brand('jcb', 'JCB', upTo19(16), [[3528, 3589]]),
  brand('unionpay', 'UnionPay', upTo19(14), [
    [62, 62],
    [81, 81],
  ]),
];

/** Undefined until enough digits are there, and for a range that nobody here knows. */
export function brandOf(digits: string): CardBrand | undefined {
  const startsIn = ([from, to]: readonly [number, number]) => {
    const size = String(from).length;
    const start = Number(digits.slice(0, size));
    return digits.length >= size && start >= from && start <= to;
  };
  return cardBrands.find(({ ranges }) => ranges.some(startsIn));
}

/** `4242 4242 4242 4242`, `3782 822463 10005`. */
export function groupDigits(digits: string): string {
  const gaps = brandOf(digits)?.gaps ?? fours;
  return [...digits].map((digit, at) => (gaps.includes(at) ? ` ${digit}` : digit)).join('');
}
