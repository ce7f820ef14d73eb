// A whole gateway whose merchants pay through the two payment service providers: Diva through Stripe,
// which is a second Kassa, once her bank is away; Nordlys through Adyen, a program of its own.

import type Stripe from 'stripe';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { freePort } from '../free-port.ts';
import { back, errorOf } from '../testing/paying.ts';
import { type PspProgram, pspAccount, startPsp } from '../testing/psp-program.ts';
import {
  acquirerAt,
  merchant,
  startTestGateway,
  type TestGateway,
  until,
  visa,
} from '../testing/test-gateway.ts';
import { rrnKey } from './stripe/to-stripe.ts';

const good = '4242424242424242';
const poor = '4000000000009995';

let second: TestGateway;
let psp: PspProgram;
let gateway: TestGateway;
beforeAll(async () => {
  second = await startTestGateway();
  second.acquirer.onAuthorization(({ fields }) =>
    fields[2] === poor ? { do: 'decline', code: '51' } : { do: 'approve' },
  );
  const port = await freePort('127.0.0.1');
  const usual = { expiryMonth: 12, expiryYear: 2034, cvc: '314', currency: 'NOK' };
  psp = await startPsp(`http://127.0.0.1:${port}/connectors/adyen/adyen/notifications`, [
    { id: 'good', number: good, ...usual, balance: '900000' },
    { id: 'poor', number: poor, ...usual, balance: '1' },
  ]);
  const { apiKey: key, merchantAccount, hmacKey } = pspAccount;
  const stripe = { name: 'stripe', kind: 'stripe' as const, url: second.url, key: 'sk_test_diva' };
  const adyen = { name: 'adyen', kind: 'adyen' as const, url: psp.url, key };
  const contract = { merchantId: 'DIVA00000000000', terminalId: 'DIVA0000' };
  const nordlys = merchant('nordlys', 'NOK');
  gateway = await startTestGateway({
    port,
    acquirers: [
      // Nobody listens there.
      acquirerAt(await freePort('127.0.0.1')),
      { ...stripe, takesProof: false },
      { ...adyen, merchantAccount, hmacKey },
    ],
    merchants: [
      { ...merchant('diva', 'BAM'), otherAcquirers: [{ provider: 'stripe', ...contract }] },
      { ...nordlys, acquirer: { provider: 'adyen', ...contract } },
    ],
  });
});
afterAll(async () => {
  await gateway?.close();
  await psp?.[Symbol.asyncDispose]();
  await second?.close();
});

/** What the provider has, in minor units. */
type There = { readonly held: number; readonly taken: number };

const payments = z.object({
  payments: z.array(
    z.object({
      held: z.coerce.number(),
      captured: z.coerce.number(),
      refunded: z.coerce.number(),
    }),
  ),
});

const providers = {
  stripe: {
    client: () => gateway.stripe,
    currency: 'bam',
    async there(rrn: string): Promise<There> {
      const { data } = await second.stripe.paymentIntents.list({
        limit: 100,
        expand: ['data.latest_charge'],
      });
      const own = data.filter(({ metadata }) => metadata[rrnKey] === rrn);
      return {
        held: sum(own.map(({ amount_capturable }) => amount_capturable)),
        taken: sum(own.map((one) => one.amount_received - refundedOf(one))),
      };
    },
  },
  adyen: {
    client: () => gateway.other,
    currency: 'nok',
    async there(rrn: string): Promise<There> {
      const own = payments.parse(await psp.control(`payments/${rrn}`)).payments;
      return {
        held: sum(own.map(({ held }) => held)),
        taken: sum(own.map(({ captured, refunded }) => captured - refunded)),
      };
    },
  },
} as const;

const sum = (amounts: readonly number[]) => amounts.reduce((total, one) => total + one, 0);

function refundedOf({ latest_charge }: Stripe.PaymentIntent): number {
  return latest_charge === null || typeof latest_charge === 'string'
    ? 0
    : latest_charge.amount_refunded;
}

describe.each(['stripe', 'adyen'] as const)('through %s', (name) => {
  const { client, currency, there } = providers[name];

  async function pay(number: string, more: Partial<Stripe.PaymentIntentCreateParams> = {}) {
    const stripe = client();
    const card = { ...visa(), number };
    const { id: payment_method } = await stripe.paymentMethods.create({ type: 'card', card });
    const wish = { amount: 10_000, currency, payment_method, confirm: true, return_url: back };
    return stripe.paymentIntents.create({ ...wish, ...more });
  }

  /** Comes to stand at the provider: advices are told after the answer. */
  async function comesToStand(intentId: string, expected: There) {
    const text = `select rrn from payment_attempt
      where intent_id = $1 and provider = $2 order by id desc limit 1`;
    const rrn = await gateway.db.one({ text, values: [intentId, name] }, (row) =>
      String(row['rrn']),
    );
    if (rrn === undefined) throw new Error(`${intentId} was not tried with ${name}`);
    await until(
      async () => {
        const { held, taken } = await there(rrn);
        return held === expected.held && taken === expected.taken;
      },
      `${name} has ${JSON.stringify(expected)}`,
    );
  }

  test('a payment is taken, and a part of it given back', async () => {
    const intent = await pay(good);
    expect(intent.status).toBe('succeeded');
    await comesToStand(intent.id, { held: 0, taken: 10_000 });
    await client().refunds.create({ payment_intent: intent.id, amount: 4_000 });
    await comesToStand(intent.id, { held: 0, taken: 6_000 });
  });

  test('a hold is captured in part, and the rest let go', async () => {
    const intent = await pay(good, { capture_method: 'manual' });
    expect(intent.status).toBe('requires_capture');
    await comesToStand(intent.id, { held: 10_000, taken: 0 });
    await client().paymentIntents.capture(intent.id, { amount_to_capture: 6_000 });
    await comesToStand(intent.id, { held: 0, taken: 6_000 });
  });

  test('a hold is let go', async () => {
    const intent = await pay(good, { capture_method: 'manual' });
    await client().paymentIntents.cancel(intent.id);
    await comesToStand(intent.id, { held: 0, taken: 0 });
  });

  test('a refusal is the bank’s, and nobody else is asked', async () => {
    const error = await errorOf(pay(poor));
    expect(error).toMatchObject({ code: 'card_declined', decline_code: 'insufficient_funds' });
    const tried = error.payment_intent?.id ?? '';
    const text = 'select provider from payment_attempt where intent_id = $1 order by id limit 10';
    const asked = await gateway.db.query({ text, values: [tried] }, (row) =>
      String(row['provider']),
    );
    expect(asked.filter((one) => one !== 'zelena')).toEqual([name]);
    await comesToStand(tried, { held: 0, taken: 0 });
  });
});

test('the books balance with what the providers owe', async () => {
  expect(await gateway.control('prove')).toMatchObject({ ok: true, findings: [] });
});
