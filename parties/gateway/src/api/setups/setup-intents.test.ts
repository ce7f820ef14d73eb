import Stripe from 'stripe';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { errorOf } from '../../testing/paying.ts';
import { startTestGateway, type TestGateway, until } from '../../testing/test-gateway.ts';

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await startTestGateway();
});
afterAll(() => gateway.close());

const publishable = () => {
  const { hostname, port } = new URL(gateway.url);
  const settings = { host: hostname, port, protocol: 'http', maxNetworkRetries: 0 } as const;
  return new Stripe('pk_test_diva', settings);
};

describe('a setup', () => {
  test('keeps a card for a customer once the bank has said that it is good, for no money', async () => {
    const { stripe, acquirer } = gateway;
    const customer = await stripe.customers.create({});
    const before = acquirer.of('0100').length;
    const setup = await stripe.setupIntents.create({
      customer: customer.id,
      payment_method: 'pm_card_visa',
      confirm: true,
      return_url: 'https://shop.example/back',
      mandate_data: {
        customer_acceptance: {
          type: 'online',
          online: { ip_address: '192.0.2.7', user_agent: 'a browser' },
        },
      },
      metadata: { order: '7' },
    });
    expect(setup).toMatchObject({
      status: 'succeeded',
      usage: 'off_session',
      last_setup_error: null,
    });
    const [asked] = acquirer.of('0100').slice(before);
    expect(asked?.fields[4]).toBe('000000000000');
    expect(acquirer.held.size).toBe(0);
    const method = await stripe.paymentMethods.retrieve(String(setup.payment_method));
    expect(method.customer).toBe(customer.id);
    const mandate = await stripe.mandates.retrieve(String(setup.mandate));
    expect(mandate).toMatchObject({
      status: 'active',
      customer_acceptance: { online: { ip_address: '192.0.2.7' } },
    });
    const { data } = await stripe.setupAttempts.list({ setup_intent: setup.id });
    expect(data).toMatchObject([{ id: setup.latest_attempt, status: 'succeeded' }]);
    const events = await stripe.events.list({ limit: 100 });
    const types = events.data.map(({ type }) => type);
    expect(types).toContain('setup_intent.succeeded');
    expect(types).toContain('payment_method.attached');
  });

  test('that the bank refuses says why, and takes another card', async () => {
    const { stripe } = gateway;
    const refused = await errorOf(
      stripe.setupIntents.create({ payment_method: 'pm_card_chargeDeclined', confirm: true }),
    );
    expect(refused).toMatchObject({ statusCode: 402, code: 'card_declined' });
    const inside = refused.raw;
    expect(inside).toMatchObject({ setup_intent: { status: 'requires_payment_method' } });
    const id = refused.setup_intent?.id ?? '';
    const again = await stripe.setupIntents.confirm(id, { payment_method: 'pm_card_mastercard' });
    expect(again.status).toBe('succeeded');
    const over = await errorOf(stripe.setupIntents.cancel(id));
    expect(over).toMatchObject({ code: 'setup_intent_unexpected_state' });
  });

  test('that needs a challenge waits for it, and goes on with its result alone', async () => {
    const { stripe, directory } = gateway;
    const made = await stripe.setupIntents.create({ usage: 'on_session' });
    // What a browser sends: the server's client has no name for the secret.
    const fromBrowser = {
      client_secret: String(made.client_secret),
      payment_method: 'pm_card_threeDSecure2Required',
      return_url: 'https://shop.example/back',
    };
    const waiting = await publishable().setupIntents.confirm(made.id, fromBrowser);
    expect(waiting).toMatchObject({
      status: 'requires_action',
      next_action: { type: 'redirect_to_url' },
    });
    expect(directory.requests.at(-1)).toMatchObject({ messageCategory: '02', purchaseAmount: '0' });
    await directory.sendResult('Y');
    const status = async () => (await stripe.setupIntents.retrieve(made.id)).status;
    await until(async () => (await status()) === 'succeeded', 'the setup to go on');
    const url = waiting.next_action?.redirect_to_url?.url ?? '';
    const back = await fetch(url, { redirect: 'manual' });
    const to = new URL(String(back.headers.get('location')));
    expect(to.searchParams.get('setup_intent')).toBe(made.id);
    expect(to.searchParams.get('redirect_status')).toBe('succeeded');
  });

  test('whose challenge fails, or is never answered, is open for another card', async () => {
    const { stripe, directory } = gateway;
    const confirm = () =>
      stripe.setupIntents.create({
        payment_method: 'pm_card_threeDSecure2Required',
        confirm: true,
      });
    const failing = await confirm();
    await directory.sendResult('N');
    const shown = async (id: string) => stripe.setupIntents.retrieve(id);
    const isOpen = async (id: string) => (await shown(id)).status === 'requires_payment_method';
    await until(() => isOpen(failing.id), 'the failure');
    expect((await shown(failing.id)).last_setup_error?.code).toBe(
      'setup_intent_authentication_failure',
    );
    const left = await confirm();
    gateway.clock.setOffsetMs(gateway.clock.offsetMs() + 3_600_001);
    await gateway.control('clock', { offsetMs: gateway.clock.offsetMs() });
    await until(() => isOpen(left.id), 'the end of its time');
  });

  test('that the bank never answers holds nothing and may be tried again', async () => {
    const { stripe, acquirer } = gateway;
    acquirer.onAuthorization(() => ({ do: 'silence' }));
    const silent = await errorOf(
      stripe.setupIntents.create({ payment_method: 'pm_card_visa', confirm: true }),
    );
    acquirer.onAuthorization(() => ({ do: 'approve' }));
    expect(silent).toMatchObject({ statusCode: 402, code: 'processing_error' });
    const id = silent.setup_intent?.id ?? '';
    const again = await stripe.setupIntents.confirm(id, { payment_method: 'pm_card_visa' });
    expect(again.status).toBe('succeeded');
    expect(acquirer.of('0420')).toHaveLength(0);
  });

  test('of twenty confirms at once asks the bank once; a repeated key is answered the same', async () => {
    const { stripe, acquirer } = gateway;
    const made = await stripe.setupIntents.create({ payment_method: 'pm_card_visa' });
    const before = acquirer.of('0100').length;
    const idempotencyKey = 'one-setup';
    await Promise.allSettled(
      Array.from({ length: 20 }, () => stripe.setupIntents.confirm(made.id)),
    );
    expect(acquirer.of('0100').length - before).toBe(1);
    const create = () =>
      stripe.setupIntents.create(
        { payment_method: 'pm_card_visa', confirm: true },
        { idempotencyKey },
      );
    const [first, second] = [await create(), await create()];
    expect(second.id).toBe(first.id);
  });

  test('of another merchant, or with a wrong secret, is as unknown as none', async () => {
    const { stripe, other } = gateway;
    const made = await stripe.setupIntents.create({});
    expect(await errorOf(other.setupIntents.retrieve(made.id))).toMatchObject({ statusCode: 404 });
    const wrong = publishable().setupIntents.retrieve(made.id, {
      client_secret: `${made.id}_secret_x`,
    });
    expect(await errorOf(wrong)).toMatchObject({ statusCode: 404 });
    const canceled = await stripe.setupIntents.cancel(made.id, {
      cancellation_reason: 'duplicate',
    });
    expect(canceled).toMatchObject({ status: 'canceled', cancellation_reason: 'duplicate' });
    expect((await stripe.setupIntents.list({ limit: 1 })).data[0]?.id).toBe(made.id);
  });
});
