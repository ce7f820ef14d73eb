// The VAT of a session as Stripe breaks it down: an amount, what it was counted from, and the rate as
// an object, one for prices that include it and one for those that do not.

import { isAdded } from '../../checkout/session/reckon.ts';
import {
  type CheckoutSession,
  type SessionLine,
  type SessionTax,
  shippingOf,
} from '../../checkout/session/session.ts';
import { type Json, type Resource, seconds } from './shape.ts';

type Part = { readonly minor: number; readonly taxMinor: number; readonly isAdded: boolean };

export function taxesToStripe(session: CheckoutSession, of: 'all' | 'shipping'): Json {
  const { tax } = session.details;
  if (tax === null) return [];
  const parts = of === 'all' ? [...linesOf(session), ...sent(session)] : sent(session);
  return [false, true].flatMap((added) => {
    const some = parts.filter((part) => part.isAdded === added);
    return some.length === 0 ? [] : [taxToStripe(tax, some, session.createdAtMs)];
  });
}

const linesOf = ({ lines }: CheckoutSession): Part[] => lines.map(partOf);

const partOf = ({ subtotalMinor, taxMinor, pricing }: SessionLine): Part => ({
  minor: subtotalMinor,
  taxMinor,
  isAdded: isAdded(pricing.option.taxBehavior),
});

function sent(session: CheckoutSession): Part[] {
  const chosen = shippingOf(session);
  if (chosen === undefined) return [];
  const { minor, taxBehavior } = chosen;
  return [{ minor, taxMinor: session.details.shippingTaxMinor, isAdded: isAdded(taxBehavior) }];
}

function taxToStripe(tax: SessionTax, parts: readonly Part[], createdAtMs: number): Json {
  const sum = (of: (part: Part) => number) => parts.reduce((all, part) => all + of(part), 0);
  const amount = sum(({ taxMinor }) => taxMinor);
  const added = parts[0]?.isAdded ?? false;
  return {
    amount,
    rate: rateToStripe(tax, { isInclusive: !added, createdAtMs }),
    taxability_reason: reasonOf(tax),
    taxable_amount: sum(({ minor }) => minor) - (added ? 0 : amount),
  };
}

function reasonOf({ exemption, effectiveFrom }: SessionTax): string {
  if (exemption === 'exempt') return 'customer_exempt';
  if (exemption === 'reverse') return 'reverse_charge';
  return effectiveFrom === null ? 'not_collecting' : 'standard_rated';
}

function rateToStripe(
  { country, basisPoints }: SessionTax,
  about: { readonly isInclusive: boolean; readonly createdAtMs: number },
): Json {
  const percentage = basisPoints / 100;
  return {
    id: `txr_${country ?? 'none'}_${basisPoints}_${about.isInclusive ? 'in' : 'on'}`,
    object: 'tax_rate',
    active: false,
    country,
    created: seconds(about.createdAtMs),
    description: null,
    display_name: 'VAT',
    effective_percentage: percentage,
    flat_amount: null,
    inclusive: about.isInclusive,
    jurisdiction: country,
    jurisdiction_level: 'country',
    livemode: false,
    metadata: {},
    percentage,
    rate_type: 'percentage',
    state: null,
    tax_type: 'vat',
  };
}

/** An order's lines: of a session, or of a payment link that nobody has opened yet. */
export type ShownLines = {
  readonly lines: readonly SessionLine[];
  readonly currency: string;
  readonly tax: SessionTax | null;
  readonly createdAtMs: number;
  /** The lines' prices as the API shows them, by id. */
  readonly prices: ReadonlyMap<string, Json>;
};

export function linesToStripe(shown: ShownLines): (Resource & { readonly id: string })[] {
  const { tax, prices, createdAtMs } = shown;
  return shown.lines.map((line) => {
    const part = partOf(line);
    const { minor, taxMinor } = part;
    return {
      id: line.id,
      object: 'item',
      adjustable_quantity: line.adjustable && { enabled: true, ...line.adjustable },
      amount_discount: 0,
      amount_subtotal: minor,
      amount_tax: taxMinor,
      amount_total: minor + (part.isAdded ? taxMinor : 0),
      currency: shown.currency.toLowerCase(),
      description: line.name,
      discounts: [],
      metadata: line.metadata,
      price: line.price === null ? null : (prices.get(line.price) ?? null),
      quantity: line.quantity,
      taxes: tax === null ? [] : [taxToStripe(tax, [part], createdAtMs)],
    };
  });
}
