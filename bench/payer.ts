// Who pays at the bench's gateway: a PaymentIntent made and confirmed in one request.

import { randomBytes } from 'node:crypto';
import type { BenchGateway } from './gateway-place.ts';
import { keyOf } from './gateway-settings.ts';
import { type Answered, openRawClient, postForm } from './raw-client.ts';

const form = {
  amount: '1250',
  currency: 'bam',
  payment_method: 'pm_card_visa',
  confirm: 'true',
  return_url: 'https://bench.example/back',
} as const;

export type Payer = {
  pay(number: number): Promise<void>;
  /** The same form, to a route of the same kernel that does nothing. */
  empty(number: number): Promise<void>;
  close(): void;
};

/** `merchants` in turn, and each payment under an idempotency key or not. */
type Manner = { readonly merchants?: number; readonly areKeyed?: boolean };

export async function openPayer(
  gateway: BenchGateway,
  connections: number,
  { merchants = 1, areKeyed = false }: Manner = {},
): Promise<Payer> {
  const [client, other] = await Promise.all([
    openRawClient(gateway.url, connections),
    openRawClient(gateway.empty, connections),
  ]);
  const url = `${gateway.url}/v1/payment_intents`;
  const run = randomBytes(6).toString('hex');
  const requestOf = (number: number) => {
    const key = keyOf(number % merchants);
    const idempotencyKey = `${run}-${number}`;
    return postForm({ url, key, form, ...(areKeyed && { idempotencyKey }) });
  };
  const requests = Array.from({ length: merchants }, (_, at) => requestOf(at));
  const empty = postForm({ url: gateway.empty, key: keyOf(0), form });
  return {
    async pay(number) {
      const request = areKeyed ? undefined : requests[number % merchants];
      expectPaid(await client.ask(request ?? requestOf(number)));
    },
    async empty() {
      const { status, body } = await other.ask(empty);
      if (status !== 200) throw new Error(`the empty route answered ${status}: ${body}`);
    },
    close() {
      client.close();
      other.close();
    },
  };
}

function expectPaid({ status, body }: Answered): void {
  if (status === 200 && body.includes('"status": "succeeded"')) return;
  throw new Error(`a payment was answered ${status}: ${body.toString().slice(0, 2_000)}`);
}
