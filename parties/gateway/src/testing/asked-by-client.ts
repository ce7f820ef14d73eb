// The request that the official client makes, caught before it leaves.

import { assert } from '@kassa/result';
import Stripe from 'stripe';
import type { Example } from '../api/examples/example.ts';
import type { Operation } from '../api/kernel/operation.ts';

export type Asked = {
  readonly method: string;
  readonly path: string;
  /** The form or the query, as pairs; a body of JSON or of parts as it is. */
  readonly params: readonly (readonly [string, string])[] | string;
};

/** What an example comes to when the operation is called by its name. */
export function askedByClient(
  { name, url }: Operation,
  { at = {}, params = {}, upload, version }: Example,
): Promise<Asked> {
  return caught(name, (stripe) => {
    const path = name.split('.');
    const method = path.pop() ?? '';
    const resource = path.reduce(memberOf, stripe);
    const call = memberOf(resource, method);
    assert(typeof call === 'function', `the official client has no ${name}`);
    const ids = [...url.matchAll(/:(\w+)/g)].map(([, id = '']) => at[id]);
    const file =
      upload === undefined ? {} : { file: { ...upload, data: Buffer.from(upload.text) } };
    const options = version === undefined ? {} : { apiVersion: version };
    return call.call(resource, ...ids, { ...params, ...file }, options);
  });
}

export async function caught(
  name: string,
  use: (stripe: Stripe) => Promise<unknown>,
): Promise<Asked> {
  const sent: Asked[] = [];
  const stripe = new Stripe('sk_test_nobody', {
    httpClient: Stripe.createFetchHttpClient(async (address, init = {}) => {
      sent.push(read(new URL(String(address)), init));
      return new Response('{"object":"nothing","data":[]}');
    }),
  });
  await use(stripe);
  const [asked] = sent;
  assert(asked !== undefined, `${name} asked nothing`);
  return asked;
}

function read({ pathname, searchParams }: URL, { method = '', body }: RequestInit): Asked {
  const path = decodeURIComponent(pathname);
  if (method !== 'POST') return { method, path, params: [...searchParams] };
  const text = typeof body === 'string' ? body : '';
  const isForm = !text.startsWith('{');
  return { method, path, params: isForm ? [...new URLSearchParams(text)] : text };
}

function memberOf(value: unknown, name: string): unknown {
  assert(typeof value === 'object' && value !== null, `the official client has no ${name}`);
  return Reflect.get(value, name);
}
