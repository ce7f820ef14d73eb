// What the buyer writes at checkout, parsed at the door. Each field that is wrong has its own code,
// and the page says it at the field.
import { err, ok, type Result } from '@kassa/result';
import { z } from 'zod';
import type { Buyer } from '../orders/order.ts';
import type { PricedCart } from '../pricing/price-cart.ts';
import type { Shop } from '../shops/shop.ts';

export const detailFields = [
  'name',
  'email',
  'phone',
  'delivery',
  'street',
  'postalCode',
  'city',
] as const;
export type DetailField = (typeof detailFields)[number];

/** As written, to be shown again. */
export type WrittenDetails = Readonly<Record<DetailField, string>>;
export type WrongFields = Partial<Readonly<Record<DetailField, true>>>;
export type Details = { readonly buyer: Buyer; readonly deliveryId: string | undefined };

export const emptyDetails: WrittenDetails = {
  name: '',
  email: '',
  phone: '',
  delivery: '',
  street: '',
  postalCode: '',
  city: '',
};

const line = z.string().catch('').transform(oneLine);

export const detailsForm = z.object({
  name: line,
  email: line,
  phone: line,
  delivery: line,
  street: line,
  postalCode: line,
  city: line,
});

const emailSchema = z.email().max(120);

/** The order of fields is that of the page. */
export function checkDetails(
  shop: Shop,
  cart: PricedCart,
  written: WrittenDetails,
): Result<Details, WrongFields> {
  const delivery = cart.deliveries.find((one) => one.delivery.id === written.delivery)?.delivery;
  const needsAddress = delivery?.needsAddress ?? false;
  const isWrong: Record<DetailField, boolean> = {
    name: written.name.length < 2,
    email: !emailSchema.safeParse(written.email).success,
    phone: written.phone !== '' && !/^\+?[\d /()-]{6,24}$/.test(written.phone),
    delivery: cart.needsDelivery && !delivery,
    street: needsAddress && written.street.length < 3,
    postalCode: needsAddress && !shop.postalCode.pattern.test(written.postalCode),
    city: needsAddress && written.city.length < 2,
  };
  const wrong = detailFields.filter((field) => isWrong[field]);
  if (wrong.length > 0) return err(Object.fromEntries(wrong.map((field) => [field, true])));
  const { name, email, street, postalCode, city } = written;
  return ok({
    buyer: {
      name,
      email,
      phone: written.phone || undefined,
      address: needsAddress ? { street, postalCode, city } : undefined,
    },
    deliveryId: delivery?.id,
  });
}

/** One line of at most 120 characters, without control characters. */
function oneLine(text: string): string {
  return text
    .normalize('NFC')
    .replace(/[\p{Cc}\p{Cf}\s]+/gu, ' ')
    .trim()
    .slice(0, 120);
}
