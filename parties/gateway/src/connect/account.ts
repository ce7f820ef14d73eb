// A connected account as its platform has described it: a record in the platform's shard. What is only
// kept and repeated stays in the words in which it was said; numbers of people and companies (tax id,
// id number) are not kept, only that they were given.

import { z } from 'zod';
import type { Json } from '../api/to-stripe/shape.ts';
import type { RecordKind, RecordOf } from '../records/record.ts';

/** Fields by the API's names, as given; merged by `mergeSaid`. */
export type Said = { readonly [name: string]: Json };

export const capabilityNames = ['card_payments', 'transfers'] as const;
export type CapabilityName = (typeof capabilityNames)[number];

const said: z.ZodType<Said> = z.record(z.string(), z.json());
const metadata = z.record(z.string(), z.string());
const nullableText = z.string().nullable();

const personSchema = z.object({
  id: z.templateLiteral(['person_', z.string()]),
  createdAtMs: z.number(),
  /** The one person that an account of the type "individual" is. */
  isIndividual: z.boolean(),
  said,
  metadata,
});

const bankAccountSchema = z.object({
  id: z.templateLiteral(['ba_', z.string()]),
  createdAtMs: z.number(),
  country: z.string(),
  currency: z.string(),
  /** The IBAN, or the number within the country's own scheme. */
  number: z.string(),
  isIban: z.boolean(),
  routingNumber: nullableText,
  holderName: nullableText,
  holderType: nullableText,
  accountType: nullableText,
  fingerprint: z.string(),
  isDefault: z.boolean(),
  metadata,
});

const capability = z.object({ requested: z.boolean(), requestedAtMs: z.number().nullable() });

export const rejectReasons = [
  'credit',
  'fraud',
  'fraud_no_intent_to_fulfill',
  'fraud_other',
  'fraud_payment_method_casher',
  'fraud_payment_method_tester',
  'other',
  'terms_of_service',
] as const;

const accountSchema = z.object({
  type: z.enum(['custom', 'express', 'standard', 'none']),
  controller: z.object({
    feesPayer: z.enum(['account', 'application_custom', 'application_express']),
    losses: z.enum(['application', 'stripe']),
    requirementCollection: z.enum(['application', 'stripe']),
    dashboard: z.enum(['express', 'full', 'none']),
  }),
  country: z.string(),
  currency: z.string(),
  email: nullableText,
  businessType: nullableText,
  businessProfile: said,
  company: said,
  settings: said,
  tosAcceptance: said,
  metadata,
  capabilities: z.partialRecord(z.enum(capabilityNames), capability),
  persons: z.array(personSchema),
  bankAccounts: z.array(bankAccountSchema),
  rejection: z.object({ reason: z.enum(rejectReasons), isPaidOut: z.boolean() }).nullable(),
});

export type AccountData = z.output<typeof accountSchema>;
export type Account = RecordOf<AccountData>;
export type Controller = AccountData['controller'];
export type Person = z.output<typeof personSchema>;
export type BankAccount = z.output<typeof bankAccountSchema>;

/** The platform, as the application that its accounts are connected by. */
export const applicationOf = (platform: string): string => `ca_${platform.slice('acct_'.length)}`;

export const personsMax = 50;
export const bankAccountsMax = 20;

export const accounts: RecordKind<AccountData> = {
  kind: 'account',
  prefix: 'acct',
  read: (json) => accountSchema.parse(json),
};

/** What is given again replaces what was said before; a hash is merged field by field. */
export function mergeSaid(old: Said, given: { readonly [name: string]: unknown }): Said {
  const merged = new Map(Object.entries(old));
  for (const [name, value] of Object.entries(given)) {
    if (value === undefined) continue;
    const before = merged.get(name);
    if (isHash(value)) merged.set(name, mergeSaid(isSaid(before) ? before : {}, value));
    else merged.set(name, z.json().parse(value));
  }
  return Object.fromEntries(merged);
}

/** The value at `address.line1`; undefined where nothing was said, or an empty text. */
export function saidAt(from: Said, path: string): Json | undefined {
  let value: Json | undefined = from;
  for (const step of path.split('.')) value = isSaid(value) ? value[step] : undefined;
  return value === null || value === '' ? undefined : value;
}

export function textAt(from: Said, path: string): string | undefined {
  const value = saidAt(from, path);
  return typeof value === 'string' ? value : undefined;
}

function isHash(value: unknown): value is { readonly [name: string]: unknown } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isSaid(value: Json | undefined): value is Said {
  return isHash(value);
}
