// What the API can do, as data: every route says its name, and from these notes come the reference,
// the rights of restricted keys and the table of what is covered.

import type { z } from 'zod';

export type Method = 'GET' | 'POST' | 'DELETE';

export type Operation = {
  /** Resource and method as the official client names them: `checkout.sessions.listLineItems`. */
  readonly name: string;
  readonly method: Method;
  /** As Fastify takes it: `/v1/customers/:id`. */
  readonly url: string;
  /** One sentence for the reference. */
  readonly summary: string;
  /** The `object` of the answer; `list of refund`, `search of charge`. */
  readonly answers: string;
  /** May a browser call it, with the publishable key? */
  readonly publishable: boolean;
  readonly input: z.ZodType;
};

/** What a restricted key must be allowed: `checkout.sessions`, to read or to write. */
export function rightOf({ name, method }: Pick<Operation, 'name' | 'method'>): Right {
  const resource = name.split('.').slice(0, -1).join('.');
  return { resource, access: method === 'GET' ? 'read' : 'write' };
}

export type Right = { readonly resource: string; readonly access: 'read' | 'write' };
