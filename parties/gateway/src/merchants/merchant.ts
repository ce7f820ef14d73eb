// A merchant as the gateway knows it: who they are, how their pages look, where they have their
// acquirer. Given by configuration and seeded at every start; keys and secrets are kept apart.

import { secret } from '@kassa/config';
import { assert } from '@kassa/result';
import { z } from 'zod';
import { knownVersions } from '../api/versions/known-versions.ts';
import type { AccountId } from '../ids.ts';
import { strategySchema } from '../routing/strategy.ts';

const colour = z.string().regex(/^#[0-9a-f]{6}$/i, 'a colour like #aabbcc');

/** The look of the merchant's pages, in the terms of platform/pages. */
const brandSchema = z.object({
  name: z.string().min(1).max(60),
  colour,
  accent: colour,
  radius: z.enum(['crisp', 'soft', 'round']).default('soft'),
  font: z.enum(['plain', 'classic', 'humanist']).default('plain'),
  logo: z.string().default(''),
  icon: z.string().default(''),
});

/** Under which names an acquirer knows the merchant. */
const contractSchema = z.object({
  provider: z.string().min(1).describe('a name from `acquirers`'),
  merchantId: z.string().length(15),
  terminalId: z.string().length(8),
  fee: z
    .object({
      pricing: z
        .enum(['blended', 'interchange_plus'])
        .default('blended')
        .describe('is this all, or what comes on top of interchange and scheme fee at cost?'),
      basisPoints: z.number().int().min(0).max(10_000),
      fixed: z
        .record(z.string().regex(/^[A-Z]{3}$/), z.string().regex(/^\d+(\.\d+)?$/))
        .default({})
        .describe('for each sale, in major units'),
    })
    .optional()
    .describe('what a sale costs: the router prefers the cheaper one where nothing else tells'),
  payouts: z
    .enum(['daily', 'instructed'])
    .default('daily')
    .describe('does the acquirer pay out by itself every banking day, or only when it is told?'),
});

const profileSchema = z.object({
  name: z.string().min(1).max(25).describe('as it stands on the cardholder’s statement'),
  country: z.string().regex(/^[A-Z]{2}$/),
  city: z.string().min(1),
  url: z.url().describe('the shop’s own address'),
  mcc: z.string().regex(/^\d{4}$/),
  currency: z.string().regex(/^[A-Z]{3}$/),
  timeZone: z.string().default('Europe/Sarajevo'),
  language: z.string().default('en').describe('the pages speak it unless the buyer chooses'),
  apiVersion: z
    .enum(knownVersions)
    .optional()
    .describe('spoken to callers that send no Stripe-Version; the current one unless given'),
  brand: brandSchema,
  acquirer: contractSchema.describe('the contract that comes first'),
  otherAcquirers: z
    .array(contractSchema)
    .max(9)
    .default([])
    .describe('contracts with others, in order: payments go there when the first cannot'),
  routing: strategySchema.optional().describe('which of the contracts gets a payment'),
});

/** What a connected account has of its own; the rest is its platform's. */
const faceSchema = profileSchema
  .pick({ name: true, country: true, city: true, url: true, mcc: true, currency: true })
  .partial()
  .extend({ colour: colour.optional() });

/** By resource, as the official client names it: `{ "checkout.sessions": "write" }`. */
const rightsSchema = z.record(z.string(), z.enum(['read', 'write']));

export const merchantSeedSchema = profileSchema.extend({
  accountId: z.templateLiteral(['acct_', z.string().regex(/^[a-z0-9_]+$/)]),
  secretKeys: z.array(secret('sk_test_…')).min(1),
  publishableKeys: z.array(z.string().startsWith('pk_')).default([]),
  restrictedKeys: z
    .array(z.object({ key: secret('rk_test_…'), rights: rightsSchema }))
    .default([])
    .describe('keys that may do only what their rights say'),
  webhooks: z
    .array(
      z.object({
        url: z.url(),
        secret: secret('whsec_…'),
        events: z.array(z.string()).default(['*']),
      }),
    )
    .default([]),
});

export type MerchantSeed = z.output<typeof merchantSeedSchema>;
export type MerchantProfile = z.output<typeof profileSchema>;
export type Merchant = MerchantProfile & {
  readonly accountId: AccountId;
  /** Of a connected account: under whose contract it sells. */
  readonly platform: AccountId | null;
};
export type Contract = Merchant['acquirer'];
export type Face = z.output<typeof faceSchema>;
export type KeyKind = 'secret' | 'publishable' | 'restricted';
export type Rights = z.output<typeof rightsSchema>;

export function profileOf(seed: MerchantSeed): MerchantProfile {
  return profileSchema.parse(seed);
}

export function readRights(json: unknown): Rights {
  return rightsSchema.parse(json);
}

export function readProfile(json: unknown): MerchantProfile {
  return profileSchema.parse(json);
}

export function readFace(json: unknown): Face {
  return faceSchema.parse(json);
}

/** A connected account as a merchant: its own face before its platform's contract. */
export function merchantBehind(
  platform: Merchant,
  { accountId, face }: { readonly accountId: AccountId; readonly face: Face },
): Merchant {
  const {
    name = platform.name,
    country = platform.country,
    city = platform.city,
    url = platform.url,
    mcc = platform.mcc,
    currency = platform.currency,
    colour = platform.brand.colour,
  } = face;
  const brand = { ...platform.brand, colour, name, logo: '', icon: '' };
  const own = { name, country, city, url, mcc, currency, brand };
  return { ...platform, ...own, accountId, platform: platform.accountId };
}

/** A platform whose money waits until it is told where to go: only then can its accounts be paid out. */
export const paysAccounts = ({ acquirer }: Merchant): boolean => acquirer.payouts === 'instructed';

/** With whom the merchant has contracts, in their order. */
export function contractsOf({ acquirer, otherAcquirers }: Merchant): readonly Contract[] {
  return [acquirer, ...otherAcquirers];
}

/** The merchant as that provider knows it: the contract with it comes first. */
export function under(merchant: Merchant, provider: string): Merchant {
  if (merchant.acquirer.provider === provider) return merchant;
  const contracts = contractsOf(merchant);
  const acquirer = contracts.find((one) => one.provider === provider);
  assert(acquirer !== undefined, `${merchant.accountId} has a contract with ${provider}`);
  return { ...merchant, acquirer, otherAcquirers: contracts.filter((one) => one !== acquirer) };
}
