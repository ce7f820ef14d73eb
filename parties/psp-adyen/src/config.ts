// What the provider is told at its start: its merchants, and the cards whose bank it is too.

import { secret } from '@kassa/config';
import { z } from 'zod';

const merchantSchema = z.object({
  merchantAccount: z.string().min(1).max(80),
  apiKey: secret('what the merchant shows in X-API-Key'),
  hmacKey: secret('hexadecimal; notifications to the merchant are signed with it'),
  notificationsUrl: z.url().describe('where the merchant is told what has become of its requests'),
});

const cardSchema = z.object({
  id: z.string().min(1).describe('the name of its account'),
  number: z.string().regex(/^\d{12,19}$/),
  expiryMonth: z.number().int().min(1).max(12),
  expiryYear: z.number().int().min(2000).max(2100),
  cvc: z.string().regex(/^\d{3,4}$/),
  currency: z.string().regex(/^[A-Z]{3}$/),
  balance: z.string().regex(/^\d+$/).describe('opening balance in minor units'),
  state: z
    .enum(['good', 'stolen', 'restricted', 'suspected'])
    .default('good')
    .describe('what its bank has noted of it'),
  bank: z
    .enum(['answers', 'slow', 'down'])
    .default('answers')
    .describe('slow: when the control door lets it'),
  wantsAuthentication: z
    .boolean()
    .default(false)
    .describe('without proof of 3-D Secure its bank refuses'),
});

export const configSchema = z.object({
  databaseUrl: z.string().min(1),
  schema: z.string().default('psp_adyen'),
  host: z.string().default('127.0.0.1'),
  port: z.number().int().min(0).max(65_535),
  controlKey: secret('the key of the control routes'),
  clockOffsetMs: z.number().int().default(0),
  party: z.string().default('psp-adyen'),
  merchants: z.array(merchantSchema).min(1),
  cards: z.array(cardSchema).max(1000),
});

export type Config = z.output<typeof configSchema>;
export type ConfigInput = z.input<typeof configSchema>;
export type PspMerchant = Config['merchants'][number];
export type Card = Config['cards'][number];
