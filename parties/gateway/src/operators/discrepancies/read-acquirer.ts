// An acquirer's own view of a merchant's authorizations, read page by page over its HTTP door.

import type { HttpClient } from '@kassa/http';
import { err, ok, type Result } from '@kassa/result';
import { z } from 'zod';
import type { Desk } from '../../connectors/acquirers.ts';
import type { Contract } from '../../merchants/merchant.ts';
import { type There, thereStates } from './discrepancy.ts';

export type Window = { readonly sinceMs: number; readonly untilMs: number };

export type AcquirerView = { readonly found: readonly There[]; readonly isCut: boolean };

const pageSize = 500;
const pagesMax = 40;

const minorText = z
  .string()
  .regex(/^-?\d+$/)
  .transform(BigInt);

const pageSchema = z.object({
  authorizations: z.array(
    z.object({
      rrn: z.string(),
      state: z.enum(thereStates),
      currency: z.string(),
      amountMinor: minorText,
      capturedMinor: minorText,
      refundedMinor: minorText,
      receivedAtMs: z.number(),
      incrementOf: z.string().nullable(),
      reversals: z.array(z.object({ acknowledgedAtMs: z.number().nullable() })),
    }),
  ),
  next: z.string().nullable(),
});

/** What an increment has added is in the amount of what it grew. */
export async function readAcquirer(
  { http, desks }: { readonly http: HttpClient; readonly desks: Desk },
  { provider, merchantId }: Contract,
  { sinceMs, untilMs }: Window,
): Promise<Result<AcquirerView, { readonly why: string }>> {
  const { url, key } = desks(provider);
  const headers = { authorization: `Bearer ${key.reveal()}` };
  const found: There[] = [];
  let after = '';
  for (let pages = 0; pages < pagesMax; pages += 1) {
    const query = new URLSearchParams({
      ...{ since: String(sinceMs), until: String(untilMs), limit: String(pageSize), after },
    });
    const address = `${url}/merchants/${merchantId}/authorizations?${query}`;
    const answer = await http.getJson(address, { headers });
    if (!answer.ok) return err({ why: answer.error.code });
    if (answer.value.status !== 200) return err({ why: `it answered ${answer.value.status}` });
    const page = pageSchema.safeParse(answer.value.body);
    if (!page.success) return err({ why: 'its answer cannot be read' });
    for (const { incrementOf, reversals, ...one } of page.data.authorizations) {
      if (incrementOf !== null) continue;
      const open = reversals.filter(({ acknowledgedAtMs }) => acknowledgedAtMs === null);
      found.push({ ...one, reversalsOpen: open.length });
    }
    if (page.data.next === null) return ok({ found, isCut: false });
    after = page.data.next;
  }
  return ok({ found, isCut: true });
}
