// An older major of the official client, by its npm alias, and what its declarations promise. Their
// types all claim the one name `stripe`, so they are loaded by name, and typed here by what is used.

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { assert } from '@kassa/result';
import type { Version } from '../api/versions/known-versions.ts';

export type Shown = { readonly id: string; readonly [name: string]: unknown };
type Given = { readonly [name: string]: unknown };

type Resource = {
  create(params: Given): Promise<Shown>;
  retrieve(id: string, params?: Given): Promise<Shown>;
  update(id: string, params: Given): Promise<Shown>;
  del(id: string): Promise<Shown>;
  list(params: Given): {
    autoPagingToArray(page: { readonly limit: number }): Promise<Shown[]>;
  };
};

export type OlderClient = {
  readonly paymentMethods: Resource;
  readonly paymentIntents: Resource & {
    confirm(id: string, params: Given): Promise<Shown>;
    capture(id: string, params: Given): Promise<Shown>;
  };
  readonly setupIntents: Resource & { confirm(id: string, params: Given): Promise<Shown> };
  readonly customers: Resource;
  readonly charges: Resource;
  readonly refunds: Resource;
  readonly products: Resource;
  readonly prices: Resource;
  readonly events: Resource;
  readonly webhookEndpoints: Resource;
  readonly checkout: { readonly sessions: Resource };
  readonly webhooks: {
    constructEvent(body: string, signature: string, secret: string): Shown;
  };
};

type Constructor = new (key: string, options: Given) => OlderClient;

/** Each with the version it speaks by itself; those before 12 send none unless told to. */
export const olderClients = [
  { major: 10, speaks: '2022-08-01', isTold: true },
  { major: 10, speaks: '2026-10-28.endive', isTold: false },
  { major: 13, speaks: '2023-08-16', isTold: false },
  { major: 15, speaks: '2024-04-10', isTold: false },
  { major: 17, speaks: '2025-02-24.acacia', isTold: false },
  { major: 18, speaks: '2025-08-27.basil', isTold: false },
  { major: 20, speaks: '2026-02-25.clover', isTold: false },
  { major: 21, speaks: '2026-03-25.dahlia', isTold: false },
  { major: 22, speaks: '2026-08-26.dahlia', isTold: false },
] as const satisfies readonly {
  readonly major: number;
  readonly speaks: Version;
  readonly isTold: boolean;
}[];

export type Older = (typeof olderClients)[number];

const load = createRequire(import.meta.url);

export function openOlder(older: Older, address: string, key: string): OlderClient {
  const Client: Constructor = load(`stripe-${older.major}`);
  const { hostname, port } = new URL(address);
  return new Client(key, {
    host: hostname,
    port,
    protocol: 'http',
    maxNetworkRetries: 0,
    ...(older.isTold && { apiVersion: older.speaks }),
  });
}

/** The fields that the client's declarations promise of a resource, without those that may lack. */
export function promisedBy(major: number, file: string, name: string): string[] {
  const lines = readDeclarations(major, file).split('\n');
  const opening = new RegExp(`^( *)(?:export )?interface ${name} \\{$`);
  const start = lines.findIndex((line) => opening.test(line));
  assert(start >= 0, `stripe-${major} declares no ${name} in ${file}`);
  const indent = opening.exec(lines[start] ?? '')?.[1] ?? '';
  const end = lines.findIndex((line, at) => at > start && line === `${indent}}`);
  const field = new RegExp(`^${indent}(?: {2}| {4})(\\w+): `);
  return lines.slice(start, end).flatMap((line) => field.exec(line)?.[1] ?? []);
}

function readDeclarations(major: number, file: string): string {
  const root = join(dirname(load.resolve(`stripe-${major}`)), '..');
  const folder = major === 10 ? 'types/2022-08-01' : major < 22 ? 'types' : 'cjs/resources';
  return readFileSync(join(root, folder, `${file}.d.ts`), 'utf8');
}
