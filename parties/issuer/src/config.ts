// What a bank must be told to run. It knows nobody by itself: peers, keys, customers and its own
// face come from whoever starts it.

import { secret } from '@kassa/config';
import { currencyOf } from '@kassa/money';
import { z } from 'zod';
import { seedSchema } from './seed/seed-schema.ts';

const port = z.number().int().min(0).max(65_535);
const institutionId = z.string().regex(/^\d{1,11}$/, 'an institution id of at most 11 digits');
const colour = z.string().regex(/^#[0-9a-f]{6}$/i, 'a colour as #rrggbb');

export const configSchema = z.object({
  databaseUrl: z.string().min(1),
  schema: z.string().min(1).describe('issuer_plava, issuer_fjord'),
  host: z.string().default('127.0.0.1'),
  port: port.describe('HTTP: net-bank, ACS, clearing, control'),
  iso8583Port: port.describe('ISO 8583 from the network'),
  url: z
    .url()
    .optional()
    .describe('own base address as browsers reach it; by default where it listens'),
  controlKey: secret('the key of the control routes'),
  clockOffsetMs: z.number().int().default(0),
  keysFolder: z.string().min(1).describe('where the keys are kept, mode 0700'),
  party: z.string().min(1).describe('the name among the parties, issuer-plava'),
  name: z.string().min(1),
  institutionId: institutionId.describe('who we are to the network, in clearing files'),
  country: z
    .string()
    .regex(/^[A-Z]{2}$/)
    .describe('ISO 3166 alpha-2: where a shop is domestic'),
  countryNumeric: z.string().regex(/^\d{3}$/),
  currency: z.string().transform((text, context) => {
    const read = currencyOf(text);
    if (read.ok) return read.value;
    context.addIssue({ code: 'custom', message: `${text} is not a currency of ISO 4217` });
    return z.NEVER;
  }),
  zone: z.string().default('Europe/Sarajevo'),
  calendar: z.enum(['ba', 'no', 'target']).default('ba'),
  brand: z.object({
    colour,
    accent: colour,
    mark: z.enum(['wave', 'fjord']),
  }),
  network: z.object({
    party: z.string().default('network-mozaik'),
    url: z.url().describe('base address, for {url}/3ds/rreq and {url}/clearing/disputes'),
    institutionId: institutionId.default('99900'),
    signOnKey: secret('shared with the switch: its sign-on proves that it holds it'),
    key: secret('what the network shows to us, and our ACS to its directory server'),
  }),
  clearingHouse: z.object({
    party: z.string().default('clearing-klir'),
    key: secret('what the clearing house shows when it brings a message'),
    url: z.url().describe('base address, for {url}/returns'),
    ownKey: secret('what we show to the clearing house'),
  }),
  statementsTo: z
    .array(
      z.object({
        iban: z.string().regex(/^[A-Z]{2}\d{2}[A-Z0-9]{1,30}$/, 'an IBAN without blanks'),
        url: z.url(),
        key: secret('what we show to the receiver'),
      }),
    )
    .max(1_000)
    .default([])
    .describe(
      'whose statements (camt.053) are brought where, on the morning of the next banking day',
    ),
  inboxUrl: z.url().describe('where text messages go, {inboxUrl}/sms'),
  acs: z
    .object({
      referenceNumber: z.string().max(32).default('KASSA-ACS-220'),
      challengeAboveMinor: z
        .union([z.bigint(), z.number().int()])
        .transform(BigInt)
        .default(30_00n)
        .describe('amounts up to this are never unusual, in minor units of the card'),
      challengesPerHour: z
        .number()
        .int()
        .positive()
        .default(5)
        .describe('challenges of one card within an hour; more are refused without a message'),
    })
    .prefault({}),
  seed: seedSchema.prefault({}),
});

export type IssuerConfig = z.output<typeof configSchema>;
export type IssuerSettings = z.input<typeof configSchema>;
