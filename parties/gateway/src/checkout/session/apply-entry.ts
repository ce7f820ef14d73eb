// What the buyer has chosen and told on the page, put into the session. Pure. What does not fit the
// session (a rate that is not offered, a quantity out of its range) changes nothing.

import { createHash } from 'node:crypto';
import type { Shipping } from '../../payments/wishes.ts';
import type { OrderChoices, OrderEntry } from '../pages/ports.ts';
import type { Address } from './collected.ts';
import type { CheckoutSession, SessionLine } from './session.ts';

export function withChoices(session: CheckoutSession, choices: OrderChoices): CheckoutSession {
  const { details, collected } = session;
  const isOffered = details.shippingOptions.some(({ rate }) => rate === choices.shippingRate);
  return {
    ...session,
    lines: session.lines.map((line) => chosen(line, choices)),
    details: isOffered ? { ...details, shippingRate: choices.shippingRate } : details,
    collected: { ...collected, country: choices.country ?? collected.country },
  };
}

function chosen(line: SessionLine, { quantities, amounts }: OrderChoices): SessionLine {
  const quantity = quantities[line.id];
  const amount = amounts[line.id];
  const range = line.adjustable;
  const isWithin =
    range !== null &&
    quantity !== undefined &&
    quantity >= leastOf(range) &&
    quantity <= range.maximum;
  const own = ownRange(line);
  const isOwn =
    own !== null &&
    amount !== undefined &&
    amount >= own.minimum &&
    (own.maximum === null || amount <= own.maximum);
  return {
    ...line,
    quantity: isWithin ? quantity : line.quantity,
    customMinor: isOwn ? Number(amount) : line.customMinor,
  };
}

/** A line that nobody wants is no line: the page offers one piece at least. */
export const leastOf = ({ minimum }: { readonly minimum: number }): number => Math.max(minimum, 1);

/** Between what the buyer says how much; null where the price says it. */
export function ownRange({
  pricing,
}: SessionLine): { readonly minimum: bigint; readonly maximum: bigint | null } | null {
  const { custom } = pricing.option;
  if (custom === null) return null;
  const { minimum, maximum } = custom;
  return {
    minimum: BigInt(Math.max(minimum ?? 1, 1)),
    maximum: maximum === null ? null : BigInt(maximum),
  };
}

/** All that the form says, with what it is sent with. */
export function withEntry(session: CheckoutSession, entry: OrderEntry): CheckoutSession {
  const chosenFirst = withChoices(session, entry.choices);
  const { collected, details } = chosenFirst;
  const { promotions } = details.ask;
  return {
    ...chosenFirst,
    collected: {
      ...collected,
      email: entry.email ?? collected.email,
      phone: entry.phone ?? collected.phone,
      individualName: entry.individualName ?? collected.individualName,
      businessName: entry.businessName ?? collected.businessName,
      shipping: entry.shipping ?? collected.shipping,
      billing: entry.billing ?? collected.billing,
      fields: { ...collected.fields, ...entry.fields },
      terms: entry.terms || collected.terms,
      promotions: promotions ? (entry.promotions ? 'opt_in' : 'opt_out') : null,
    },
  };
}

/** For the payment: where the goods go. */
export function shippingTo({ collected }: CheckoutSession): Shipping | null {
  const { shipping, phone } = collected;
  if (shipping === null) return null;
  const { name, address } = shipping;
  return { name, address: placeOf(address), phone, carrier: null, trackingNumber: null };
}

/** In the shape of the API, as payments and cards keep addresses. */
export function placeOf({ postalCode, ...rest }: Address): Readonly<Record<string, string | null>> {
  return { ...rest, postal_code: postalCode };
}

/** Names exactly this order and what it costs, so that the page can say what the buyer has seen. */
export function seenOf(session: CheckoutSession): string {
  const { lines, details, shipping, tax, total } = session;
  const order = [
    ...lines.map(({ id, quantity, subtotalMinor }) => [id, quantity, subtotalMinor]),
    [details.shippingRate, String(shipping.minor), String(tax.minor), String(total.minor)],
  ];
  return createHash('sha256').update(JSON.stringify(order)).digest('base64url').slice(0, 22);
}
