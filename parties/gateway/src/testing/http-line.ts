// A way over HTTP between two programs that can be disturbed, message by message: what is asked for
// may never get there, and what is answered may never come back. Messages are told apart by their
// idempotency key.

import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { httpClient } from '@kassa/http';

export type Disturbance =
  /** It never gets there. */
  | 'request lost'
  /** It has its effect, and nobody hears of it. */
  | 'answer lost'
  /** It gets nowhere, and a machine on the way says that it has trouble. */
  | 'trouble'
  /** It gets nowhere, and the connection is gone. */
  | 'broken';

export type HttpLine = AsyncDisposable & {
  readonly url: string;
  /** Disturbs the next message of this key; undisturbed are those after it. */
  disturb(key: string, how: Disturbance): void;
};

export async function openHttpLine(target: string): Promise<HttpLine> {
  const disturbed = new Map<string, Disturbance>();
  const client = httpClient({ timeoutMs: 20_000 });
  const server = createServer((request, response) => {
    const key = request.headers['idempotency-key'];
    const how = typeof key === 'string' ? disturbed.get(key) : undefined;
    if (typeof key === 'string') disturbed.delete(key);
    carry(request, response, how).catch(() => response.destroy());
  });
  const carry = async (
    request: IncomingMessage,
    response: ServerResponse,
    how: Disturbance | undefined,
  ) => {
    const body = await textOf(request);
    if (how === 'request lost') return;
    if (how === 'broken') return void response.destroy();
    if (how === 'trouble') return void response.writeHead(503).end('{}');
    const { host: _, connection: __, 'content-length': ___, ...headers } = request.headers;
    const sent = { headers: flat(headers) };
    const url = `${target}${request.url ?? ''}`;
    const answer =
      request.method === 'GET'
        ? await client.getText(url, sent)
        : await client.postText(url, body, sent);
    if (how === 'answer lost') return;
    if (!answer.ok) return void response.destroy();
    response.writeHead(answer.value.status, { 'content-type': 'application/json' });
    response.end(answer.value.body);
  };
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${portOf(server.address())}`,
    disturb: (key, how) => void disturbed.set(key, how),
    async [Symbol.asyncDispose]() {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
      await client.close();
    },
  };
}

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks).toString('utf8');
}

function flat(headers: IncomingMessage['headers']): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, String(value ?? '')]),
  );
}

function portOf(address: AddressInfo | string | null): number {
  if (address === null || typeof address === 'string') throw new Error('the line has no port');
  return address.port;
}
