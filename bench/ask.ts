// The cheapest HTTP client there is, so that the bench measures the server: node:http, kept alive.

import { Agent, request } from 'node:http';

export type Asked = { readonly status: number; readonly body: Buffer; readonly tookMs: number };

const agent = new Agent({ keepAlive: true, maxSockets: 64, noDelay: true });

/** `user`: name and password, with a colon between. */
export function ask(
  url: string,
  form?: Readonly<Record<string, string>>,
  user?: string,
  more: Readonly<Record<string, string>> = {},
): Promise<Asked> {
  const body = form === undefined ? undefined : new URLSearchParams(form).toString();
  const headers = {
    'accept-encoding': 'gzip, br',
    ...more,
    ...(user !== undefined && { authorization: `Basic ${btoa(user)}` }),
    ...(body === undefined
      ? {}
      : {
          ...(user === undefined && { authorization: 'Bearer sk_test_diva' }),
          'content-type': 'application/x-www-form-urlencoded',
          'content-length': String(Buffer.byteLength(body)),
        }),
  };
  const startedMs = performance.now();
  return new Promise((resolve, reject) => {
    const sent = request(url, { agent, method: body === undefined ? 'GET' : 'POST', headers });
    sent.once('error', reject);
    sent.once('response', (answer) => {
      const chunks: Buffer[] = [];
      answer.on('data', (chunk: Buffer) => chunks.push(chunk));
      answer.once('error', reject);
      answer.once('end', () => {
        const tookMs = performance.now() - startedMs;
        resolve({ status: answer.statusCode ?? 0, body: Buffer.concat(chunks), tookMs });
      });
    });
    sent.end(body);
  });
}

/** A text of the JSON answer; anything but 200 is the end of the bench. */
export function textIn(asked: Asked, name: string): string {
  const parsed: unknown = JSON.parse(asked.body.toString());
  const value: unknown =
    typeof parsed === 'object' && parsed !== null ? Reflect.get(parsed, name) : undefined;
  if (asked.status !== 200 || typeof value !== 'string') {
    throw new Error(`no ${name} in the answer ${asked.status}: ${asked.body.toString()}`);
  }
  return value;
}
