// `amount_details`: what an amount is made of, line by line, as far as the merchant tells it.

import { err, ok, type Result } from '@kassa/result';
import { z } from 'zod';
import type { IdMaker } from '../../ids.ts';
import type { AmountDetails, LineItem } from '../../payments/wishes.ts';
import { type ApiError, invalid } from '../kernel/api-error.ts';
import { absent, flag, integer, list, text, unsettable } from '../kernel/parameters.ts';

const part = integer(0, 99_999_999);
const tax = z.strictObject({ total_tax_amount: part });

const line = z.strictObject({
  discount_amount: part.optional(),
  payment_method_options: z
    .strictObject({
      card: z.strictObject({ commodity_code: text(12).optional() }).optional(),
      card_present: absent('terminals'),
      klarna: absent('Klarna'),
      paypal: absent('PayPal'),
    })
    .optional(),
  product_code: text(12).optional(),
  product_name: text(1024).min(1, 'give a name'),
  quantity: integer(1, 99_999_999),
  tax: tax.optional(),
  unit_cost: part,
  unit_of_measure: text(12).optional(),
});

const details = {
  discount_amount: unsettable(part).optional(),
  enforce_arithmetic_validation: flag.optional(),
  line_items: unsettable(list(line, 200)).optional(),
  shipping: unsettable(
    z.strictObject({
      amount: unsettable(part).optional(),
      from_postal_code: unsettable(text(10)).optional(),
      to_postal_code: unsettable(text(10)).optional(),
    }),
  ).optional(),
  tax: unsettable(tax).optional(),
};

export const amountDetails = unsettable(z.strictObject(details));
export type AmountDetailsInput = z.output<typeof amountDetails>;

const nothing: AmountDetails = {
  discountMinor: null,
  isEnforced: true,
  lines: [],
  shipping: null,
  taxMinor: null,
};

/** The old details with what this request says otherwise; null forgets them all. */
export function mergeAmountDetails(
  old: AmountDetails | null,
  given: AmountDetailsInput | undefined,
  makeId: IdMaker,
): Result<AmountDetails | null, ApiError> {
  if (given === undefined) return ok(old);
  if (given === null) return ok(null);
  const before = old ?? nothing;
  const { discount_amount: discount, line_items: lines, shipping, tax: taxes } = given;
  const merged: AmountDetails = {
    discountMinor: discount === undefined ? before.discountMinor : discount,
    isEnforced: given.enforce_arithmetic_validation ?? before.isEnforced,
    lines:
      lines === undefined ? before.lines : (lines ?? []).map((one) => lineOf(one, makeId('uli'))),
    shipping:
      shipping === undefined
        ? before.shipping
        : shipping && {
            minor: shipping.amount ?? null,
            fromPostalCode: shipping.from_postal_code ?? null,
            toPostalCode: shipping.to_postal_code ?? null,
          },
    taxMinor: taxes === undefined ? before.taxMinor : (taxes?.total_tax_amount ?? null),
  };
  return checked(merged);
}

function lineOf(given: z.output<typeof line>, id: string): LineItem {
  return {
    id,
    discountMinor: given.discount_amount ?? null,
    productCode: given.product_code ?? null,
    productName: given.product_name,
    quantity: given.quantity,
    taxMinor: given.tax?.total_tax_amount ?? null,
    unitMinor: given.unit_cost,
    unitOfMeasure: given.unit_of_measure ?? null,
    commodityCode: given.payment_method_options?.card?.commodity_code ?? null,
  };
}

/** Said twice, a tax or a discount could be meant to be added: the original takes it once only. */
function checked(merged: AmountDetails): Result<AmountDetails, ApiError> {
  for (const [name, whole] of [
    ['discount_amount', merged.discountMinor],
    ['tax', merged.taxMinor],
  ] as const) {
    const field = name === 'tax' ? 'taxMinor' : 'discountMinor';
    if (whole === null || merged.lines.every((one) => one[field] === null)) continue;
    const param = `amount_details[${name}]`;
    const message = `Give ${param} or the ${name} of each line item, not both.`;
    return err(invalid(message, { code: 'parameter_invalid', param }));
  }
  return ok(merged);
}
