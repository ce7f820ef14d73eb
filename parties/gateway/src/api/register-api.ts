// The Stripe-compatible surface. It only translates: every effect is a use case of another room.

import type { HttpApp, Problem } from '@kassa/http';
import type { FastifyRequest } from 'fastify';
import type { Api } from './api.ts';
import { addFeatures } from './catalogue/features.ts';
import { addPrices } from './catalogue/prices.ts';
import { addProductFeatures } from './catalogue/product-features.ts';
import { addProducts } from './catalogue/products.ts';
import { addShippingRates } from './catalogue/shipping-rates.ts';
import { addCheckoutSessions } from './checkout/checkout-sessions.ts';
import { addPaymentLinks } from './checkout/payment-links.ts';
import { addPaymentPages } from './checkout/payment-pages.ts';
import { addConfirmationTokens } from './confirmations/confirmation-tokens.ts';
import { addConnect } from './connect/add-connect.ts';
import { addBalanceTransactions } from './customers/balance-transactions.ts';
import { addCashBalance } from './customers/cash-balance.ts';
import { addCustomers } from './customers/customers.ts';
import { addCustomerSessions, addEphemeralKeys } from './customers/ephemeral-keys.ts';
import { addSources } from './customers/sources.ts';
import { addTaxIds } from './customers/tax-ids.ts';
import { addDisputes } from './disputes/disputes.ts';
import { addEvents } from './events/events.ts';
import { addRetryEvent } from './events/retry-event.ts';
import { addWebhookEndpoints } from './events/webhook-endpoints.ts';
import { addFiles } from './files/files.ts';
import { type ApiError, errorBody, invalid } from './kernel/api-error.ts';
import { addPayouts } from './money/payouts.ts';
import { addSettledMoney } from './money/settled-money.ts';
import { addCharges } from './payments/charges.ts';
import { addOtherPaymentIntents } from './payments/other-payment-intents.ts';
import { addPaymentIntents } from './payments/payment-intents.ts';
import { addPaymentMethods } from './payments/payment-methods.ts';
import { addRefunds } from './payments/refunds.ts';
import type { ApiMeans } from './ports.ts';
import { addSetupIntents } from './setups/setup-intents.ts';
import type { Json } from './to-stripe/shape.ts';
import { addTokens } from './tokens/tokens.ts';
import { addEventDestinations } from './v2/event-destinations.ts';
import { addV2Events } from './v2/events.ts';

export function registerApi(app: HttpApp, means: ApiMeans): Api {
  const api: Api = { app, means, resources: means.resources, operations: means.operations };
  addPaymentIntents(api);
  addOtherPaymentIntents(api);
  addSetupIntents(api);
  addPaymentMethods(api);
  addCharges(api);
  addDisputes(api);
  addRefunds(api);
  addCheckoutSessions(api);
  addPaymentLinks(api);
  addPaymentPages(api);
  addSettledMoney(api);
  addPayouts(api);
  addConnect(api);
  addProducts(api);
  addCustomers(api);
  addBalanceTransactions(api);
  addCashBalance(api);
  addTaxIds(api);
  addSources(api);
  addTokens(api);
  addConfirmationTokens(api);
  addProductFeatures(api);
  addFeatures(api);
  addPrices(api);
  addShippingRates(api);
  addEphemeralKeys(api);
  addCustomerSessions(api);
  addFiles(api);
  addEvents(api);
  addRetryEvent(api);
  addWebhookEndpoints(api);
  addV2Events(api);
  addEventDestinations(api);
  return api;
}

/** True for addresses where programs call: their errors are JSON whatever they accept. */
export const isApi = (request: FastifyRequest): boolean => /^\/v[12]\//.test(request.url);

/** What the kernel refuses by itself, and unknown addresses, in the API's own shape. */
export const problemToApi =
  (publicUrl: string) =>
  (problem: Problem, request: FastifyRequest): Json =>
    errorBody(apiErrorOf(problem, request), {
      publicUrl,
      requestId: request.id,
      isSecondInterface: request.url.startsWith('/v2/'),
    });

/** Resources of the original that are not here; whoever asks for one is told so by name. */
const notHere =
  /^\/v[12]\/(subscriptions?|subscription_\w+|invoices|invoiceitems|invoice_\w+|billing\w*|billing\/\w+|plans|coupons|promotion_codes|test_helpers\/test_clocks|credit_notes|quotes|tax|tax_rates|tax_codes|issuing|treasury|terminal|radar|reporting|identity|sigma|climate|financial_connections|account_links|account_sessions|topups|apps|entitlements|forwarding|crypto)(\/|$)/;

function apiErrorOf({ status, code, message }: Problem, request: FastifyRequest): ApiError {
  if (code === 'not_found') {
    const path = request.url.split('?', 1)[0] ?? '';
    const absent = notHere.exec(path)?.[1];
    if (absent !== undefined) {
      const name = absent.replace('test_helpers/', '').replaceAll('_', ' ');
      const text = `Kassa has no ${name} yet (${request.method}: ${path}). What is there stands in the API reference at /docs/api.`;
      return invalid(text, { status, code: 'feature_not_available' });
    }
    const text = `Unrecognized request URL (${request.method}: ${path}). Check the address and the method against the API reference at /docs/api.`;
    return invalid(text, { status });
  }
  if (status >= 500) return { status, type: 'api_error', message };
  if (status === 429) return { status, type: 'rate_limit_error', message };
  return invalid(message, { status, code });
}
