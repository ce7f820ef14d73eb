// What is asked of this gateway, counted on the official client: the resources in question and the
// file of the client that declares them. The operations themselves are read from there.

import { declarationsOf, type Method } from './declared.ts';

export type Resource = {
  readonly name: string;
  /** In the client's folder. */
  readonly file: string;
  /** How many operations are called core; the client may have grown since they were counted. */
  readonly core: number;
};

export type Operation = Method & {
  /** `payment_intents.create`: the resource, and the client's own name of the method. */
  readonly title: string;
  readonly resource: Resource;
};

const core = (name: string, file: string, count: number): Resource => ({
  name,
  file: `resources/${file}`,
  core: count,
});
const beyond = (name: string, file: string): Resource => core(name, file, 0);

/** 146 = the 174 core operations less the 28 of subscriptions and invoices. */
export const resources: readonly Resource[] = [
  core('payment_intents', 'PaymentIntents', 12),
  core('setup_intents', 'SetupIntents', 7),
  core('payment_methods', 'PaymentMethods', 6),
  core('customers', 'Customers', 28),
  core('checkout.sessions', 'Checkout/Sessions', 6),
  core('charges', 'Charges', 6),
  core('refunds', 'Refunds', 5),
  core('disputes', 'Disputes', 4),
  core('balance', 'Balance', 1),
  core('balance_transactions', 'BalanceTransactions', 2),
  core('payouts', 'Payouts', 6),
  core('transfers', 'Transfers', 8),
  core('accounts', 'Accounts', 21),
  core('events', 'Events', 2),
  core('webhook_endpoints', 'WebhookEndpoints', 5),
  core('products', 'Products', 10),
  core('prices', 'Prices', 5),
  core('mandates', 'Mandates', 1),
  core('confirmation_tokens', 'ConfirmationTokens', 1),
  core('files', 'Files', 3),
  core('tokens', 'Tokens', 2),
  core('payment_links', 'PaymentLinks', 5),
  beyond('customer_sessions', 'CustomerSessions'),
  beyond('ephemeral_keys', 'EphemeralKeys'),
  beyond('test_helpers.confirmation_tokens', 'TestHelpers/ConfirmationTokens'),
  beyond('test_helpers.customers', 'TestHelpers/Customers'),
  beyond('test_helpers.refunds', 'TestHelpers/Refunds'),
  beyond('v2.core.events', 'V2/Core/Events'),
  beyond('v2.core.event_destinations', 'V2/Core/EventDestinations'),
];

/** Counted as core too, and later: 28. */
export const later: readonly Resource[] = [
  core('subscriptions', 'Subscriptions', 10),
  core('invoices', 'Invoices', 18),
];

export function operationsOf(resource: Resource): Operation[] {
  return declarationsOf(resource.file).methods.map((method) => ({
    ...method,
    title: `${resource.name}.${method.name}`,
    resource,
  }));
}
