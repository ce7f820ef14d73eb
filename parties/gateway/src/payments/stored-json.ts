// The parts of a payment that are stored as json, read back through schemas. Whole numbers of money
// travel in json as text, since readers of json round them.

import { currencyOf, money } from '@kassa/money';
import { assert, unwrap } from '@kassa/result';
import { z } from 'zod';
import type { RoutingDecision } from '../routing/route.ts';
import type { Approval, Authenticated, ChargeNotes } from './intent.ts';
import type { PaymentEvent } from './payment-event.ts';
import { type PaymentProblem, wordsKeys } from './problem.ts';
import { notesSchema, type Wishes, wishesSchema } from './wishes.ts';

const nullableText = z.string().nullable();
const prefixed = <Prefix extends string>(prefix: Prefix) => z.templateLiteral([prefix, z.string()]);

const problemSchema = z.object({
  code: z.enum([
    'card_declined',
    'expired_card',
    'incorrect_cvc',
    'incorrect_number',
    'processing_error',
    'authentication_required',
    'payment_intent_authentication_failure',
  ]),
  declineCode: nullableText,
  message: z.string(),
  words: z.enum(wordsKeys),
  retry: z.enum(['never', 'later', 'with_other_details', 'with_authentication', 'now']),
  responseCode: nullableText,
  chargeId: prefixed('ch_').nullable(),
  paymentMethod: prefixed('pm_').nullable(),
});

const approvalSchema = z.object({
  authorizationCode: z.string(),
  responseCode: z.string(),
  cvcCheck: z.enum(['pass', 'fail', 'unchecked']).nullable(),
  traceId: nullableText,
});

const figuresSchema = z.object({
  breaker: z.enum(['closed', 'open', 'trickle', 'returning']),
  successRate: z.number().nullable(),
  p50Ms: z.number().nullable(),
  p95Ms: z.number().nullable(),
  inFlight: z.number(),
  inFlightMax: z.number(),
  costMinor: z.string().nullable(),
});

const routingSchema = z.object({
  provider: z.string(),
  candidates: z.array(
    z.object({
      provider: z.string(),
      why: z.string(),
      // Attempts of earlier versions have no more than these two.
      place: z.number().nullable().optional(),
      figures: figuresSchema.optional(),
    }),
  ),
  isExploration: z.boolean().optional(),
});

const authenticatedSchema = z.object({
  flow: z.enum(['challenge', 'frictionless']),
  eci: z.string(),
  version: z.string(),
  transactionId: nullableText,
});

export const readNotes = (json: unknown): ChargeNotes | null => notesSchema.nullable().parse(json);
export const readAuthenticated = (json: unknown): Authenticated | null =>
  authenticatedSchema.nullable().parse(json);
export const readWishes = (json: unknown): Wishes => wishesSchema.parse(json);
export const readApproval = (json: unknown): Approval => approvalSchema.parse(json);
export const readRouting = (json: unknown): RoutingDecision => routingSchema.parse(json);
export const readProblem = (json: unknown): PaymentProblem | null =>
  problemSchema.nullable().parse(json);

/** An event as it was stored: our own writing, so only money and wishes are put into their types. */
export function readEvent(type: string, atMs: number, data: unknown): PaymentEvent {
  assert(typeof data === 'object' && data !== null, 'the data of an event are an object');
  const revived = { ...(revive(data) as object), type, atMs };
  const wishes = 'wishes' in data ? { wishes: readWishes(data.wishes) } : {};
  return { ...revived, ...wishes } as PaymentEvent;
}

function revive(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(revive);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value);
  const isMoney = entries.length === 2 && 'currency' in value && 'minor' in value;
  if (isMoney)
    return money(unwrap(currencyOf(String(value.currency))), BigInt(String(value.minor)));
  return Object.fromEntries(
    entries.map(([name, part]) => {
      const isMinor = (name === 'minor' || name.endsWith('Minor')) && typeof part === 'string';
      return [name, isMinor ? BigInt(part) : revive(part)];
    }),
  );
}
