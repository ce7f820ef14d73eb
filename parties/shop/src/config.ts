// What a shop must be told to run: which of the two it is, where the gateway and the mail are.
import { secret } from '@kassa/config';
import { z } from 'zod';

export const configSchema = z.object({
  shop: z.enum(['diva', 'nordlys']),
  databaseUrl: z.string().min(1),
  schema: z.string().describe('shop_diva or shop_nordlys'),
  host: z.string().default('127.0.0.1'),
  port: z.number().int().min(0).max(65_535),
  publicUrl: z
    .url()
    .optional()
    .describe('address as buyers and the gateway reach it; by default where it listens'),
  controlKey: secret('the key of the control routes'),
  clockOffsetMs: z.number().int().default(0),
  gatewayUrl: z.url().describe('API of the gateway, without a path'),
  gatewayPagesUrl: z
    .url()
    .optional()
    .describe('origin of the hosted checkout, if it is not the API’s'),
  publishableKey: z
    .string()
    .startsWith('pk_')
    .optional()
    .describe('pk_…, for paying in the shop’s own page; without it only the payment page is there'),
  gatewayKey: secret('secret API key of this merchant, sk_…'),
  webhookSecret: secret('what the gateway signs its webhooks with, whsec_…'),
  smtpUrl: z.string().min(1).describe('smtp://host:port'),
  askAfterMs: z
    .number()
    .int()
    .positive()
    .default(5 * 60_000)
    .describe('how long an order may be silent before the gateway is asked'),
  expireAfterMs: z
    .number()
    .int()
    .positive()
    .default(24 * 3_600_000)
    .describe('how long an order may wait for its payment'),
});

export type ShopConfig = z.output<typeof configSchema>;
export type ShopSettings = z.input<typeof configSchema>;
