// What may be changed of a charge, and the capture of one that is only held.

import { unit } from '@kassa/database';
import { err, ok, type Result } from '@kassa/result';
import { z } from 'zod';
import { idFrom } from '../../ids.ts';
import { captureIntent } from '../../payments/capture-intent.ts';
import { type Described, describeCharge } from '../../payments/describe-charge.ts';
import { notesOf } from '../../payments/evolve.ts';
import type { ChargeNotes } from '../../payments/intent.ts';
import { type FoundCharge, findCharge } from '../../payments/list-charges.ts';
import type { PaymentView } from '../../payments/ports.ts';
import { indexCharge } from '../../search/index-payments.ts';
import { recordEvent } from '../../webhooks/record-event.ts';
import type { Api } from '../api.ts';
import { findCustomer } from '../customers/find-customer.ts';
import { type Answer, type ApiError, invalid, missing, refusalToApi } from '../kernel/api-error.ts';
import { addEndpoint, type Call } from '../kernel/kernel.ts';
import {
  amount,
  expansion,
  mergeMetadata,
  metadata,
  notTaken,
  text,
  unsettable,
} from '../kernel/parameters.ts';
import { changedFrom } from '../kernel/previous-attributes.ts';
import type { ApiMeans } from '../ports.ts';
import { chargeToStripe } from '../to-stripe/charge.ts';
import { chargeIn } from './charge-answer.ts';
import { shippingOf } from './merge-wishes.ts';
import { receiptEmail, shippingInput, statementText } from './payment-intent-input.ts';
import { captureSplitFields, splitWishes } from './split-input.ts';
import { tooManyKeys } from './wish-faults.ts';

const updateInput = z.strictObject({
  ...expansion,
  customer: text(255).optional(),
  description: unsettable(text(1000)).optional(),
  fraud_details: unsettable(
    z.strictObject({ user_report: unsettable(z.enum(['fraudulent', 'safe'])) }),
  ).optional(),
  metadata: metadata.optional(),
  receipt_email: receiptEmail,
  shipping: unsettable(shippingInput).optional(),
  transfer_group: text(500).optional(),
});

const captureInput = z.strictObject({
  ...expansion,
  ...captureSplitFields,
  amount: amount.optional(),
  application_fee: notTaken('Say application_fee_amount instead'),
  receipt_email: receiptEmail,
  statement_descriptor: unsettable(statementText(5)).optional(),
  statement_descriptor_suffix: unsettable(statementText(1)).optional(),
  transfer_group: text(500).optional(),
});

type Update = z.output<typeof updateInput>;
type Capture = z.output<typeof captureInput>;

export function addChangeCharge(api: Api): void {
  const { means } = api;
  const url = '/v1/charges/:id';
  addEndpoint(api, {
    name: 'charges.update',
    method: 'POST',
    url,
    summary: 'Changes what is noted of a charge.',
    answers: 'charge',
    input: updateInput,
    run: (call) => update(means, call),
  });
  addEndpoint(api, {
    name: 'charges.capture',
    method: 'POST',
    url: `${url}/capture`,
    summary: 'Takes what a charge holds, all or part of it; the rest is let go.',
    answers: 'charge',
    input: captureInput,
    run: (call) => capture(means, call),
  });
}

async function update(means: ApiMeans, call: Call<Update>): Promise<Result<Answer, ApiError>> {
  const { accountId, id, input, cause, once } = call;
  const found = await findCharge(means.db, accountId, id);
  if (found === undefined) return err(missing('charge', id));
  const fault = updateFault(found, input);
  if (fault !== undefined) return err(fault);
  if (input.customer !== undefined) {
    const customer = await findCustomer(means, accountId, input.customer);
    if (!customer.ok) return customer;
  }
  const answer = (one: FoundCharge): Answer => ({ status: 200, body: chargeToStripe(one, means) });
  const described = await describeCharge(means.payments, {
    accountId,
    id,
    cause,
    change: ({ charge, intent }) => merged(notesOf(charge, intent), input),
    also: (told) => unit(tell(means, told, call), once(answer).settle(told.after, id)),
  });
  return described.ok ? ok(answer(described.value)) : err(refusalToApi(described.error));
}

