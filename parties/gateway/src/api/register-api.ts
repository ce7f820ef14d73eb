// The Stripe-compatible surface. It only translates: every effect is a use case of another room.

import type { HttpApp, Problem } from '@kassa/http';
import type { FastifyRequest } from 'fastify';
import { addCheckoutSessions } from './checkout/checkout-sessions.ts';
import { addEvents } from './events/events.ts';
import { type ApiError, errorBody, invalid } from './kernel/api-error.ts';
import { addSettledMoney } from './money/settled-money.ts';
import { addCharges } from './payments/charges.ts';
import { addPaymentIntents } from './payments/payment-intents.ts';
import { addPaymentMethods } from './payments/payment-methods.ts';
import { addRefunds } from './payments/refunds.ts';
import type { ApiMeans } from './ports.ts';
import type { Json } from './to-stripe/shape.ts';

export function registerApi(app: HttpApp, means: ApiMeans): void {
  addPaymentMethods(app, means);
  addPaymentIntents(app, means);
  addCharges(app, means);
  addRefunds(app, means);
  addCheckoutSessions(app, means);
  addSettledMoney(app, means);
  addEvents(app, means);
}

/** True for addresses where programs call: their errors are JSON whatever they accept. */
export const isApi = (request: FastifyRequest): boolean => /^\/v[12]\//.test(request.url);

/** What the kernel refuses by itself, and unknown addresses, in the API's own shape. */
export const problemToApi =
  (publicUrl: string) =>
  (problem: Problem, request: FastifyRequest): Json =>
    errorBody(apiErrorOf(problem, request), publicUrl);

function apiErrorOf({ status, code, message }: Problem, request: FastifyRequest): ApiError {
  if (code === 'not_found') {
    const path = request.url.split('?', 1)[0] ?? '';
    const text = `Unrecognized request URL (${request.method}: ${path}). Check the address and the method; subscriptions, invoices and billing are not there yet.`;
    return invalid(text, { status });
  }
  if (status >= 500) return { status, type: 'api_error', message };
  if (status === 429) return { status, type: 'rate_limit_error', message };
  return invalid(message, { status, code });
}
