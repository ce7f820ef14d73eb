// An order as the shop keeps it: the snapshot of what was bought, and the fold of what happened.
import type { Currency, Money } from '@kassa/money';
import type { Lang } from '../shops/shop.ts';
import type { PlacedOrder } from './order-state.ts';

export type Address = {
  readonly street: string;
  readonly postalCode: string;
  readonly city: string;
};

export type Buyer = {
  readonly name: string;
  readonly email: string;
  readonly phone: string | undefined;
  readonly address: Address | undefined;
};

export type OrderLine = {
  readonly slug: string;
  /** In the language of the order, as the buyer saw it. */
  readonly name: string;
  readonly kind: 'physical' | 'digital';
  readonly quantity: number;
  readonly unit: Money;
  readonly total: Money;
};

export type Order = {
  readonly number: string;
  /** Unguessable: an address with it opens the order. */
  readonly accessKey: string;
  readonly cartId: string;
  /** Hash of all that was ordered: the same wish twice is one order. */
  readonly fingerprint: string;
  readonly lang: Lang;
  readonly version: number;
  readonly currency: Currency;
  readonly lines: readonly OrderLine[];
  readonly subtotal: Money;
  readonly delivery:
    | { readonly id: string; readonly name: string; readonly price: Money }
    | undefined;
  readonly total: Money;
  readonly vat: Money;
  readonly vatBasisPoints: number;
  readonly buyer: Buyer;
  readonly mailedAtMs: number | undefined;
  readonly state: PlacedOrder;
};

/** `D-2026-000123` */
export function orderNumber(prefix: 'D' | 'N', year: number, sequence: bigint): string {
  return `${prefix}-${year}-${sequence.toString().padStart(6, '0')}`;
}

export const isOrderNumber = (text: string): boolean => /^[DN]-\d{4}-\d{6,12}$/.test(text);

export const orderPath = (order: Pick<Order, 'number' | 'accessKey'>): string =>
  `/orders/${order.number}/${order.accessKey}`;
