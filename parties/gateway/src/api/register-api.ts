// The Stripe-compatible surface. It only translates: every effect is a use case of another room.

import type { HttpApp, Problem } from '@kassa/http';
import type { FastifyRequest } from 'fastify';
import { errorBody, invalid } from './api-error.ts';
import { addCharges } from './charges.ts';
import { addCheckoutSessions } from './checkout-sessions.ts';
import { addEvents } from './events.ts';
import { addPaymentIntents } from './payment-intents.ts';
import { addPaymentMethods } from './payment-methods.ts';
import type { ApiMeans } from './ports.ts';
import { addRefunds } from './refunds.ts';
import { addSettledMoney } from './settled-money.ts';
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
export function problemToApi(problem: Problem, request: FastifyRequest): Json {
  const { status, code, message, requestId } = problem;
  if (code === 'not_found') {
    const path = request.url.split('?', 1)[0] ?? '';
    const text = `Unrecognized request URL (${request.method}: ${path}). Check the address and the method; subscriptions, invoices and billing are not there yet.`;
    return errorBody(invalid(text, { status }), requestId);
  }
  if (status >= 500) return errorBody({ status, type: 'api_error', message }, requestId);
  if (status === 429) return errorBody({ status, type: 'rate_limit_error', message }, requestId);
  return errorBody(invalid(message, { status, code }), requestId);
}
