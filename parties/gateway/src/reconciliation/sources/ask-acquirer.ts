// One question to an acquirer's desk about one merchant; why not is said as the desk of reconciliation
// shows it.

import type { HttpClient } from '@kassa/http';
import { err, ok, type Result } from '@kassa/result';
import type { z } from 'zod';
import type { Desk } from '../../connectors/acquirers.ts';
import type { Contract } from './gathered.ts';

export type AcquirerMeans = { readonly http: HttpClient; readonly desks: Desk };

/** `tail`: after the merchant's own address, with its query. */
type Asked<T> = { readonly tail: string; readonly schema: z.ZodType<T> };

export async function askAcquirer<T>(
  { http, desks }: AcquirerMeans,
  { provider, merchantId }: Contract,
  { tail, schema }: Asked<T>,
): Promise<Result<T, { readonly why: string }>> {
  const { url, key } = desks(provider);
  const address = `${url}/merchants/${encodeURIComponent(merchantId)}${tail}`;
  const headers = { authorization: `Bearer ${key.reveal()}` };
  const answer = await http.getJson(address, { headers });
  if (!answer.ok) return err({ why: answer.error.code });
  if (answer.value.status !== 200) return err({ why: `it answered ${answer.value.status}` });
  const read = schema.safeParse(answer.value.body);
  return read.success ? ok(read.data) : err({ why: 'its answer cannot be read' });
}
