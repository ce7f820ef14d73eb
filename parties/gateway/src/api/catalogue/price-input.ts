// What a merchant may say of a price, and the price that it makes.

import { type Currency, currencyOf } from '@kassa/money';
import { err, ok, type Result } from '@kassa/result';
import { z } from 'zod';
import { type PriceData, type PriceOption, taxBehaviors } from '../../catalogue/price.ts';
import { type ApiError, invalid } from '../kernel/api-error.ts';
import {
  absent,
  currencyCode,
  expansion,
  flag,
  integer,
  list,
  metadata,
  text,
  unsettable,
} from '../kernel/parameters.ts';

export const unitAmount = integer(0, 99_999_999);
/** In minor units, with up to twelve places. */
export const unitDecimal = z
  .string()
  .regex(/^\d{1,8}(\.\d{1,12})?$/, 'must be an amount with at most 12 decimal places');
export const taxBehavior = z.enum(taxBehaviors);

const customAmount = z.strictObject({
  enabled: flag.pipe(z.literal(true, 'must be true; leave custom_unit_amount out otherwise')),
  maximum: unitAmount.optional(),
  minimum: unitAmount.optional(),
  preset: unitAmount.optional(),
});

const tier = z.strictObject({
  flat_amount: unitAmount.optional(),
  flat_amount_decimal: unitDecimal.optional(),
  unit_amount: unitAmount.optional(),
  unit_amount_decimal: unitDecimal.optional(),
  up_to: z.union([z.literal('inf').transform(() => null), integer(1, 999_999_999)]),
});

const option = {
  custom_unit_amount: customAmount.optional(),
  tax_behavior: taxBehavior.optional(),
  tiers: list(tier).optional(),
  unit_amount: unitAmount.optional(),
  unit_amount_decimal: unitDecimal.optional(),
};
const optionInput = z.strictObject(option);
type OptionInput = z.output<typeof optionInput>;

export const recurring = z.strictObject({
  interval: z.enum(['day', 'week', 'month', 'year']),
  interval_count: integer(1, 1095).optional(),
  meter: absent('billing meters'),
  trial_period_days: integer(1, 730).optional(),
  usage_type: z.literal('licensed', 'Kassa has no metered usage yet').optional(),
});

/** `product_data` of a price, and of a line of a session. */
export const productTax = z.strictObject({
  performance_location: text(255).optional(),
  tax_code: unsettable(text(100)).optional(),
});

export const currencyOptions = z.record(z.string().max(10), optionInput);

/** What a price has besides its product: as `default_price_data` of a new product says it too. */
export const priceFields = {
  currency: currencyCode,
  currency_options: currencyOptions.optional(),
  custom_unit_amount: customAmount.optional(),
  metadata: metadata.optional(),
  recurring: recurring.optional(),
  tax_behavior: taxBehavior.optional(),
  unit_amount: unitAmount.optional(),
  unit_amount_decimal: unitDecimal.optional(),
};

export const createPriceInput = z.strictObject({
  ...expansion,
  ...priceFields,
  active: flag.optional(),
  billing_scheme: z.enum(['per_unit', 'tiered']).optional(),
  lookup_key: text(200).min(1, 'give a key').optional(),
  nickname: text(5000).optional(),
  product: text(255).optional(),
  product_data: z
    .strictObject({
      active: flag.optional(),
      id: z
        .string()
        .regex(/^[A-Za-z0-9_-]{1,255}$/, 'give letters, digits, _ and -')
        .optional(),
      metadata: metadata.optional(),
      name: text(250).min(1, 'give a name'),
      statement_descriptor: text(22).optional(),
      tax_code: text(100).optional(),
      tax_details: productTax.optional(),
      unit_label: text(12).optional(),
    })
    .optional(),
  tiers: list(tier).optional(),
  tiers_mode: z.enum(['graduated', 'volume']).optional(),
  transfer_lookup_key: flag.optional(),
  transform_quantity: z
    .strictObject({ divide_by: integer(1, 999_999), round: z.enum(['up', 'down']) })
    .optional(),
});

export type PriceInput = Partial<z.output<typeof createPriceInput>> & {
  readonly currency: Currency;
};

