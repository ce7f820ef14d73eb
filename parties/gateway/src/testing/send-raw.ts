// A request with any body, however broken, and the answer as the wire carried it.

import type { TestGateway } from './test-gateway.ts';

export type Raw = {
  readonly method: 'GET' | 'POST' | 'DELETE';
  /** With its query, as it stands. */
  readonly path: string;
  readonly body?: string | Uint8Array;
  readonly type?: string;
  readonly headers?: Readonly<Record<string, string>>;
};

export type RawAnswer = {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
};

const form = 'application/x-www-form-urlencoded';

export async function sendRaw(
  { url }: Pick<TestGateway, 'url'>,
  { method, path, body, type = form, headers = {} }: Raw,
): Promise<RawAnswer> {
  const answer = await fetch(`${url}${path}`, {
    method,
    headers: {
      authorization: 'Bearer sk_test_diva',
      ...(body === undefined ? {} : { 'content-type': type }),
      ...headers,
    },
    ...(body === undefined ? {} : { body }),
  });
  return { status: answer.status, headers: answer.headers, text: await answer.text() };
}
