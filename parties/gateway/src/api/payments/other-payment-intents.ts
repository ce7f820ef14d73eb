// The PaymentIntent's routes beside its life: the lines of its amount, and what is asked of payments
// by other means than cards.

import { err, ok, type Result } from '@kassa/result';
import { z } from 'zod';
import type { PaymentView } from '../../payments/ports.ts';
import { loadPayment } from '../../payments/store.ts';
import type { Api } from '../api.ts';
import { type ApiError, invalid, missing } from '../kernel/api-error.ts';
import { addEndpoint, type Call } from '../kernel/kernel.ts';
import { listAnswer, type PageInput } from '../kernel/lists.ts';
import { currencyCode, expansion, integer, list, page, text } from '../kernel/parameters.ts';
import { lineItemToStripe } from '../to-stripe/amount-details.ts';
import { paymentIntentToStripe } from '../to-stripe/payment-intent.ts';
import { paymentAmount } from './payment-intent-input.ts';

const url = '/v1/payment_intents/:id';

export function addOtherPaymentIntents(api: Api): void {
  addLines(api);
  addEndpoint(api, {
    name: 'paymentIntents.applyCustomerBalance',
    method: 'POST',
    url: `${url}/apply_customer_balance`,
    summary: 'Refused: nothing is paid from a customer’s cash balance here.',
    answers: 'payment_intent',
    input: z.strictObject({
      ...expansion,
      amount: paymentAmount.optional(),
      currency: currencyCode.optional(),
    }),
    run: (call) =>
      refuse(api, call, ({ state }) => {
        const why = 'it is paid by card, and Kassa has no payments from a customer’s cash balance';
        return `You cannot apply a customer balance to this PaymentIntent, which has a status of ${state.status}: ${why}.`;
      }),
  });
  addEndpoint(api, {
    name: 'paymentIntents.verifyMicrodeposits',
    method: 'POST',
    url: `${url}/verify_microdeposits`,
    summary: 'Refused: cards are not verified by small deposits.',
    answers: 'payment_intent',
    input: z.strictObject({
      ...expansion,
      amounts: list(integer(1, 100), 2).optional(),
      descriptor_code: text(6).optional(),
    }),
    run: (call) =>
      refuse(api, call, ({ state }) => {
        const why = 'it is paid by card, and cards are not verified by deposits';
        return `You cannot verify microdeposits of this PaymentIntent, which has a status of ${state.status}: ${why}.`;
      }),
  });
}

async function refuse(
  { means }: Api,
  { accountId, id }: Call<unknown>,
  why: (intent: PaymentView['intent']) => string,
): Promise<Result<never, ApiError>> {
  const view = await loadPayment(means.db, accountId, id);
  if (view === undefined) return err(missing('payment_intent', id, 'intent'));
  const refused = invalid(why(view.intent), { code: 'payment_intent_unexpected_state' });
  return err({ ...refused, inside: { payment_intent: paymentIntentToStripe(view, means) } });
}

function addLines(api: Api): void {
  const { means } = api;
  addEndpoint(api, {
    name: 'paymentIntents.listAmountDetailsLineItems',
    method: 'GET',
    url: `${url}/amount_details_line_items`,
    summary: 'The lines that a PaymentIntent’s amount is made of.',
    answers: 'list of payment_intent_amount_details_line_item',
    input: z.strictObject(page),
    run: async ({ accountId, id, input }) => {
      const view = await loadPayment(means.db, accountId, id);
      if (view === undefined) return err(missing('payment_intent', id, 'intent'));
      const lines = (view.intent.wishes.amountDetails?.lines ?? []).map(lineItemToStripe);
      const address = `/v1/payment_intents/${id}/amount_details_line_items`;
      return ok(listAnswer(address, input, pageOfLines(lines, input)));
    },
  });
}

/** They are in the order in which they were told, at most two hundred. */
function pageOfLines<Line extends { readonly id: string }>(
  lines: readonly Line[],
  { limit = 10, starting_after: after, ending_before: before }: PageInput,
): readonly Line[] {
  const at = (id: string) => lines.findIndex((line) => line.id === id);
  if (before !== undefined) return lines.slice(Math.max(0, at(before) - limit - 1), at(before));
  const from = after === undefined ? 0 : at(after) + 1;
  return lines.slice(from, from + limit + 1);
}
