// A payment method becomes a customer's: the unit and its event, for whoever's commit it goes into.

import { type Unit, unit } from '@kassa/database';
import { err, ok, type Result } from '@kassa/result';
import type { AccountId, CustomerId } from '../../ids.ts';
import type { Cause } from '../../payments/ports.ts';
import type { PaymentMethod } from '../../vault/card.ts';
import { attachMethod, type MethodRefusal } from '../../vault/change-method.ts';
import { insertPaymentMethod, loadPaymentMethod } from '../../vault/store.ts';
import { recordEvent } from '../../webhooks/record-event.ts';
import type { Api } from '../api.ts';
import { type ApiError, invalid, missing } from '../kernel/api-error.ts';
import type { ApiMeans } from '../ports.ts';
import { paymentMethodToStripe } from '../to-stripe/payment-method.ts';
import { cardOfToken } from '../tokens/use-token.ts';
import { testMethod } from './test-method.ts';

export type Attaching = { readonly method: PaymentMethod; readonly unit: Unit };

export type Attach = {
  readonly accountId: AccountId;
  /** A method's id, `card_…` being the older name of the same; or the name of a test card. */
  readonly token: string;
  readonly customer: CustomerId;
  readonly cause: Cause;
  readonly param: string;
};

export async function attachedTo(
  { means }: Pick<Api, 'means'>,
  { accountId, token, customer, cause, param }: Attach,
): Promise<Result<Attaching, ApiError>> {
  if (token.startsWith('tok_')) {
    const used = await cardOfToken(means, accountId, { token, param });
    if (!used.ok) return used;
    const { card, ...from } = used.value;
    const about = { accountId, nowMs: means.clock.nowMs(), metadata: {}, customer, ...from };
    return ok(fresh(means, means.vault.seal(card, about), cause));
  }
  const named = testMethod(means, accountId, token, { kind: 'PaymentMethod', param });
  if (named !== undefined) {
    if (!named.ok) return named;
    return ok(fresh(means, { ...named.value, customer }, cause));
  }
  const method = await loadPaymentMethod(means.db, accountId, methodId(token));
  if (method === undefined) return err(missing('PaymentMethod', token, param, 400));
  const attached = attachMethod(method, customer);
  if (!attached.ok) return err(methodToApi(attached.error));
  const isNew = method.customer !== customer;
  const event = attachedEvent(means, attached.value.method, cause);
  return ok({
    method: attached.value.method,
    unit: isNew ? unit(attached.value.unit, event) : {},
  });
}

/** One that was made for this customer. */
function fresh(means: ApiMeans, method: PaymentMethod, cause: Cause): Attaching {
  const event = attachedEvent(means, method, cause);
  return { method, unit: unit(insertPaymentMethod(method), event) };
}

function attachedEvent(means: ApiMeans, method: PaymentMethod, cause: Cause): Unit {
  const object = paymentMethodToStripe(method);
  const { accountId, id: objectId } = method;
  const about = { accountId, objectId, object, cause, atMs: means.clock.nowMs() };
  return recordEvent(means.recording, { ...about, type: 'payment_method.attached' });
}

/** Cards of the older API are the same payment methods under another prefix. */
export function methodId(token: string): string {
  return token.startsWith('card_') ? `pm_${token.slice('card_'.length)}` : token;
}

export function methodToApi(refusal: MethodRefusal): ApiError {
  switch (refusal.code) {
    case 'method_detached':
      return invalid(
        'This PaymentMethod was detached from a Customer before. It may not be used again; ask the customer for the card anew.',
        { code: 'payment_method_unexpected_state', param: 'payment_method' },
      );
    case 'method_of_other':
      return invalid(
        'The payment method you provided has already been attached to a customer. Detach it there first.',
        { code: 'payment_method_unexpected_state', param: 'payment_method' },
      );
  }
}
