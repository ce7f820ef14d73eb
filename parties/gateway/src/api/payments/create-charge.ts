// POST /v1/charges, the older way of taking money: at once and without the cardholder's bank asking
// anybody. It is a payment like any other; only that its intent is shown to nobody.

import { money } from '@kassa/money';
import { err, ok, type Result } from '@kassa/result';
import { z } from 'zod';
import { unknownBrowser } from '../../authentication/browser-facts.ts';
import { createIntent } from '../../payments/create-intent.ts';
import type { PaymentView } from '../../payments/ports.ts';
import { noWishes } from '../../payments/wishes.ts';
import type { Api } from '../api.ts';
import { type Answer, type ApiError, refusalToApi } from '../kernel/api-error.ts';
import { addEndpoint, type Call } from '../kernel/kernel.ts';
import {
  absent,
  currencyCode,
  expansion,
  flag,
  metadata,
  notTaken,
  text,
  unsettable,
} from '../kernel/parameters.ts';
import type { ApiMeans } from '../ports.ts';
import { amountFault } from './amount-limits.ts';
import { chargeAnswer } from './charge-answer.ts';
import { sourceOf } from './charge-source.ts';
import { firstWishes } from './merge-wishes.ts';
import {
  paymentAmount,
  receiptEmail,
  shippingInput,
  statementText,
} from './payment-intent-input.ts';
import { splitFields, splitWishes } from './split-input.ts';
import { checkWishes } from './wish-faults.ts';

const input = z.strictObject({
  ...expansion,
  ...splitFields,
  amount: paymentAmount,
  application_fee: notTaken('Say application_fee_amount instead'),
  capture: flag.optional(),
  currency: currencyCode,
  customer: text(255).optional(),
  description: unsettable(text(1000)).optional(),
  destination: notTaken('Say transfer_data[destination] instead'),
  metadata: metadata.optional(),
  radar_options: absent('Radar'),
  receipt_email: receiptEmail,
  shipping: unsettable(shippingInput).optional(),
  source: text(255).optional(),
  statement_descriptor: unsettable(statementText(5)).optional(),
  statement_descriptor_suffix: unsettable(statementText(1)).optional(),
});

export function addCreateCharge(api: Api): void {
  addEndpoint(api, {
    name: 'charges.create',
    method: 'POST',
    url: '/v1/charges',
    summary: 'Charges a card at once: by a token, or a customer’s. PaymentIntents can do more.',
    answers: 'charge',
    input,
    run: (call) => create(api.means, call),
  });
}

async function create(
  means: ApiMeans,
  call: Call<z.output<typeof input>>,
): Promise<Result<Answer, ApiError>> {
  const { accountId, account, input: given, cause, once } = call;
  const { amount, currency, capture = true, source, ...said } = given;
  const fault = amountFault(amount, currency);
  if (fault !== undefined) return err(fault);
  const checked = await checkWishes(means, { accountId, input: said, old: noWishes });
  if (!checked.ok) return checked;
  const making = { makeId: means.makeId, nowMs: means.clock.nowMs() };
  const first = { ...firstWishes(said, making), isBehindCharge: true, automaticMethods: false };
  const wishes = await splitWishes(means, given, { account, amountMinor: amount, wishes: first });
  if (!wishes.ok) return wishes;
  const method = await sourceOf(means, accountId, { source, customer: said.customer });
  if (!method.ok) return method;
  const answer = (view: PaymentView) => chargeAnswer(means, view, cause.requestId);
  const created = await createIntent(means.payments, {
    accountId,
    id: means.makeId('pi'),
    amount: money(currency, BigInt(amount)),
    captureMethod: capture ? 'automatic' : 'manual',
    wishes: wishes.value,
    method: method.value,
    session: null,
    confirm: { browser: unknownBrowser, failOnAction: 'authentication_required' },
    cause,
    once: once(answer),
  });
  return created.ok ? ok(answer(created.value)) : err(refusalToApi(created.error));
}
