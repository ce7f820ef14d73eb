// What the network must be told to run. It knows nobody by itself: members, ranges and keys come
// from whoever starts it.

import { secret } from '@kassa/config';
import { z } from 'zod';

const institutionId = z.string().regex(/^\d{1,11}$/);
const country = z.string().regex(/^[A-Z]{2}$/);
const port = z.number().int().min(0).max(65_535);

const issuerAccess = z.object({
  host: z.string().default('127.0.0.1'),
  port,
  signOnKey: secret('shared with that host: our sign-on proves that we hold it'),
  url: z.url().describe('base address, for {url}/clearing/presentments'),
  key: secret('what the network shows to the issuer, and its ACS to the network'),
  acsUrl: z.url().optional().describe('base address of the ACS, for {acsUrl}/acs/areq'),
});

const member = z.object({
  id: institutionId.describe('institution identification code (fields 32, 33)'),
  party: z.string().min(1).describe('the name among the parties, acquirer-zelena'),
  name: z.string().min(1),
  country,
  clearingCode: z.string().min(1).max(20).describe('member code at the clearing house'),
  acquirer: z
    .object({
      key: secret('what the acquirer shows when it presents, and the network to it'),
      url: z.url().optional().describe('base address, for {url}/clearing/disputes'),
      signOnKey: secret('shared with it: its sign-on at the switch proves that it holds it'),
    })
    .optional(),
  issuer: issuerAccess.optional(),
});

const cardRange = z.object({
  prefix: z.string().regex(/^\d{1,12}$/),
  issuerId: institutionId,
  product: z.enum(['consumer_debit', 'consumer_credit', 'commercial']),
  country,
  isEnrolled: z.boolean().default(true).describe('takes part in 3-D Secure'),
});

export const configSchema = z.object({
  databaseUrl: z.string().min(1),
  schema: z.string().default('network_mozaik'),
  host: z.string().default('127.0.0.1'),
  port: port.describe('HTTP: directory server, clearing, control, pages'),
  switchPort: port.describe('ISO 8583 from acquirers'),
  url: z
    .url()
    .optional()
    .describe('own base address as others reach it; by default where it listens'),
  controlKey: secret('the key of the control routes'),
  clockOffsetMs: z.number().int().default(0),
  keysFolder: z.string().min(1).describe('where the keys for card data are kept, mode 0700'),
  name: z.string().default('Mozaik'),
  party: z.string().default('network-mozaik'),
  institutionId: institutionId.default('99900'),
  members: z.array(member),
  cardRanges: z.array(cardRange),
  clearingHouse: z.object({
    party: z.string().default('clearing-klir'),
    url: z.url(),
    key: secret('what the network shows to the clearing house'),
    notificationKey: secret('what the clearing house shows to the network'),
    settlementAccount: z.string().default('MOZAIK'),
  }),
  threeDSServers: z.array(
    z.object({
      origin: z
        .url()
        .transform((url) => new URL(url).origin)
        .describe('where it lives: results and browsers are sent nowhere else'),
      reachedAt: z
        .url()
        .optional()
        .describe('base address of its results, where that is not its origin: a private network'),
      key: secret('what it and the directory server show to each other'),
    }),
  ),
  issuerTimeoutMs: z.number().int().positive().default(3000),
  acsTimeoutMs: z.number().int().positive().default(10_000),
  adviceRepeatMs: z.number().int().positive().default(5000),
  zone: z.string().default('Europe/Sarajevo'),
  calendar: z.enum(['ba', 'no', 'target']).default('ba'),
  clearingAt: z
    .string()
    .regex(/^\d\d:\d\d$/)
    .default('20:00'),
});

export type NetworkConfig = z.output<typeof configSchema>;
export type NetworkSettings = z.input<typeof configSchema>;
