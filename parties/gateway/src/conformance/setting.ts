// Where all cases play: one test gateway on PostgreSQL with the official client in front of it, and
// the small things that many cases need first. Each case makes its own objects.

import Stripe from 'stripe';
import { back } from '../testing/paying.ts';
import { startPlatform } from '../testing/platform.ts';
import { type TestGateway, visa } from '../testing/test-gateway.ts';

export type Setting = AsyncDisposable & {
  readonly gateway: TestGateway;
  readonly stripe: Stripe;
  /** As a browser holds it. */
  readonly publishable: Stripe;
  /** The acquirer settles all that was captured, and the gateway hears of it. */
  settleMoney(): Promise<void>;
};

export async function openSetting(): Promise<Setting> {
  const platform = await startPlatform();
  const { gateway } = platform;
  const { hostname, port } = new URL(gateway.url);
  const place = { host: hostname, port, protocol: 'http', maxNetworkRetries: 0 } as const;
  return {
    gateway,
    stripe: gateway.stripe,
    publishable: new Stripe('pk_test_diva', place),
    settleMoney: platform.settle,
    [Symbol.asyncDispose]: platform.close,
  };
}

export function cardMethod({ stripe }: Setting): Promise<Stripe.PaymentMethod> {
  return stripe.paymentMethods.create({ type: 'card', card: visa() });
}

export async function paid(
  setting: Setting,
  more: Partial<Stripe.PaymentIntentCreateParams> = {},
): Promise<Stripe.PaymentIntent> {
  return setting.stripe.paymentIntents.create({
    amount: 10_000,
    currency: 'bam',
    payment_method: (await cardMethod(setting)).id,
    confirm: true,
    return_url: back,
    ...more,
  });
}

export const held = (setting: Setting): Promise<Stripe.PaymentIntent> =>
  paid(setting, { capture_method: 'manual' });

export async function chargeOf(setting: Setting): Promise<Stripe.Charge> {
  const { latest_charge: id } = await paid(setting);
  return setting.stripe.charges.retrieve(String(id));
}

/** Lets everything that is under way, such as captures to be told, come to its end. */
export async function settle({ gateway }: Setting): Promise<void> {
  await gateway.control('clock', { offsetMs: gateway.clock.offsetMs() });
}

/** A word that no other case has. */
export const oneOfAKind = (): string => `one-${Math.random().toString(36).slice(2)}`;

export function customerOf({ stripe }: Setting): Promise<Stripe.Customer> {
  return stripe.customers.create({ name: 'Hana', email: 'hana@shop.example', phone: '+38761' });
}

/** A customer with one movement on their balance. */
export async function withBalance(setting: Setting, amount: number) {
  const { id } = await customerOf(setting);
  const movement = { amount, currency: 'bam' };
  const transaction = await setting.stripe.customers.createBalanceTransaction(id, movement);
  return { id, transaction };
}

/** A customer with a card that they keep. */
export async function withCard(setting: Setting) {
  const { id } = await customerOf(setting);
  const made = await cardMethod(setting);
  const method = await setting.stripe.paymentMethods.attach(made.id, { customer: id });
  return { id, method };
}
