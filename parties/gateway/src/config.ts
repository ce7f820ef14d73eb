// What the gateway is told at its start: where it listens, whom it speaks with, its merchants.

import { secret } from '@kassa/config';
import { z } from 'zod';
import { merchantSeedSchema } from './merchants/merchant.ts';
import { namingFaults } from './merchants/name-providers.ts';
import { operatorSeedSchema } from './operators/people/operator.ts';

const port = z.number().int().min(0).max(65_535);

const timeoutMs = z.number().int().positive();

/** What every way to an acquirer has. */
const provider = {
  name: z
    .string()
    .regex(/^[a-z0-9-]+$/)
    .describe('how merchants’ contracts call it'),
  acquirerBin: z
    .string()
    .regex(/^\d{6,11}$/)
    .default('416100')
    .describe('for 3-D Secure'),
  timeoutMs: timeoutMs
    .default(5_000)
    .describe('for one answer; longer than it waits for the network, which waits for the bank'),
  inquiryTimeoutMs: timeoutMs
    .default(1_000)
    .describe('for the answer to an inquiry, which it gives from its own record'),
  inFlightMax: z
    .number()
    .int()
    .min(1)
    .default(64)
    .describe('requests under way at once: beyond them payments go elsewhere'),
};

const acquirerSchema = z.object({
  ...provider,
  kind: z.literal('iso8583').default('iso8583'),
  host: z.string().default('127.0.0.1'),
  port: port.describe('its ISO 8583 listener, ASCII dialect'),
  signOnKey: secret('shared with that listener: our sign-on proves that we hold it'),
  institutionId: z
    .string()
    .regex(/^\d{1,11}$/)
    .describe('field 32'),
  countryCode: z
    .string()
    .regex(/^\d{3}$/)
    .default('070')
    .describe('field 19'),
  url: z.url().describe('base address of its settlement reports'),
  key: secret('what we show to the acquirer'),
});

const stripeSchema = z.object({
  ...provider,
  kind: z.literal('stripe'),
  url: z.url().default('https://api.stripe.com').describe('or a Kassa, which speaks as it does'),
  key: secret('the secret key of our account there'),
  takesProof: z
    .boolean()
    .default(true)
    .describe('is taking over of 3-D Secure done elsewhere switched on for the account?'),
});

const adyenSchema = z.object({
  ...provider,
  kind: z.literal('adyen'),
  url: z
    .url()
    .default('https://checkout-test.adyen.com')
    .describe(
      'of the Checkout API, without its version; in production with the prefix of the account',
    ),
  key: secret('the API key'),
  merchantAccount: z.string().min(1).max(80),
  hmacKey: secret('hexadecimal; its notifications are signed with it'),
});

const testCardSchema = z.object({
  number: z.string(),
  note: z.union([z.string(), z.object({ en: z.string(), bs: z.string() })]),
  expiry: z.string().optional(),
  cvc: z.string().optional(),
  tokens: z
    .array(z.string().regex(/^(pm_card|tok)_\w+$/))
    .default([])
    .describe('names by which a program may give this card: pm_card_visa, tok_visa'),
  isOffered: z.boolean().default(true).describe('on the pages of test sessions'),
});

