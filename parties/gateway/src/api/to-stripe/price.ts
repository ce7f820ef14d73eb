import type { Price, PriceOption } from '../../catalogue/price.ts';
import { wholeMinor } from '../../catalogue/price-amount.ts';
import { type Json, type Resource, seconds } from './shape.ts';

/** Tiers and other currencies are shown when asked for with `expand`. */
export function priceToStripe({
  id,
  data,
  createdAtMs,
}: Price): Resource & { readonly id: string } {
  const { main, transformQuantity } = data;
  return {
    id,
    object: 'price',
    active: data.active,
    billing_scheme: main.tiers === null ? 'per_unit' : 'tiered',
    created: seconds(createdAtMs),
    currency: data.currency.toLowerCase(),
    custom_unit_amount: main.custom,
    livemode: false,
    lookup_key: data.lookupKey,
    metadata: data.metadata,
    nickname: data.nickname,
    product: data.product,
    recurring: recurringToStripe(data.recurring),
    tax_behavior: main.taxBehavior,
    tiers_mode: data.tiersMode,
    transform_quantity: transformQuantity && {
      divide_by: transformQuantity.divideBy,
      round: transformQuantity.round,
    },
    type: data.type,
    unit_amount: wholeMinor(main.unitDecimal),
    unit_amount_decimal: main.unitDecimal,
  };
}

function recurringToStripe(recurring: Price['data']['recurring']): Json {
  if (recurring === null) return null;
  return {
    interval: recurring.interval,
    interval_count: recurring.intervalCount,
    meter: null,
    trial_period_days: recurring.trialDays,
    usage_type: 'licensed',
  };
}

/** The price's own currency stands among them, as the original has it. */
export function currencyOptionsToStripe({ data }: Price): Json {
  const all = Object.entries({ [data.currency]: data.main, ...data.options });
  return Object.fromEntries(all.map(([code, option]) => [code.toLowerCase(), optionOf(option)]));
}

function optionOf(option: PriceOption): Json {
  return {
    custom_unit_amount: option.custom,
    tax_behavior: option.taxBehavior,
    ...(option.tiers === null ? {} : { tiers: tiersToStripe(option) }),
    unit_amount: wholeMinor(option.unitDecimal),
    unit_amount_decimal: option.unitDecimal,
  };
}

export function tiersToStripe({ tiers }: PriceOption): Json {
  return (tiers ?? []).map(({ upTo, unitDecimal, flatDecimal }) => ({
    flat_amount: wholeMinor(flatDecimal),
    flat_amount_decimal: flatDecimal,
    unit_amount: wholeMinor(unitDecimal),
    unit_amount_decimal: unitDecimal,
    up_to: upTo,
  }));
}
