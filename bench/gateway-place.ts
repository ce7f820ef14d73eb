// Gateways on one server, each with a schema and a process of its own, and one bank for all of them.

import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Disk, type Server, withServer } from './database-server.ts';
import { controlKey, type GatewaySettings, keyOf } from './gateway-settings.ts';
import { type Program, startProgram } from './program.ts';
import { type Answered, openRawClient, postForm, type RawClient } from './raw-client.ts';

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
): Promise<void> {
  return withServer(async (server) => {
    const folder = await mkdtemp(join(tmpdir(), 'kassa-bench-gateway-'));
    const bank = await startProgram('bank-process.ts', {});
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

/** Asks the control door. */
export async function control(
  { url }: BenchGateway,
  path: string,
  method: 'GET' | 'POST' = 'GET',
): Promise<unknown> {
  const headers = { authorization: `Bearer ${controlKey}` };
  const answer = await fetch(`${url}/_kassa/${path}`, { method, headers });
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
  return answer.json();
}

export const paymentForm = {
  amount: '1250',
  currency: 'bam',
  payment_method: 'pm_card_visa',
  confirm: 'true',
  return_url: 'https://bench.example/back',
} as const;

export type Payer = {
  /** Makes a PaymentIntent and confirms it, in one request. */
  pay(number: number): Promise<void>;
  /** The same form, to a route that does nothing. */
  empty(number: number): Promise<void>;
  close(): void;
};

/** How it pays: `merchants` in turn, and each payment under an idempotency key or not. */
type Manner = { readonly merchants?: number; readonly areKeyed?: boolean };

export async function openPayer(
  gateway: BenchGateway,
  connections: number,
  { merchants = 1, areKeyed = false }: Manner = {},
): Promise<Payer> {
  const client = await openRawClient(gateway.url, connections);
  const other = await openRawClient(gateway.empty, connections);
  const url = `${gateway.url}/v1/payment_intents`;
  const run = randomBytes(6).toString('hex');
  const forms = Array.from({ length: merchants }, (_, at) =>
    postForm({ url, key: keyOf(at), form: paymentForm }),
  );
  const keyed = (number: number) => {
    const key = keyOf(number % merchants);
    return postForm({ url, key, form: paymentForm, idempotencyKey: `${run}-${number}` });
  };
  const empty = postForm({ url: gateway.empty, key: keyOf(0), form: paymentForm });
  return {
    async pay(number) {
      const form = areKeyed ? keyed(number) : forms[number % merchants];
      expectPaid(await client.ask(form ?? keyed(number)));
    },
    async empty() {
      const { status, body } = await other.ask(empty);
      if (status !== 200) throw new Error(`the empty route answered ${status}: ${body}`);
    },
    close() {
      closeAll([client, other]);
    },
  };
}

const closeAll = (clients: readonly RawClient[]) => {
  for (const client of clients) client.close();
};

function expectPaid({ status, body }: Answered): void {
  if (status === 200 && body.includes('"status": "succeeded"')) return;
  throw new Error(`a payment was answered ${status}: ${body.toString().slice(0, 2_000)}`);
}
