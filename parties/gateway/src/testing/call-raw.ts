// An operation called by hand, with the headers and bodies that the reference shows for curl.

import type { Params } from '../api/examples/example.ts';
import { pairsOf } from '../api/examples/to-form.ts';
import type { Operation } from '../api/kernel/operation.ts';
import type { Answered, Ready, Stage } from './stage.ts';

export async function callRaw(
  { gateway, key }: Pick<Stage, 'gateway' | 'key'>,
  ready: Ready,
): Promise<Answered> {
  const { operation, params, example, account } = ready;
  const { method } = operation;
  const address = new URL(addressOf(ready), gateway.url);
  const headers = new Headers({ authorization: `Bearer ${key}` });
  if (account !== undefined) headers.set('stripe-account', account);
  if (example.version !== undefined) headers.set('stripe-version', example.version);
  if (method !== 'POST') address.search = formOf(params).toString();
  const body = method === 'POST' ? bodyOf(ready) : null;
  if (typeof body === 'string') headers.set('content-type', 'application/json');
  const answer = await fetch(address, { method, headers, body });
  return { status: answer.status, body: await answer.json() };
}

export function addressOf(asked: {
  readonly operation: Pick<Operation, 'url'>;
  readonly at: Ready['at'];
}): string {
  const { operation, at } = asked;
  return operation.url.replaceAll(/:(\w+)/g, (_, name: string) => at[name] ?? '');
}

function bodyOf({ operation, params, example }: Ready): URLSearchParams | FormData | string {
  if (operation.url.startsWith('/v2/')) return JSON.stringify(params);
  if (example.upload === undefined) return formOf(params);
  const { name, type, text } = example.upload;
  const form = new FormData();
  for (const [field, value] of pairsOf(params)) form.set(field, value);
  form.set('file', new Blob([text], { type }), name);
  return form;
}

export function formOf(params: Params): URLSearchParams {
  const form = new URLSearchParams();
  for (const [name, value] of pairsOf(params)) form.append(name, value);
  return form;
}
