// What the clearing house is told at its start. It knows its members from here and nowhere else.

import { secret } from '@kassa/config';
import { isRoutingNumber } from '@kassa/nacha';
import { z } from 'zod';

const currency = z.string().regex(/^[A-Z]{3}$/, 'a currency of three capital letters');
const amount = z.string().regex(/^\d+(\.\d+)?$/, 'an amount in major units');
const timeOfDay = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'HH:MM');

const routingNumber = z.string().refine(isRoutingNumber, 'nine digits, the last of them a check');

const memberSchema = z.object({
  code: z
    .string()
    .regex(/^[A-Z0-9]{2,20}$/)
    .describe('the member code in ISO 20022 messages'),
  name: z.string().min(1).max(70),
  party: z.string().min(1).describe('how other programs of the world call it'),
  url: z.url().describe('base address: /clearing/notifications and /clearing/credit-transfers'),
  key: secret('the bearer key with which the member comes to us'),
  deliveryKey: secret('the bearer key with which we go to the member'),
  bankCodes: z
    .array(z.object({ country: z.string().regex(/^[A-Z]{2}$/), code: z.string().min(1) }))
    .default([])
    .describe('IBANs of this bank: country, and what follows the check digits'),
  routingNumbers: z.array(routingNumber).default([]).describe('of an American bank, in ACH files'),
  liquidity: z
    .record(currency, z.string())
    .default({})
    .describe('opening balance at the central bank per currency, in major units'),
  debitCaps: z
    .record(currency, amount)
    .default({})
    .describe('how far its account may go below zero per currency, in major units'),
  collateral: z
    .record(currency, amount)
    .default({})
    .describe('what it has pledged for that, per currency: at least the cap'),
});

export const configSchema = z.object({
  databaseUrl: z.string().min(1),
  schema: z.string().default('clearing_klir'),
  host: z.string().default('127.0.0.1'),
  port: z.number().int().min(0).max(65_535),
  controlKey: secret('the key of the world’s control routes'),
  clockOffsetMs: z.number().int().default(0),
  party: z.string().default('clearing-klir'),
  name: z.string().default('Klir'),
  zone: z.string().default('Europe/Sarajevo'),
  calendar: z.enum(['target', 'no', 'ba']).default('ba'),
  settleAt: timeOfDay.default('08:00'),
  rtgsClosesAt: timeOfDay
    .default('17:00')
    .describe('when large-value payments that are still queued are rejected'),
  achRoutingNumber: routingNumber
    .default('990000013')
    .describe('who we are in ACH files; no real bank’s'),
  holdsOtherCurrencies: z
    .boolean()
    .default(true)
    .describe('members may be paid in a currency without liquidity of theirs, and pay from that'),
  members: z.array(memberSchema).min(1),
});

export type Config = z.output<typeof configSchema>;
export type ConfigInput = z.input<typeof configSchema>;
