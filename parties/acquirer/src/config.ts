// What an acquirer is told at its start: who it is, whom it speaks with, and its merchants'
// contracts. The program is the same for every acquiring bank.

import { secret } from '@kassa/config';
import { z } from 'zod';
import { weekdayNames } from './merchants/payday.ts';

const currency = z.string().regex(/^[A-Z]{3}$/, 'a currency of three capital letters');
const timeOfDay = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'HH:MM');
const institutionId = z.string().regex(/^\d{1,11}$/, 'an institution id of at most 11 digits');
const port = z.number().int().min(0).max(65_535);
const colour = z.string().regex(/^#[0-9a-f]{6}$/i);

const contractSchema = z.object({
  mid: z.string().min(1).max(15),
  terminals: z.array(z.string().min(1).max(8)).min(1),
  name: z.string().min(1).max(25).describe('as the cardholder reads it'),
  city: z.string().min(1).max(13),
  country: z.string().regex(/^[A-Z]{2}$/),
  mcc: z.string().regex(/^\d{4}$/),
  currencies: z.array(z.union([currency, z.literal('*')])).min(1),
  fee: z.object({
    pricing: z
      .enum(['blended', 'interchange_plus'])
      .default('blended')
      .describe('one fee for all, or interchange and scheme fee at cost and this on top of them'),
    basisPoints: z.number().int().min(0).max(10_000),
    fixed: z.record(currency, z.string()).default({}).describe('per item, in major units'),
  }),
  dispute: z
    .object({
      days: z.number().int().min(1).max(25).default(20).describe('to answer; the network gives 30'),
      fee: z.record(currency, z.string()).default({}).describe('each, in major units'),
      arbitration: z
        .enum(['merchant', 'acquirer'])
        .default('merchant')
        .describe('who bears what the network takes for a case that was lost'),
    })
    .prefault({}),
  reserve: z
    .object({
      basisPoints: z.number().int().min(1).max(10_000).describe('of each sale'),
      days: z.number().int().min(1).max(365).describe('held for; released on a payday'),
    })
    .optional()
    .describe('rolling reserve: held back from each payout'),
  valueDays: z.number().int().min(0).max(30).default(1).describe('Tx + n banking days'),
  cutOffAt: timeOfDay.default('18:00'),
  payoutAt: timeOfDay.default('10:00'),
  zone: z.string().default('Europe/Sarajevo'),
  calendar: z.enum(['target', 'no', 'ba']).default('ba'),
  payout: z.object({
    iban: z.string().regex(/^[A-Z]{2}\d{2}[A-Z0-9]{10,30}$/),
    holder: z.string().min(1).max(70),
    by: z
      .enum(['day', 'instruction'])
      .default('day')
      .describe('is all that is due paid out by itself, or only what the gateway tells us?'),
    every: z
      .union([z.literal('day'), z.enum(weekdayNames), z.number().int().min(1).max(28)])
      .default('day')
      .describe('banking day, weekday, or day of the month; where banks rest, their next day'),
    minimum: z
      .record(currency, z.string())
      .default({})
      .describe('in major units: less than that waits for the next payday'),
  }),
  sellsForOthers: z
    .boolean()
    .default(false)
    .describe(
      'may the gateway name another in field 43: a platform’s accounts sell under its contract',
    ),
  key: secret('with which the merchant reads its own reports'),
});

export const configSchema = z.object({
  databaseUrl: z.string().min(1),
  schema: z.string().default('acquirer_zelena'),
  host: z.string().default('127.0.0.1'),
  port: port.describe('HTTP: reports, notifications, control, pages'),
  iso8583Port: port.describe('ISO 8583 from gateways, ASCII dialect'),
  gatewaySignOnKey: secret('shared with the gateway: its sign-on proves that it holds it'),
  controlKey: secret('the key of the control routes'),
  clockOffsetMs: z.number().int().default(0),
  keysFolder: z.string().min(1).describe('where the keys for card data are kept, mode 0700'),
  party: z.string().default('acquirer-zelena'),
  name: z.string().default('Zelena banka'),
  zone: z.string().default('Europe/Sarajevo').describe('of its own books: when a month is over'),
  brand: z.object({ colour, accent: colour }).default({ colour: '#1f7a4d', accent: '#a7d8b8' }),
  institutionId: institutionId.describe('field 32'),
  countryCode: z
    .string()
    .regex(/^\d{3}$/)
    .default('070')
    .describe('field 19'),
  referenceBin: z
    .string()
    .regex(/^\d{6}$/)
    .default('416100')
    .describe('digits 2 to 7 of the acquirer reference number'),
  network: z.object({
    party: z.string().default('network-mozaik'),
    host: z.string().default('127.0.0.1'),
    port: port.describe('its switch: ISO 8583, binary dialect'),
    signOnKey: secret('shared with the switch: our sign-on proves that we hold it'),
    url: z.url().describe('base address, for {url}/clearing/presentments and …/disputes'),
    key: secret('what we show to the network, and it to us'),
    institutionId: institutionId.default('99900'),
    timeoutMs: z.number().int().positive().default(4000),
  }),
  clearingHouse: z.object({
    party: z.string().default('clearing-klir'),
    url: z.url(),
    key: secret('what we show to the clearing house'),
    deliveryKey: secret('what the clearing house shows to us'),
    memberCode: z.string().default('ZELENA'),
    account: z.string().min(1).max(34).default('ZELENA').describe('our account in our own payouts'),
    liquidity: z
      .record(currency, z.string())
      .default({})
      .describe('what we have there at the start, in major units'),
  }),
  gatewayKey: secret('with which the gateway reads every merchant’s reports'),
  merchants: z.array(contractSchema),
});

export type Config = z.output<typeof configSchema>;
export type ConfigInput = z.input<typeof configSchema>;
export type ContractConfig = Config['merchants'][number];
