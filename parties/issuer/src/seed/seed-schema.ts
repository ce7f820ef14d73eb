// What a world gives a bank to begin with: rates, its account at the clearing house, its customers.

import { secret } from '@kassa/config';
import { currencyOf } from '@kassa/money';
import { z } from 'zod';
import { authenticationPolicies, cardStatuses, cvcRules, expiryRules } from '../cards/card.ts';
import { claimReasons } from '../disputes/dispute.ts';

/** Minor units, as a whole number or a bigint. */
const minor = z.union([z.bigint(), z.number().int()]).transform(BigInt);

const currency = z.string().transform((text, context) => {
  const read = currencyOf(text);
  if (read.ok) return read.value;
  context.addIssue({ code: 'custom', message: `${text} is not a currency of ISO 4217` });
  return z.NEVER;
});

const seedLimits = z.object({
  paymentMaxMinor: minor.nullable().default(null),
  dayMaxMinor: minor.nullable().default(null),
  dayCountMax: z.number().int().nullable().default(null),
  isOnlineAllowed: z.boolean().default(true),
  onlineMaxMinor: minor.nullable().default(null),
  isCrossBorderAllowed: z.boolean().default(true),
});

/** A payment of the past: the account shows it, and the ACS learns from it what is usual. */
const seedPayment = z.object({
  minor,
  merchant: z.string(),
  city: z.string().default(''),
  country: z.string().default(''),
  daysAgo: z.number().positive(),
});

const seedCard = z.object({
  pan: z.string(),
  /** YYMM. */
  expiry: z.string().regex(/^\d{2}(0[1-9]|1[0-2])$/),
  /** The printed code, if it is not the one that follows from number and expiry. */
  cvc: secret('the code printed on the card').optional(),
  status: z.enum(cardStatuses).default('active'),
  expiryRule: z.enum(expiryRules).default('exact'),
  cvcRule: z.enum(cvcRules).default('exact'),
  authentication: z.enum(authenticationPolicies).default('risk'),
  /** The holder disputes every purchase for this reason, once it is on the statement. */
  disputes: z.enum(claimReasons).optional(),
  limits: seedLimits.prefault({}),
  history: z.array(seedPayment).default([]),
});

const seedAccount = z.object({
  /** Stays the same from start to start; nobody sees it. */
  id: z.string(),
  iban: z.string(),
  name: z.string(),
  currency,
  /** After the history. */
  balanceMinor: minor,
  creditLineMinor: minor.default(0n),
  cards: z.array(seedCard).default([]),
});

const seedCustomer = z.object({
  id: z.string(),
  /** What the customer types to log in. */
  number: z.string(),
  kind: z.enum(['person', 'business']).default('person'),
  name: z.string(),
  phone: z.string().optional(),
  language: z.enum(['en', 'bs']).default('en'),
  /** Without one the customer has no net-bank. */
  password: secret('the net-bank password').optional(),
  accounts: z.array(seedAccount),
});

export const seedSchema = z.object({
  /** The bank's own account at the clearing house, as the clearing house opens it. */
  reserves: z.array(z.object({ currency, minor })).default([]),
  /** `rate` major units of `bought` for one of `sold`; a rate serves both ways. */
  rates: z
    .array(z.object({ sold: currency, bought: currency, rate: z.string().regex(/^\d+(\.\d+)?$/) }))
    .default([]),
  customers: z.array(seedCustomer).default([]),
});

export type Seed = z.output<typeof seedSchema>;
export type SeedCustomer = z.output<typeof seedCustomer>;
export type SeedAccount = z.output<typeof seedAccount>;
export type SeedCard = z.output<typeof seedCard>;
