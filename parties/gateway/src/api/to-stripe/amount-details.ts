// What an amount is made of, as the merchant told it: of the lines the first ten.

import { arithmeticFault } from '../../payments/amount-arithmetic.ts';
import type { PaymentIntent } from '../../payments/intent.ts';
import type { LineItem } from '../../payments/wishes.ts';
import type { Json, Resource } from './shape.ts';

export function amountDetailsToStripe({ id, amount, wishes }: PaymentIntent): Json {
  const details = wishes.amountDetails;
  if (details === null) return { tip: {} };
  const { discountMinor, lines, shipping, taxMinor } = details;
  const fault = arithmeticFault(details, amount.minor);
  return {
    ...(discountMinor === null ? {} : { discount_amount: discountMinor }),
    ...(fault === undefined ? {} : { error: { code: fault, message: arithmeticWords[fault] } }),
    ...(lines.length === 0 ? {} : { line_items: linesToStripe(id, lines) }),
    ...(shipping === null
      ? {}
      : {
          shipping: {
            amount: shipping.minor,
            from_postal_code: shipping.fromPostalCode,
            to_postal_code: shipping.toPostalCode,
          },
        }),
    ...(taxMinor === null ? {} : { tax: { total_tax_amount: taxMinor } }),
    tip: {},
  };
}

const linesShown = 10;

function linesToStripe(intentId: string, lines: readonly LineItem[]): Json {
  return {
    object: 'list',
    data: lines.slice(0, linesShown).map(lineItemToStripe),
    has_more: lines.length > linesShown,
    url: `/v1/payment_intents/${intentId}/amount_details_line_items`,
  };
}

export const arithmeticWords = {
  amount_details_amount_mismatch:
    'The line items with tax and shipping, less discounts, do not make up the amount.',
  amount_details_tax_shipping_discount_greater_than_amount:
    'Tax and shipping together, or the discount, are more than the amount.',
} as const;

export function lineItemToStripe(line: LineItem): Resource & { readonly id: string } {
  const { commodityCode } = line;
  return {
    id: line.id,
    object: 'payment_intent_amount_details_line_item',
    discount_amount: line.discountMinor,
    payment_method_options:
      commodityCode === null ? null : { card: { commodity_code: commodityCode } },
    product_code: line.productCode,
    product_name: line.productName,
    quantity: line.quantity,
    tax: line.taxMinor === null ? null : { total_tax_amount: line.taxMinor },
    unit_cost: line.unitMinor,
    unit_of_measure: line.unitOfMeasure,
  };
}
