// A server that takes webhooks of the gateway, as a merchant's does.

import { createServer } from 'node:http';

export type Hook = { readonly rawData: string; readonly signature: string };

export type HookServer = AsyncDisposable & { readonly url: string };

export async function openHookServer(take: (hook: Hook) => void): Promise<HookServer> {
  const server = createServer((request, response) => {
    let rawData = '';
    request.on('data', (part) => {
      rawData += part;
    });
    request.on('end', () => {
      take({ rawData, signature: String(request.headers['stripe-signature']) });
      response.end('{"received":true}');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    url: `http://127.0.0.1:${port}/webhooks`,
    [Symbol.asyncDispose]: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