export function priceFrom(input: PriceInput, product: string): Result<PriceData, ApiError> {
  const { currency, billing_scheme: scheme, tiers_mode: mode, transform_quantity: pack } = input;
  const isTiered = scheme === 'tiered';
  const main = optionFrom(input, { isTiered, at: '' });
  if (!main.ok) return main;
  const options = optionsFrom(input.currency_options ?? {}, { isTiered, main: currency });
  if (!options.ok) return options;
  if (isTiered && mode === undefined) return err(lacking('tiers_mode'));
  if (isTiered && pack !== undefined) {
    const message = 'A tiered price cannot be sold in packs: leave transform_quantity out.';
    return err(invalid(message, { param: 'transform_quantity' }));
  }
  if (input.recurring !== undefined && main.value.custom !== null) {
    const message = 'A recurring price needs an amount: leave custom_unit_amount out.';
    return err(invalid(message, { param: 'custom_unit_amount' }));
  }
  const { recurring: every } = input;
  return ok({
    product,
    isInline: false,
    active: input.active ?? true,
    nickname: input.nickname ?? null,
    lookupKey: input.lookup_key ?? null,
    metadata: input.metadata ?? {},
    currency,
    type: every === undefined ? 'one_time' : 'recurring',
    tiersMode: isTiered ? (mode ?? null) : null,
    transformQuantity: pack === undefined ? null : { divideBy: pack.divide_by, round: pack.round },
    recurring:
      every === undefined
        ? null
        : {
            interval: every.interval,
            intervalCount: every.interval_count ?? 1,
            trialDays: every.trial_period_days ?? null,
          },
    main: main.value,
    options: options.value,
  });
}

type OptionAt = { readonly isTiered: boolean; readonly at: string };

function optionFrom(given: OptionInput, { isTiered, at }: OptionAt): Result<PriceOption, ApiError> {
  const { unit_amount: whole, unit_amount_decimal: decimal, custom_unit_amount: custom } = given;
  const named = (name: string) => (at === '' ? name : `${at}[${name}]`);
  const ways = [whole, decimal, custom].filter((one) => one !== undefined).length;
  const { tax_behavior: taxed = 'unspecified', tiers } = given;
  if (isTiered) {
    if (tiers === undefined || tiers.length === 0) return err(lacking(named('tiers')));
    if (ways > 0) {
      const message = 'A tiered price has its amounts in its tiers: leave unit_amount out.';
      return err(invalid(message, { param: named('unit_amount') }));
    }
    const ends = tiers.map(({ up_to: upTo }) => upTo ?? Number.POSITIVE_INFINITY);
    const isRising = ends.every((end, place) => end > (ends[place - 1] ?? 0));
    if (!isRising || ends.at(-1) !== Number.POSITIVE_INFINITY) {
      const message = 'Give the tiers in the order of their up_to, the last with up_to "inf".';
      return err(invalid(message, { param: named('tiers') }));
    }
    return ok({ unitDecimal: null, taxBehavior: taxed, custom: null, tiers: tiers.map(tierFrom) });
  }
  if (tiers !== undefined) {
    const message = 'Only a price with billing_scheme "tiered" has tiers.';
    return err(invalid(message, { param: named('tiers') }));
  }
  if (ways !== 1) {
    const message = `Give exactly one of ${named('unit_amount')}, unit_amount_decimal and custom_unit_amount.`;
    const code = ways === 0 ? 'parameter_missing' : 'parameter_invalid';
    return err(invalid(message, { code, param: named('unit_amount') }));
  }
  return ok({
    unitDecimal: decimalOf(whole, decimal),
    taxBehavior: taxed,
    custom: custom === undefined ? null : limitsOf(custom),
    tiers: null,
  });
}

const limitsOf = ({ minimum, maximum, preset }: z.output<typeof customAmount>) => ({
  minimum: minimum ?? null,
  maximum: maximum ?? null,
  preset: preset ?? null,
});

const tierFrom = (given: z.output<typeof tier>) => ({
  upTo: given.up_to,
  unitDecimal: decimalOf(given.unit_amount, given.unit_amount_decimal),
  flatDecimal: decimalOf(given.flat_amount, given.flat_amount_decimal),
});

const decimalOf = (whole: number | undefined, decimal: string | undefined): string | null =>
  whole === undefined ? (decimal ?? null) : String(whole);

export type OptionsInput = Readonly<Record<string, OptionInput>>;

/** The other currencies of a price; its own is no option beside itself. */
export function optionsFrom(
  given: OptionsInput,
  { isTiered, main }: { readonly isTiered: boolean; readonly main: string },
): Result<Readonly<Record<string, PriceOption>>, ApiError> {
  const options: [string, PriceOption][] = [];
  for (const [code, one] of Object.entries(given)) {
    const at = `currency_options[${code}]`;
    const known = currencyOf(code.toUpperCase());
    if (!known.ok) {
      const message = `Invalid currency: ${code}`;
      return err(invalid(message, { code: 'invalid_currency', param: at }));
    }
    if (known.value === main) {
      const message = `${code} is the currency of the price itself: say what it costs there.`;
      return err(invalid(message, { param: at }));
    }
    const option = optionFrom(one, { isTiered, at });
    if (!option.ok) return option;
    options.push([known.value, option.value]);
  }
  return ok(Object.fromEntries(options));
}

const lacking = (param: string): ApiError =>
  invalid(`Missing required param: ${param}.`, { code: 'parameter_missing', param });
