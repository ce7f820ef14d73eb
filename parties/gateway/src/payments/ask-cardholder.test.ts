// When the cardholder is asked, by whose wish, and who says after it that the payment goes on.

import type Stripe from 'stripe';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { back, statusOf } from '../testing/paying.ts';
import { startTestGateway, type TestGateway, until } from '../testing/test-gateway.ts';

let gateway: TestGateway;
let stripe: Stripe;
beforeAll(async () => {
  gateway = await startTestGateway();
  stripe = gateway.stripe;
});
afterAll(() => gateway.close());

const paying = {
  ...{ amount: 2_000, currency: 'bam', confirm: true },
  ...{ payment_method: 'pm_card_visa', return_url: back },
};

describe('a payment that is confirmed by hand', () => {
  const asked = async () => {
    const intent = await stripe.paymentIntents.create({
      ...{ ...paying, payment_method: 'pm_card_threeDSecure2Required' },
      confirmation_method: 'manual',
    });
    expect(intent).toMatchObject({ status: 'requires_action', confirmation_method: 'manual' });
    await gateway.directory.sendResult('Y');
    await until(
      async () => (await statusOf(gateway, intent.id)) !== 'requires_action',
      'the result',
    );
    return intent;
  };

  test('waits for its merchant after the challenge, and is paid with what it has shown', async () => {
    const before = gateway.acquirer.of('0100').length;
    const { id } = await asked();
    expect(await statusOf(gateway, id)).toBe('requires_confirmation');
    expect(gateway.acquirer.of('0100').length).toBe(before);
    const paid = await stripe.paymentIntents.confirm(id, { expand: ['latest_charge'] });
    expect(paid.status).toBe('succeeded');
    expect(gateway.acquirer.of('0100').at(-1)?.fields[48]).toMatch(/^420205/);
  });

  test('asks anew when the amount is another than was agreed', async () => {
    const { id } = await asked();
    await stripe.paymentIntents.update(id, { amount: 2_100 });
    expect((await stripe.paymentIntents.confirm(id)).status).toBe('requires_action');
  });

  test('can be given up in between', async () => {
    const { id } = await asked();
    expect((await stripe.paymentIntents.cancel(id)).status).toBe('canceled');
  });
});

describe('the bank is asked', () => {
  const lastAsked = () => gateway.directory.requests.at(-1);

  test.each(['any', 'challenge'] as const)(
    'for its cardholder, when %s is wished',
    async (wish) => {
      const options = { card: { request_three_d_secure: wish } };
      await stripe.paymentIntents.create({ ...paying, payment_method_options: options });
      expect(lastAsked()?.threeDSRequestorChallengeInd).toBe('04');
    },
  );

  test('for nobody, when the order came by telephone', async () => {
    const before = gateway.directory.requests.length;
    const paid = await stripe.paymentIntents.create({
      ...{ ...paying, payment_method: 'pm_card_threeDSecure2Required' },
      payment_method_options: { card: { moto: true } },
    });
    expect(paid.status).toBe('succeeded');
    expect(gateway.directory.requests.length).toBe(before);
    expect(gateway.acquirer.of('0100').at(-1)?.fields).toMatchObject({ 22: '012', 25: '08' });
  });
});
