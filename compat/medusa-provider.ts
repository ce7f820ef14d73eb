// Medusa's provider as it is installed, with its own Stripe client and with a server that takes its
// webhooks. Only the options that it offers are given; none of its code is touched.

import { createRequire } from 'node:module';
import { setTimeout } from 'node:timers/promises';
import { type Hook, openHookServer } from './hook-server.ts';

const require = createRequire(import.meta.url);

/** Objects of the API as they come; each step looks at what it needs. */
// biome-ignore lint/suspicious/noExplicitAny: the programs of others have no types here
type Any = any;

/** Medusa's own interface of a payment provider. */
export type Provider = Readonly<Record<Call, (input: unknown) => Promise<Any>>>;

type Call =
  | 'createAccountHolder'
  | 'updateAccountHolder'
  | 'deleteAccountHolder'
  | 'savePaymentMethod'
  | 'listPaymentMethods'
  | 'deletePaymentMethod'
  | 'initiatePayment'
  | 'updatePayment'
  | 'authorizePayment'
  | 'capturePayment'
  | 'refundPayment'
  | 'retrievePayment'
  | 'cancelPayment'
  | 'getWebhookActionAndData';

export type Shop = AsyncDisposable & {
  provider(options?: object): Provider;
  /** The other payment methods that the package has services for. */
  readonly others: readonly { readonly identifier: string; readonly provider: Provider }[];
  /** The official client that the package brings along, as a storefront has it in the browser. */
  client(key: string): Any;
  readonly hookUrl: string;
  /** Waits for the webhook of an event about an object. */
  hook(type: string, id: string): Promise<Hook>;
  useSecret(secret: string): void;
};

export async function openShop(): Promise<Shop> {
  const plugin = require('@medusajs/payment-stripe').default;
  const services: readonly Any[] = plugin.services;
  const Stripe = createRequire(require.resolve('@medusajs/payment-stripe'))('stripe');
  const hooks: Hook[] = [];
  const server = await openHookServer((hook) => hooks.push(hook));
  let webhookSecret = 'whsec_of_nobody';
  const build = (Service: Any, options: object = {}): Provider =>
    new Service({ logger: console }, { apiKey: 'sk_test_diva', webhookSecret, ...options });
  return {
    provider: (options) =>
      build(
        services.find(({ identifier }) => identifier === 'stripe'),
        options,
      ),
    others: services
      .filter(({ identifier }) => identifier !== 'stripe')
      .map((Service) => ({ identifier: Service.identifier, provider: build(Service) })),
    client: (key) => new Stripe(key, { maxNetworkRetries: 0 }),
    hookUrl: server.url,
    async hook(type, id) {
      for (const endMs = Date.now() + 10_000; Date.now() < endMs; await setTimeout(50)) {
        const found = hooks.find(({ rawData }) => {
          const event = JSON.parse(rawData);
          return event.type === type && event.data.object.id === id;
        });
        if (found) return found;
      }
      throw new Error(`no webhook of ${type} has come`);
    },
    useSecret: (secret) => {
      webhookSecret = secret;
    },
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  };
}
