// The queue of advices that wait for a person, on the control door: listed, told again, or corrected
// with a name and a reason.

import { type HttpApp, parseInput, RequestError } from '@kassa/http';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { type CorrectionRefusal, correctAdvice, tellAgain } from '../payments/correct-advice.ts';
import { listQueued, type QueuedAdvice, queueStates } from '../payments/manual-queue.ts';
import type { PaymentMeans } from '../payments/ports.ts';

const listInput = z.object({
  state: z.enum(queueStates).default('manual'),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});

const account = z.templateLiteral(['acct_', z.string()]);
const said = { account, by: z.string().min(1).max(200), why: z.string().min(1).max(2_000) };
const againInput = z.strictObject(said);
const authorizationCode = z.string().regex(/^[A-Z0-9]{6}$/, 'six characters, as the bank gave it');
const correctInput = z.discriminatedUnion('outcome', [
  z.strictObject({ ...said, outcome: z.literal('approved'), authorizationCode }),
  z.strictObject({
    ...said,
    outcome: z.enum(['reversed', 'refunded', 'refund_failed', 'done']),
  }),
]);
const pathInput = z.object({ id: z.string() });

export function registerAdviceDesk(
  app: HttpApp,
  payments: PaymentMeans,
  onRequest: (request: FastifyRequest) => Promise<void>,
): void {
  app.get('/_kassa/advices', { onRequest }, async ({ query }) => {
    const found = await listQueued(payments.db, parseInput(listInput, query));
    return { advices: found.map(shown) };
  });
  app.post('/_kassa/advices/:id/tell', { onRequest }, async ({ params, body }) => {
    const { id } = parseInput(pathInput, params);
    const { account: accountId, ...forced } = parseInput(againInput, body);
    const told = await tellAgain(payments, { accountId, id }, forced);
    if (!told.ok) throw refusal(told.error, id);
    return { id, state: 'waiting' };
  });
  app.post('/_kassa/advices/:id/correct', { onRequest }, async ({ params, body }) => {
    const { id } = parseInput(pathInput, params);
    const { account: accountId, by, why, ...correction } = parseInput(correctInput, body);
    const which = { accountId, id, forced: { by, why }, correction };
    const corrected = await correctAdvice(payments, which);
    if (!corrected.ok) throw refusal(corrected.error, id);
    return { id, state: 'corrected' };
  });
}

function shown({ advice, ...about }: QueuedAdvice) {
  const { accountId, id, kind, intentId, attemptId, refundId, incrementId } = advice;
  const { amount, rrn, stan, tries } = advice;
  return {
    ...{ account: accountId, id, kind, intentId, attemptId, refundId, incrementId },
    amount: Number(amount.minor),
    currency: amount.currency.toLowerCase(),
    ...{ rrn, stan, tries },
    ...about,
  };
}

const refusals: Readonly<Record<CorrectionRefusal['code'], readonly [number, string]>> = {
  advice_unknown: [404, 'there is no such advice of this account in the queue'],
  advice_not_manual: [409, 'it does not wait for a person, or another was faster; list it again'],
  outcome_unfit: [409, 'an advice of this kind, or its payment as it is now, cannot end so'],
  busy: [409, 'the payment is being changed by others; try again'],
};

function refusal({ code }: CorrectionRefusal, id: string): RequestError {
  const [status, what] = refusals[code];
  return new RequestError(status, code, `${id}: ${what}.`);
}
