// How the money of a payment is split between the account that sells and its platform: said with the
// payment, done with its capture. Amounts are minor units.

import { z } from 'zod';

const account = z.templateLiteral(['acct_', z.string()]);
const minor = z.number().int().positive().nullable();

export const splitSchema = z.object({
  /** Of an account that sells under another's contract: whose. */
  platform: account.nullable().default(null),
  /** A connected account that gets the money, or so much of it. */
  destination: account.nullable().default(null),
  transferMinor: minor.default(null),
  /** What the platform keeps: of its own account's charge, or of what goes to the destination. */
  feeMinor: minor.default(null),
  /** In whose name it is sold: what the cardholder reads. */
  onBehalfOf: account.nullable().default(null),
  /** A word that charges and transfers of one order share. */
  transferGroup: z.string().nullable().default(null),
});

export type Split = Readonly<z.output<typeof splitSchema>>;
