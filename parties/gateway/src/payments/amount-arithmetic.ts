// Do the parts that a merchant tells of an amount make it up? Two ways in which they may not.

import type { AmountDetails } from './wishes.ts';

export type ArithmeticFault =
  | 'amount_details_amount_mismatch'
  | 'amount_details_tax_shipping_discount_greater_than_amount';

export function arithmeticFault(
  details: AmountDetails,
  amountMinor: bigint,
): ArithmeticFault | undefined {
  const { lines, shipping, taxMinor, discountMinor } = details;
  const sum = (values: readonly (number | null)[]) =>
    values.reduce<number>((total, value) => total + (value ?? 0), 0);
  const taxes = taxMinor ?? sum(lines.map((line) => line.taxMinor));
  const discounts = discountMinor ?? sum(lines.map((line) => line.discountMinor));
  const shippingMinor = shipping?.minor ?? 0;
  const amount = Number(amountMinor);
  if (taxes + shippingMinor > amount || discounts > amount) {
    return 'amount_details_tax_shipping_discount_greater_than_amount';
  }
  if (lines.length === 0) return undefined;
  const goods = sum(lines.map(({ unitMinor, quantity }) => unitMinor * quantity));
  const told = goods + taxes + shippingMinor - discounts;
  return told === amount ? undefined : 'amount_details_amount_mismatch';
}
