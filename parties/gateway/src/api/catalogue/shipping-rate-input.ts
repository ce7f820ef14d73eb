// What a merchant may say of a shipping rate, by itself or inside a session's shipping options.

import { currencyOf } from '@kassa/money';
import { err, ok, type Result } from '@kassa/result';
import { z } from 'zod';
import { estimateUnits, type ShippingRateData } from '../../catalogue/shipping-rate.ts';
import { type ApiError, invalid } from '../kernel/api-error.ts';
import { currencyCode, integer, metadata, text } from '../kernel/parameters.ts';
import { taxBehavior, unitAmount } from './price-input.ts';

const edge = z.strictObject({ unit: z.enum(estimateUnits), value: integer(1, 9_999) });

export const rateFields = {
  delivery_estimate: z
    .strictObject({ maximum: edge.optional(), minimum: edge.optional() })
    .optional(),
  display_name: text(100).min(1, 'give a name'),
  fixed_amount: z.strictObject({
    amount: unitAmount,
    currency: currencyCode,
    currency_options: z
      .record(
        z.string().max(10),
        z.strictObject({ amount: unitAmount, tax_behavior: taxBehavior.optional() }),
      )
      .optional(),
  }),
  metadata: metadata.optional(),
  tax_behavior: taxBehavior.optional(),
  tax_code: text(100).optional(),
  type: z.literal('fixed_amount').optional(),
};

const rateInput = z.strictObject(rateFields);

export function rateFrom(
  input: z.output<typeof rateInput>,
  /** Where it stands in the request, for errors: `shipping_options[0][shipping_rate_data]`. */
  at = '',
): Result<ShippingRateData, ApiError> {
  const { fixed_amount: fixed, delivery_estimate: estimate } = input;
  const param = at === '' ? 'fixed_amount' : `${at}[fixed_amount]`;
  const options = rateOptions(fixed.currency_options ?? {}, { main: fixed.currency, param });
  if (!options.ok) return options;
  return ok({
    displayName: input.display_name,
    active: true,
    metadata: input.metadata ?? {},
    taxCode: input.tax_code ?? null,
    estimate:
      estimate === undefined
        ? null
        : { minimum: estimate.minimum ?? null, maximum: estimate.maximum ?? null },
    currency: fixed.currency,
    main: { minor: fixed.amount, taxBehavior: input.tax_behavior ?? 'unspecified' },
    options: options.value,
  });
}

type OptionsGiven = Readonly<
  Record<
    string,
    {
      readonly amount?: number | undefined;
      readonly tax_behavior?: z.output<typeof taxBehavior> | undefined;
    }
  >
>;

type Options = ShippingRateData['options'];

/** `old`: what an update leaves as it is. */
export function rateOptions(
  given: OptionsGiven,
  about: { readonly main: string; readonly param: string; readonly old?: Options },
): Result<Options, ApiError> {
  const options: Record<string, Options[string]> = { ...about.old };
  for (const [code, { amount, tax_behavior: taxed }] of Object.entries(given)) {
    const param = `${about.param}[currency_options][${code}]`;
    const known = currencyOf(code.toUpperCase());
    if (!known.ok) {
      return err(invalid(`Invalid currency: ${code}`, { code: 'invalid_currency', param }));
    }
    if (known.value === about.main) {
      const message = `${code} is the currency of the rate itself: its amount never changes.`;
      return err(invalid(message, { param }));
    }
    const before = options[known.value];
    const minor = amount ?? before?.minor;
    if (minor === undefined) {
      const missing = `${param}[amount]`;
      const message = `Missing required param: ${missing}.`;
      return err(invalid(message, { code: 'parameter_missing', param: missing }));
    }
    options[known.value] = { minor, taxBehavior: taxed ?? before?.taxBehavior ?? 'unspecified' };
  }
  return ok(options);
}
