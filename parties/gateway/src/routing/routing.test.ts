// The router on the wire: two acquirers, one of which falls silent.

import { afterAll, beforeAll, expect, test } from 'vitest';
import { merchantSeedSchema } from '../merchants/merchant.ts';
import { startTestAcquirer, type TestAcquirer } from '../testing/test-acquirer.ts';
import {
  acquirerAt,
  merchant,
  startTestGateway,
  type TestGateway,
  until,
} from '../testing/test-gateway.ts';

let gateway: TestGateway;
let crvena: TestAcquirer;

beforeAll(async () => {
  crvena = await startTestAcquirer();
  gateway = await startTestGateway();
  const zelena = gateway.config.acquirers[0];
  if (zelena === undefined) throw new Error('a test gateway has an acquirer');
  const diva = merchant('diva', 'BAM');
  const { merchantId, terminalId } = diva.acquirer;
  const other = { provider: 'crvena', merchantId, terminalId, fee: { basisPoints: 260 } };
  const rules = [{ when: 'currency == "EUR" && amount >= 5000', prefer: ['crvena'] }];
  await gateway.restart({
    acquirers: [zelena, { ...acquirerAt(crvena.port), name: 'crvena', inFlightMax: 1 }],
    merchants: [{ ...diva, otherAcquirers: [other], routing: { rules } }],
  });
  await until(async () => {
    const { providers } = Object(await gateway.control('routing'));
    return providers.every((one: { isConnected: boolean }) => one.isConnected);
  }, 'both lines are up');
});
afterAll(async () => {
  await gateway.close();
  await crvena.close();
});

const pay = (amount: number, currency: string) =>
  gateway.stripe.paymentIntents.create({
    ...{ amount, currency, payment_method: 'pm_card_visa', confirm: true, off_session: true },
  });
const routingOf = async (id: string) =>
  gateway.db.one(
    { text: 'select routing from payment_attempt where intent_id = $1', values: [id] },
    (row) => JSON.parse(JSON.stringify(row)).routing,
  );

test('a rule sends a payment to the second, and the attempt says why', async () => {
  const paid = await pay(10_000, 'eur');
  expect(paid.status).toBe('succeeded');
  expect(crvena.of('0100')).toHaveLength(1);
  const rule = 'rule 1 (currency == "EUR" && amount >= 5000)';
  expect(await routingOf(paid.id)).toMatchObject({
    provider: 'crvena',
    candidates: [
      { provider: 'zelena', place: 2, why: `not preferred by ${rule}; well` },
      {
        provider: 'crvena',
        place: 1,
        why: `preferred by ${rule}; well`,
        figures: { costMinor: '260' },
      },
    ],
  });
  const small = await pay(4_999, 'eur');
  expect(await routingOf(small.id)).toMatchObject({ provider: 'zelena' });
  expect(await gateway.control('routing')).toMatchObject({
    health: expect.arrayContaining([
      expect.objectContaining({ name: 'crvena visa EUR', total: 1, successRate: 1 }),
    ]),
  });
});

test('refusals of the issuer open nothing', async () => {
  for (let times = 0; times < 6; times++) {
    const refused = gateway.stripe.paymentIntents.create({
      ...{ amount: 100, currency: 'bam', payment_method: 'pm_card_chargeDeclined' },
      ...{ confirm: true, off_session: true },
    });
    await expect(refused).rejects.toMatchObject({ code: 'card_declined' });
  }
  const paid = await pay(100, 'bam');
  expect(await routingOf(paid.id)).toMatchObject({ provider: 'zelena' });
});

test('five that nobody answered open the breaker, and the next goes to the second', async () => {
  gateway.acquirer.onAuthorization(() => ({ do: 'silence' }));
  for (let times = 0; times < 5; times++) {
    // The first is asked, undone, and the second pays.
    expect(await pay(100, 'bam')).toMatchObject({ status: 'succeeded' });
  }
  const paid = await pay(100, 'bam');
  expect(paid.status).toBe('succeeded');
  expect(await routingOf(paid.id)).toMatchObject({
    provider: 'crvena',
    candidates: [{ provider: 'zelena', why: 'contract 1; unhealthy: breaker open' }, { place: 1 }],
  });
});

test('a profile with a rule that cannot be read is refused', () => {
  const routing = { rules: [{ when: 'amout > 1', never: ['zelena'] }] };
  const read = merchantSeedSchema.safeParse({ ...merchant('diva', 'BAM'), routing });
  expect(read.error?.message).toMatch(/routing rule 1, `amout > 1`: Unknown variable/);
});
