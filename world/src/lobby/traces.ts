// Asks every party what it knows about a payment, and the gateway for the newest ones.

import { traceLine } from '@kassa/control';
import type { HttpClient } from '@kassa/http';
import type { Secret } from '@kassa/secret';
import { z } from 'zod';
import { type BookKeeper, bookKeepers, type Places } from '../places.ts';
import type { PartyTrace } from './money-story.ts';

export type Asking = {
  readonly client: HttpClient;
  readonly places: Places;
  readonly controlKey: Secret<string>;
};

const recentPayment = z.object({
  id: z.string(),
  accountId: z.string(),
  status: z.string(),
  amountMinor: z.string().regex(/^-?\d+$/),
  currency: z.string(),
  createdAtMs: z.number(),
  rrn: z.string().nullable(),
  card: z.object({ brand: z.string(), last4: z.string() }).nullable(),
});

export type RecentPayment = z.infer<typeof recentPayment>;

/** How many the list shows. */
export const recentMax = 100;

/** Newest first; undefined when the gateway does not answer. */
export async function recentPayments(asking: Asking): Promise<RecentPayment[] | undefined> {
  const body = await ask(asking, 'gateway', `/_kassa/payments?limit=${recentMax}`);
  const parsed = z.object({ payments: z.array(recentPayment) }).safeParse(body);
  return parsed.success ? parsed.data.payments : undefined;
}

export function tracesOf(asking: Asking, reference: string): Promise<PartyTrace[]> {
  const path = `/_kassa/trace/${encodeURIComponent(reference)}`;
  return Promise.all(
    bookKeepers.map(async (party) => {
      const parsed = z.array(traceLine).safeParse(await ask(asking, party, path));
      return { party, lines: parsed.success ? parsed.data : [], isAway: !parsed.success };
    }),
  );
}

async function ask(asking: Asking, party: BookKeeper, path: string): Promise<unknown> {
  const headers = { authorization: `Bearer ${asking.controlKey.reveal()}` };
  const url = asking.places.url(party) + path;
  const answer = await asking.client.getJson(url, { headers, timeoutMs: 3000 });
  return answer.ok && answer.value.status === 200 ? answer.value.body : undefined;
}
