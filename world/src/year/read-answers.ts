// What the year reads of lists and balances, and nothing more of them.

import { z } from 'zod';

const disputesSchema = z.object({
  data: z.array(z.object({ id: z.string(), status: z.string(), payment_intent: z.string() })),
});
const balanceSchema = z.object({
  available: z.array(z.object({ amount: z.number().int(), currency: z.string() })),
});

export type OpenDispute = { readonly id: string; readonly status: string; readonly intent: string };

export function disputesIn(body: unknown): OpenDispute[] {
  const { data } = disputesSchema.parse(body);
  return data.map(({ id, status, payment_intent: intent }) => ({ id, status, intent }));
}

/** In minor units; nothing where there is no line for the currency. */
export function availableIn(body: unknown, currency: string): number {
  const wanted = currency.toLowerCase();
  const { available } = balanceSchema.parse(body);
  return available.find((line) => line.currency === wanted)?.amount ?? 0;
}
