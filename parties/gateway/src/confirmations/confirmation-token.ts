// What a page has collected of a buyer for one confirmation: the card, where the goods go, where the
// buyer comes back to. Made in a browser, used by the server, once.

import { z } from 'zod';
import { idFrom } from '../ids.ts';
import { acceptanceSchema, shippingSchema } from '../payments/wishes.ts';
import type { RecordKind, RecordOf } from '../records/record.ts';

const schema = z.object({
  /** In the vault already; nobody's, until it is used and kept. */
  paymentMethod: z.string().transform((id) => idFrom('pm', id)),
  acceptance: acceptanceSchema.nullable(),
  returnUrl: z.string().nullable(),
  setupFutureUsage: z.enum(['off_session', 'on_session']).nullable(),
  shipping: shippingSchema.nullable(),
  usesScript: z.boolean(),
  expiresAtMs: z.number().int(),
  /** What it has confirmed; null: nothing yet. */
  usedBy: z.string().nullable(),
});

export type ConfirmationData = Readonly<z.output<typeof schema>>;
export type Confirmation = RecordOf<ConfirmationData>;

export const confirmations: RecordKind<ConfirmationData> = {
  kind: 'confirmation_token',
  prefix: 'ctoken',
  read: (json) => schema.parse(json),
};

/** As long as the original lets a buyer take. */
const lifeMs = 12 * 3_600_000;

export const newConfirmation = (
  given: Omit<ConfirmationData, 'expiresAtMs' | 'usedBy'>,
  nowMs: number,
): ConfirmationData => ({ ...given, expiresAtMs: nowMs + lifeMs, usedBy: null });

export type ConfirmationFault = 'used' | 'expired';

export function faultOf({ data }: Confirmation, nowMs: number): ConfirmationFault | undefined {
  if (data.usedBy !== null) return 'used';
  return data.expiresAtMs <= nowMs ? 'expired' : undefined;
}