const fieldsSchema = z.object({
  databaseUrl: z.string().min(1),
  schema: z.string().default('gateway'),
  host: z.string().default('127.0.0.1'),
  port: port.describe('API, hosted checkout, 3-D Secure, control; 0: any free one'),
  publicUrl: z
    .url()
    .transform((url) => url.replace(/\/+$/, ''))
    .optional()
    .describe('where browsers and banks reach us; host and port when left out'),
  controlKey: secret('the key of the control routes'),
  clockOffsetMs: z.number().int().default(0),
  keysFolder: z.string().min(1).describe('where the keys of the vault are kept, mode 0700'),
  instance: z
    .string()
    .default('gateway-1')
    .describe('the name under which this process finds what it left behind; taken: one like it'),
  directoryServer: z.object({
    url: z.url().describe('base address; AReq go to {url}/3ds/areq'),
    key: secret('what we and the directory server show to each other'),
    timeoutMs: z.number().int().positive().default(10_000),
    patienceMs: z
      .number()
      .int()
      .min(0)
      .default(5_000)
      .describe('how long a buyer who is back waits for the result before a page says so'),
  }),
  acquirers: z.array(z.union([acquirerSchema, stripeSchema, adyenSchema])).min(1),
  merchants: z.array(merchantSeedSchema).min(1),
  operators: z
    .array(operatorSeedSchema)
    .max(1_000)
    .default([])
    .describe('people who may see the pages below /operators, and those of them who may act'),
  settlement: z
    .object({
      at: z.string().default('11:00'),
      zone: z.string().default('Europe/Sarajevo'),
      calendar: z.enum(['target', 'no', 'ba']).default('ba'),
    })
    .prefault({}),
  reconciliation: z
    .object({
      at: z.string().default('11:30'),
      zone: z.string().default('Europe/Sarajevo'),
      calendar: z.enum(['target', 'no', 'ba']).default('ba'),
      statementsFrom: z
        .array(
          z.object({
            account: z.string().startsWith('acct_'),
            bank: z.string().min(1).max(200),
            key: secret('what that bank shows when it brings a statement of this merchant'),
          }),
        )
        .max(10_000)
        .default([]),
    })
    .prefault({}),
  payouts: z
    .object({
      at: z.string().default('12:00'),
      zone: z.string().default('Europe/Sarajevo'),
      calendar: z.enum(['target', 'no', 'ba']).default('ba'),
    })
    .prefault({})
    .describe('when acquirers are told to pay out, for merchants that are paid on instruction'),
  rateLimit: z
    .object({
      perSecond: z.number().positive().default(100),
      burst: z.number().int().positive().default(1_000),
    })
    .prefault({})
    .describe('how often one API key may call this process'),
  retries: z
    .object({
      neverAgain: z
        .boolean()
        .default(true)
        .describe('refuse at once a card that its network wants never to be tried again'),
      retriesMax: z
        .number()
        .int()
        .min(0)
        .nullable()
        .default(null)
        .describe('tries of a declined card for one amount; the networks’ own figures when null'),
    })
    .prefault({})
    .describe('the networks’ rules on trying a declined card again; test cards do not need them'),
  capacity: z
    .object({
      confirmsMax: z
        .number()
        .int()
        .min(1)
        .default(512)
        .describe('payments confirmed at once in this process: beyond them it says so quickly'),
      waitingMax: z
        .number()
        .int()
        .min(0)
        .default(1_000)
        .describe('buyers for whom hosted pages keep a place meanwhile'),
      waitMs: z
        .number()
        .int()
        .positive()
        .default(120_000)
        .describe('how long a place is kept; then the page says that nothing was charged'),
    })
    .prefault({})
    .describe('what is taken on at once; of each provider: its `inFlightMax`'),
  webhooks: z
    .object({
      allowPrivateAddresses: z
        .boolean()
        .default(false)
        .describe('for a world on one machine; otherwise merchants could make us call its inside'),
    })
    .prefault({}),
  wireLogDays: z
    .number()
    .int()
    .positive()
    .default(30)
    .describe('how long masked messages of acquirers and directory server are kept'),
  adviceTriesMax: z
    .number()
    .int()
    .positive()
    .default(30)
    .describe(
      'after so many tries without an answer, some three hours, people look into an advice',
    ),
  testCards: z.array(testCardSchema).default([]).describe('cards of pretend banks'),
});

export const configSchema = fieldsSchema.superRefine(({ acquirers, merchants }, context) => {
  const connected = acquirers.map(({ name }) => name);
  for (const [index, merchant] of merchants.entries()) {
    for (const { path, message } of namingFaults(merchant, connected)) {
      context.addIssue({ code: 'custom', message, path: ['merchants', index, ...path] });
    }
  }
});

export type Config = z.output<typeof configSchema>;
export type ConfigInput = z.input<typeof configSchema>;
export type AcquirerConfig = Config['acquirers'][number];
export type Iso8583Config = Extract<AcquirerConfig, { kind: 'iso8583' }>;
