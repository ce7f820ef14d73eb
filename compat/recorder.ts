// A door before the gateway that passes everything on as it is, and keeps what was asked and how it
// was answered: so a table can say which request was refused.

import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo, Server } from 'node:net';

export type Exchange = {
  readonly method: string;
  readonly path: string;
  /** The body as it was sent: form-encoded. */
  readonly sent: string;
  readonly status: number;
  readonly answer: string;
};

export type Recorder = AsyncDisposable & {
  readonly port: number;
  /** What has passed since the last call. */
  take(): readonly Exchange[];
};

/** With a certificate the door speaks TLS, as the original does. */
export async function openRecorder(
  gatewayPort: number,
  certificate?: { readonly key: string; readonly cert: string },
): Promise<Recorder> {
  let exchanges: Exchange[] = [];
  const pass = (asked: IncomingMessage, answered: ServerResponse) => {
    const parts: Buffer[] = [];
    asked.on('data', (part: Buffer) => parts.push(part));
    asked.on('end', () => {
      const body = Buffer.concat(parts);
      const place = { host: '127.0.0.1', port: gatewayPort };
      const { method = 'GET', url: path = '/' } = asked;
      // As a front server does: the gateway answers to its own name only.
      const headers = { ...asked.headers, host: `127.0.0.1:${gatewayPort}` };
      const onward = request({ ...place, method, path, headers }, (answer) => {
        const said: Buffer[] = [];
        answer.on('data', (part: Buffer) => said.push(part));
        answer.on('end', () => {
          const whole = Buffer.concat(said);
          const status = answer.statusCode ?? 0;
          exchanges.push({ method, path, sent: `${body}`, status, answer: `${whole}` });
          answered.writeHead(status, answer.headers).end(whole);
        });
      });
      onward.on('error', () => answered.destroy());
      onward.end(body);
    });
  };
  const server = certificate ? createTlsServer(certificate, pass) : createServer(pass);
  return {
    port: await listening(server),
    take: () => {
      const taken = exchanges;
      exchanges = [];
      return taken;
    },
    [Symbol.asyncDispose]: () => closed(server),
  };
}

/** What a request was refused with, in one line, and whether it was said as the API says it. */
export function refusalOf(exchange: Exchange): { readonly why: string; readonly isRude: boolean } {
  const { method, path, sent, status, answer } = exchange;
  const what = `${status} at ${method} ${withoutIds(path)}`;
  const said = saidIn(answer);
  if (said === undefined) return { why: `${what}: ${answer.slice(0, 80)}`, isRude: true };
  const parameters = sent === '' ? '' : ` (${parametersOf(sent)})`;
  return { why: `${what}: ${withoutIds(said)}${parameters}`, isRude: false };
}

function saidIn(answer: string): string | undefined {
  try {
    const { error } = JSON.parse(answer);
    return /^(invalid_request|card|idempotency)_error$/.test(error.type)
      ? error.message
      : undefined;
  } catch {
    return undefined;
  }
}

const withoutIds = (path: string): string => path.replaceAll(/\b([a-z]+)_[\w]{16,}/g, '$1_…');

function parametersOf(sent: string): string {
  const names = [...new URLSearchParams(sent).keys()].map((key) => key.replace(/\[.*/, ''));
  return [...new Set(names)].join(', ');
}

async function listening(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return portOf(server);
}

function portOf(server: Server): number {
  const address: AddressInfo | string | null = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

async function closed(server: Server): Promise<void> {
  await new Promise((resolve) => server.close(resolve));
}
