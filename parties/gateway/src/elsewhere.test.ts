// A payment that has two providers: which end of an attempt lets another be asked, which does not, and
// what is then held where.

import { column } from '@kassa/database';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { back, errorOf, pay } from './testing/paying.ts';
import { type Behaviour, startTestAcquirer, type TestAcquirer } from './testing/test-acquirer.ts';
import {
  acquirerAt,
  merchant,
  startTestGateway,
  type TestGateway,
  until,
  visa,
} from './testing/test-gateway.ts';

let zelena: TestAcquirer;
let crvena: TestAcquirer;
let gateway: TestGateway;
beforeAll(async () => {
  zelena = await startTestAcquirer();
  crvena = await startTestAcquirer();
  const diva = merchant('diva', 'BAM');
  const other = { provider: 'crvena', merchantId: 'CDIVA0000000001', terminalId: 'CDIVA001' };
  gateway = await startTestGateway({
    acquirers: [acquirerAt(zelena.port), { ...acquirerAt(crvena.port), name: 'crvena' }],
    merchants: [{ ...diva, otherAcquirers: [other] }],
  });
});
afterAll(async () => {
  await gateway.close();
  await Promise.all([zelena.close(), crvena.close()]);
});
beforeEach(async () => {
  // What it has learnt of its providers' health is forgotten.
  await gateway.restart();
  for (const acquirer of [zelena, crvena]) {
    acquirer.onAuthorization(() => ({ do: 'approve' }));
    acquirer.onInquiry(() => ({ do: 'approve' }));
    acquirer.onAdvice(() => ({ do: 'approve' }));
  }
  gateway.directory.onCard(() => 'Y');
});

/** Of a payment, its attempts in order: who was asked, and how it ended. */
async function attemptsOf(intentId: string): Promise<string[]> {
  const text = `select provider, state, rrn from payment_attempt
    where intent_id = $1 order by id limit 10`;
  return gateway.db.query({ text, values: [intentId] }, (row) =>
    [column.text(row, 'provider'), column.text(row, 'state')].join(' '),
  );
}

async function heldFor(intentId: string): Promise<{ zelena: number; crvena: number }> {
  const text = 'select rrn from payment_attempt where intent_id = $1 limit 10';
  const rrns = await gateway.db.query({ text, values: [intentId] }, (row) =>
    column.text(row, 'rrn'),
  );
  const count = ({ held }: TestAcquirer) => rrns.filter((rrn) => held.has(rrn)).length;
  return { zelena: count(zelena), crvena: count(crvena) };
}

async function expectProved() {
  expect(await gateway.control('prove')).toMatchObject({ ok: true, findings: [] });
}

type Case = {
  readonly authorization: Behaviour;
  readonly inquiry?: Behaviour;
  readonly advice?: Behaviour;
  readonly attempts: readonly string[];
  readonly held: { readonly zelena: number; readonly crvena: number };
};

