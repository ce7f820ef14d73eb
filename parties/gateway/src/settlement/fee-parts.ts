// Where the acquirer's fee of one sale went, as far as the acquirer says so: what it kept, what the
// cardholder's bank did, what the network did. Their sum is the fee to the last minor unit.

import { z } from 'zod';
import type { FeeDetail } from './balance-transaction.ts';
import type { SettlementItem } from './from-report.ts';

type Priced = Pick<SettlementItem, 'currency' | 'feeMinor' | 'interchangeMinor' | 'schemeFeeMinor'>;

/** None where the merchant pays none: what a refund moves between the banks is not the merchant's. */
export function feeParts(provider: string, item: Priced): FeeDetail[] {
  const { feeMinor, interchangeMinor, schemeFeeMinor } = item;
  if (feeMinor === 0n) return [];
  const part = (minor: bigint, description: string): FeeDetail[] => {
    if (minor === 0n) return [];
    const currency = item.currency.toLowerCase();
    const about = { application: null, type: 'payment_network_fee' } as const;
    return [{ amount: Number(minor), currency, description, ...about }];
  };
  if (interchangeMinor === undefined || schemeFeeMinor === undefined) {
    return part(feeMinor, `Merchant fee of ${provider}`);
  }
  return [
    ...part(feeMinor - interchangeMinor - schemeFeeMinor, `Merchant fee, kept by ${provider}`),
    ...part(interchangeMinor, 'Interchange, kept by the cardholder’s bank'),
    ...part(schemeFeeMinor, 'Scheme fee, kept by the card network'),
  ];
}

const stored = z.array(z.object({ amount: z.number().int(), description: z.string() }));

/** As they were stored. */
export const feeDetailsIn = (value: unknown) => stored.parse(value);
