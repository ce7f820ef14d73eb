import type { Merchant } from '../merchants/merchant.ts';
import type { PaymentIntent } from './intent.ts';
import type { PaymentMeans } from './ports.ts';

/** Whose name the cardholder reads: the account's own, or of the one that it sells for. */
export function sellerOf(
  means: Pick<PaymentMeans, 'merchant'>,
  { accountId, wishes }: PaymentIntent,
): Promise<Merchant> {
  return means.merchant(wishes.split.onBehalfOf ?? accountId);
}
