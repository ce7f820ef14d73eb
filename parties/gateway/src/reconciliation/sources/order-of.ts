// Under which number the shop has the order that a payment is for: where the shop says so at all, it
// says it in the metadata, under one of the usual names.

import { z } from 'zod';

const names = ['order_number', 'order_id', 'order'] as const;
const metadataSchema = z.record(z.string(), z.string());

export function orderIn(metadata: unknown): string | null {
  const read = metadataSchema.safeParse(metadata);
  if (!read.success) return null;
  const found = names.map((name) => read.data[name]).find((value) => value !== undefined);
  return found === undefined || found === '' ? null : found;
}
