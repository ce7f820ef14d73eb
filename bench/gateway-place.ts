// Gateways on one server, each with a schema and a process of its own, and one bank for all of them.

import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { type IncomingMessage, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Disk, type Server, withServer } from './database-server.ts';
import { controlKey, type GatewaySettings } from './gateway-settings.ts';
import { type Program, startProgram } from './program.ts';

const settleWithinMs = 60_000;

export type BenchGateway = {
  readonly url: string;
  /** Of the same HTTP kernel, in the same process: reads the form and answers nothing. */
  readonly empty: string;
  readonly schema: string;
  readonly pid: number;
  stop(): Promise<void>;
};

type Wish = Partial<
  Pick<GatewaySettings, 'areUnitsTogether' | 'hasHop' | 'merchants' | 'webhookUrl'>
> & {
  /** Its schema; one that is there already is used on. */
  readonly schema?: string;
};

export type GatewayPlace = {
  readonly server: Server;
  readonly bank: Program;
  start(wish?: Wish): Promise<BenchGateway>;
};

export function withGateways(
  work: (place: GatewayPlace) => Promise<void>,
  disk?: Disk,
  /** In the one settlement that the bank tells the first merchant of. */
  captures = 0,
): Promise<void> {
  return withServer(async (server) => {
    const folder = await mkdtemp(join(tmpdir(), 'kassa-bench-gateway-'));
    const bank = await startProgram('bank-process.ts', { captures });
    const running: BenchGateway[] = [];
    try {
      await work({
        ...{ server, bank },
        start: async (wish = {}) => {
          const gateway = await startGateway(wish, { server, bank, folder });
          running.push(gateway);
          return gateway;
        },
      });
    } finally {
      for (const gateway of running) await gateway.stop();
      await bank.stop();
      await rm(folder, { recursive: true, force: true });
    }
  }, disk);
}

type Around = { readonly server: Server; readonly bank: Program; readonly folder: string };

async function startGateway(wish: Wish, { server, bank, folder }: Around): Promise<BenchGateway> {
  const schema = wish.schema ?? `gateway_${randomBytes(3).toString('hex')}`;
  const settings: GatewaySettings = {
    ...{ databaseUrl: server.url, folder, merchants: 1, ...wish, schema },
    bank: { url: bank.said['url'] ?? '', acquirerPort: Number(bank.said['acquirerPort']) },
  };
  const { pid, said, stop } = await startProgram('gateway-process.ts', settings);
  return { url: said['url'] ?? '', empty: said['empty'] ?? '', schema, pid, stop };
}

/** Tells the control door to do something, and waits as long as that takes. */
export async function control({ url }: BenchGateway, path: string): Promise<unknown> {
  const headers = { authorization: `Bearer ${controlKey}`, 'content-length': 0 };
  const sent = request(`${url}/_kassa/${path}`, { method: 'POST', headers }).end();
  const answer = await new Promise<IncomingMessage>((resolve, reject) => {
    sent.once('response', resolve).once('error', reject);
  });
  const chunks: Buffer[] = [];
  for await (const chunk of answer) chunks.push(chunk);
  const text = Buffer.concat(chunks).toString();
  if (answer.statusCode !== 200) throw new Error(`${path}: ${answer.statusCode} ${text}`);
  return JSON.parse(text);
}

/** Waits until every advice is acknowledged: a round leaves many behind. */
export async function settled({ url }: BenchGateway): Promise<void> {
  const untilMs = performance.now() + settleWithinMs;
  while (performance.now() < untilMs) {
    const answer: unknown = await (await fetch(`${url}/_kassa/health`)).json();
    if (/"advicesWaiting":0\b/.test(JSON.stringify(answer))) return;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  console.error(`  … advices still wait after ${settleWithinMs / 1000} s: going on beside them`);
}
