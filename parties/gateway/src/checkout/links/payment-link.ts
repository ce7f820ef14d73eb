// A payment link: an order that whoever has its address may pay, each time in a fresh session. A
// record; its token is in the address, and belongs to one link of all merchants.

import { z } from 'zod';
import type { RecordKind, RecordOf } from '../../records/record.ts';
import { askSchema } from '../session/collected.ts';
import { lineSchema, shippingOptionSchema, textsSchema } from '../session/session.ts';

const nullable = z.string().nullable();
const metadata = z.record(z.string(), z.string());

const linkSchema = z.object({
  token: z.string(),
  active: z.boolean(),
  metadata,
  currency: z.string(),
  /** As they were when the link was made; what a product is called now is looked up. */
  lines: z.array(lineSchema),
  shippingOptions: z.array(shippingOptionSchema),
  ask: askSchema,
  texts: textsSchema,
  submitType: z.enum(['pay', 'book', 'donate']).nullable(),
  countsTax: z.boolean(),
  customerCreation: z.enum(['always', 'if_required']),
  /** Where the buyer goes then; null: our own page confirms, with these words. */
  redirectUrl: nullable,
  confirmation: nullable,
  inactiveMessage: nullable,
  /** How many may pay; null: any number. And how many have. */
  limit: z.number().nullable(),
  completed: z.number(),
  intent: z.object({
    captureMethod: z.enum(['automatic', 'manual']).nullable(),
    description: nullable,
    metadata,
    setupFutureUsage: z.enum(['off_session', 'on_session']).nullable(),
    statementSuffix: nullable,
  }),
  /** What the merchant has said and we repeat. */
  said: z.record(z.string(), z.json()),
});

export type LinkData = Readonly<z.output<typeof linkSchema>>;
export type PaymentLink = RecordOf<LinkData>;

export const paymentLinks: RecordKind<LinkData> = {
  kind: 'payment_link',
  prefix: 'plink',
  read: (json) => linkSchema.parse(json),
  unique: ({ token }) => token,
};