describe('a payment whose first provider', () => {
  test.each<[what: string, goes: Case]>([
    [
      'approves is with it',
      {
        authorization: { do: 'approve' },
        attempts: ['zelena approved'],
        held: { zelena: 1, crvena: 0 },
      },
    ],
    [
      'never got the request, and says so, goes to the other',
      {
        authorization: { do: 'lost' },
        attempts: ['zelena not_attempted', 'crvena approved'],
        held: { zelena: 0, crvena: 1 },
      },
    ],
    [
      'approved, and the answer was lost, is found there by asking',
      {
        authorization: { do: 'unanswered' },
        attempts: ['zelena approved'],
        held: { zelena: 1, crvena: 0 },
      },
    ],
    [
      'is silent goes to the other once the reversal is acknowledged',
      {
        authorization: { do: 'unanswered' },
        inquiry: { do: 'lost' },
        attempts: ['zelena reversed', 'crvena approved'],
        held: { zelena: 0, crvena: 1 },
      },
    ],
    [
      'is at it for ever goes to the other once the reversal is acknowledged',
      {
        authorization: { do: 'silence' },
        attempts: ['zelena reversed', 'crvena approved'],
        held: { zelena: 0, crvena: 1 },
      },
    ],
    [
      'breaks the line goes to the other, since it has nothing',
      {
        authorization: { do: 'disconnect' },
        attempts: ['zelena not_attempted', 'crvena approved'],
        held: { zelena: 0, crvena: 1 },
      },
    ],
    [
      'cannot reach the bank goes to the other',
      {
        authorization: { do: 'decline', code: '91' },
        attempts: ['zelena refused', 'crvena approved'],
        held: { zelena: 0, crvena: 1 },
      },
    ],
  ])('%s', async (_, { authorization, inquiry, advice, attempts, held }) => {
    zelena.onAuthorization(() => authorization);
    if (inquiry) zelena.onInquiry(() => inquiry);
    if (advice) zelena.onAdvice(() => advice);
    const intent = await pay(gateway, { capture_method: 'manual' });
    expect(intent.status).toBe('requires_capture');
    expect(await attemptsOf(intent.id)).toEqual(attempts);
    expect(await heldFor(intent.id)).toEqual(held);
    await expectProved();
  });

  test('has said no for the bank is refused: nobody else is asked', async () => {
    zelena.onAuthorization(() => ({ do: 'decline', code: '51' }));
    const { payment_intent: intent } = await errorOf(pay(gateway));
    expect(await attemptsOf(intent?.id ?? '')).toEqual(['zelena refused']);
  });

  test('has answered nothing at all is unknown: nobody else is asked', async () => {
    zelena.onAuthorization(() => ({ do: 'unanswered' }));
    zelena.onInquiry(() => ({ do: 'lost' }));
    zelena.onAdvice(() => ({ do: 'lost' }));
    const intent = await pay(gateway, { capture_method: 'manual' });
    expect(intent.status).toBe('processing');
    expect(await attemptsOf(intent.id)).toEqual(['zelena unknown']);
    expect(await heldFor(intent.id)).toEqual({ zelena: 1, crvena: 0 });
    zelena.onAdvice(() => ({ do: 'approve' }));
    await until(
      async () => (await attemptsOf(intent.id)).join() === 'zelena reversed',
      'the job has told the reversal',
    );
    // The buyer is gone: the next try is theirs.
    const { status } = await gateway.stripe.paymentIntents.retrieve(intent.id);
    expect(status).toBe('requires_payment_method');
    expect(await heldFor(intent.id)).toEqual({ zelena: 0, crvena: 0 });
    await expectProved();
  });

  test('has failed like the other is said to have failed, once each', async () => {
    for (const acquirer of [zelena, crvena]) acquirer.onAuthorization(() => ({ do: 'lost' }));
    const { payment_intent: intent, code } = await errorOf(pay(gateway));
    expect(code).toBe('processing_error');
    const attempts = await attemptsOf(intent?.id ?? '');
    expect(attempts).toEqual(['zelena not_attempted', 'crvena not_attempted']);
  });
});

describe('what happens on the way', () => {
  const manual = { capture_method: 'manual' } as const;

  test('is no failed payment for the merchant, and its proof of 3-D Secure travels', async () => {
    zelena.onAuthorization(() => ({ do: 'lost' }));
    const intent = await pay(gateway, manual);
    const { data } = await gateway.stripe.events.list({ limit: 100 });
    const types = data.flatMap(({ type, data: { object } }) =>
      'id' in object && object.id === intent.id ? [type] : [],
    );
    expect(types).not.toContain('payment_intent.payment_failed');
    expect(types).toContain('payment_intent.amount_capturable_updated');
    const [first, second] = [zelena, crvena].map((one) => one.of('0100').at(-1)?.fields);
    const proofIn = (data = '') => /6641.*/.exec(data)?.[0]?.slice(0, 40);
    expect(proofIn(second?.[48])).toBe(proofIn(first?.[48]));
    expect(second).toMatchObject({ 41: 'CDIVA001', 42: 'CDIVA0000000001' });
  });

  test('stays with the provider that has the payment: capture, refund and void', async () => {
    zelena.onAuthorization(() => ({ do: 'lost' }));
    const intent = await pay(gateway, manual);
    zelena.onAuthorization(() => ({ do: 'approve' }));
    await gateway.stripe.paymentIntents.capture(intent.id);
    await gateway.stripe.refunds.create({ payment_intent: intent.id, amount: 4_000 });
    const rrn = crvena.of('0100').at(-1)?.fields[37] ?? '';
    await until(() => crvena.taken.get(rrn) === 6_000n, 'both are told to Crvena');
    const other = await pay(gateway, manual);
    zelena.onAuthorization(() => ({ do: 'lost' }));
    const given = await pay(gateway, manual);
    await gateway.stripe.paymentIntents.cancel(given.id);
    await until(async () => (await heldFor(given.id)).crvena === 0, 'the void is told to Crvena');
    expect(await heldFor(other.id)).toEqual({ zelena: 1, crvena: 0 });
    await expectProved();
  });

  test('has one effect for one key', async () => {
    zelena.onAuthorization(() => ({ do: 'unanswered' }));
    zelena.onInquiry(() => ({ do: 'lost' }));
    const { id } = await gateway.stripe.paymentMethods.create({ type: 'card', card: visa() });
    const wish = { amount: 500, currency: 'bam', payment_method: id, confirm: true } as const;
    const create = () =>
      gateway.stripe.paymentIntents.create(
        { ...wish, ...manual, return_url: back },
        { idempotencyKey: 'elsewhere-once' },
      );
    const first = await create();
    expect(await create()).toMatchObject({ id: first.id, status: 'requires_capture' });
    expect(await heldFor(first.id)).toEqual({ zelena: 0, crvena: 1 });
  });
});