function updateFault(found: FoundCharge, input: Update): ApiError | undefined {
  const shown = notesOf(found.charge, found.intent);
  const group = found.intent.wishes.split.transferGroup ?? shown.transferGroup;
  const named = { customer: shown.customer, transfer_group: group };
  for (const param of ['customer', 'transfer_group'] as const) {
    const [was, wished] = [named[param], input[param]];
    if (wished === undefined || was === null || was === wished) continue;
    const message = `You cannot update \`${param}\` on a charge that already has one (${was}).`;
    return invalid(message, { code: 'charge_invalid_parameter', param });
  }
  return tooManyKeys(shown.metadata, input.metadata);
}

function merged(notes: ChargeNotes, input: Update): ChargeNotes {
  const or = <Value>(value: Value | undefined, before: Value): Value =>
    value === undefined ? before : value;
  const { fraud_details: fraud, shipping } = input;
  return {
    customer: input.customer === undefined ? notes.customer : idFrom('cus', input.customer),
    description: or(input.description, notes.description),
    metadata: mergeMetadata(notes.metadata, input.metadata),
    receiptEmail: or(input.receipt_email, notes.receiptEmail),
    shipping: shipping === undefined ? notes.shipping : shippingOf(shipping),
    report: fraud === undefined ? notes.report : (fraud?.user_report ?? null),
    transferGroup: input.transfer_group ?? notes.transferGroup,
  };
}

function tell(means: ApiMeans, { before, after }: Described, { cause }: Call<unknown>) {
  const { intent, charge, method } = after;
  const object = chargeToStripe(after, means);
  const event = {
    type: 'charge.updated' as const,
    ...{ accountId: intent.accountId, objectId: charge.id, object, cause },
    previous: changedFrom(chargeToStripe(before, means), object),
    atMs: means.clock.nowMs(),
  };
  const isEarlier = intent.charge?.id !== charge.id;
  const found = isEarlier && method !== null ? indexCharge(intent, charge, method) : {};
  return unit(recordEvent(means.recording, event), found);
}

async function capture(means: ApiMeans, call: Call<Capture>): Promise<Result<Answer, ApiError>> {
  const { accountId, account, id, input, cause, once } = call;
  const found = await findCharge(means.db, accountId, id);
  if (found === undefined) return err(missing('charge', id));
  const fault = captureFault(found);
  if (fault !== undefined) return err(fault);
  const { intent, charge } = found;
  const amountMinor = input.amount ?? Number(charge.amount.minor);
  const split = await splitWishes(means, input, { account, amountMinor, wishes: intent.wishes });
  if (!split.ok) return split;
  const answer = (view: PaymentView): Answer => {
    const shown = chargeIn(view);
    return { status: 200, body: shown === undefined ? {} : chargeToStripe(shown, means) };
  };
  const captured = await captureIntent(means.payments, {
    accountId,
    id: intent.id,
    minor: input.amount === undefined ? null : BigInt(input.amount),
    isFinal: true,
    change: (wishes) => ({
      ...wishes,
      split: split.value.split,
      statementDescriptor: input.statement_descriptor ?? wishes.statementDescriptor,
      statementSuffix: input.statement_descriptor_suffix ?? wishes.statementSuffix,
    }),
    note: (notes) => ({
      ...notes,
      receiptEmail: input.receipt_email === undefined ? notes.receiptEmail : input.receipt_email,
      transferGroup: notes.transferGroup ?? input.transfer_group ?? null,
    }),
    cause,
    once: once(answer),
  });
  if (captured.ok) return ok(answer(captured.value));
  const now = await findCharge(means.db, accountId, id);
  const since = now === undefined ? undefined : captureFault(now);
  return err(since ?? refusalToApi(captured.error, { amountParam: 'amount' }));
}

/** Undefined while it may be captured. */
function captureFault({ intent, charge }: FoundCharge): ApiError | undefined {
  const { id, state } = charge;
  switch (state.kind) {
    case 'authorized':
    case 'partly_captured':
      return undefined;
    case 'captured': {
      const message = `Charge ${id} has already been captured.`;
      return invalid(message, { code: 'charge_already_captured' });
    }
    case 'failed':
      return invalid(`Charge ${id} was declined: there is nothing to capture.`, {
        code: 'charge_invalid_parameter',
      });
    case 'released': {
      const isExpired = intent.state.status === 'canceled' && intent.state.reason === 'expired';
      return isExpired
        ? invalid(
            `Charge ${id} could not be captured because its authorization has expired. Charge the card anew.`,
            { code: 'charge_expired_for_capture' },
          )
        : invalid(`Charge ${id} was canceled: its hold has been let go.`, {
            code: 'charge_invalid_parameter',
          });
    }
  }
}
