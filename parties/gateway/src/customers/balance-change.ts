// One change of a customer's balance, which is towards invoices and no money that we hold. A record
// that is written in the commit that changes the customer, and whose amount never changes.

import { z } from 'zod';
import type { RecordKind, RecordOf } from '../records/record.ts';

const balanceChangeSchema = z.object({
  /** What was added; negative: a credit of the customer's. */
  minor: z.number().int(),
  currency: z.string(),
  endingMinor: z.number().int(),
  description: z.string().nullable(),
  metadata: z.record(z.string(), z.string()),
});

export type BalanceChangeData = Readonly<z.output<typeof balanceChangeSchema>>;
export type BalanceChange = RecordOf<BalanceChangeData>;

export const balanceChanges: RecordKind<BalanceChangeData> = {
  kind: 'customer_balance_transaction',
  prefix: 'cbtxn',
  read: (json) => balanceChangeSchema.parse(json),
};
