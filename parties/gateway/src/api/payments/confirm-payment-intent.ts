// Confirming: by the merchant's server, or by the buyer's browser with the client secret.

import { money } from '@kassa/money';
import { err, ok, type Result } from '@kassa/result';
import type { z } from 'zod';
import { unknownBrowser } from '../../authentication/browser-facts.ts';
import type { Confirmation } from '../../confirmations/confirmation-token.ts';
import { confirmIntent } from '../../payments/confirm-intent.ts';
import type { PaymentIntent } from '../../payments/intent.ts';
import type { PaymentView } from '../../payments/ports.ts';
import { loadPayment } from '../../payments/store.ts';
import type { Update } from '../../payments/update-intent.ts';
import {
  confirmationOf,
  confirmRefusal,
  methodWith,
  usingUp,
  withConfirmation,
} from '../confirmations/use-confirmation.ts';
import { type Answer, type ApiError, invalid, missing } from '../kernel/api-error.ts';
import type { Call } from '../kernel/kernel.ts';
import type { ApiMeans } from '../ports.ts';
import { browserFault, holdsSecret, isBrowser } from './browser-caller.ts';
import { confirmAnswer } from './confirm-answer.ts';
import { finishIntent } from './finish-intent.ts';
import { mergeWishes } from './merge-wishes.ts';
import type { confirmInput } from './payment-intent-input.ts';
import { cannotCharge } from './split-input.ts';
import { checkWishes, confirmFault } from './wish-faults.ts';

type Confirm = Call<z.output<typeof confirmInput>>;

/** What a page has collected, if that is named. */
type Collected = { readonly collected: Confirmation | null };

export async function confirm(means: ApiMeans, call: Confirm): Promise<Result<Answer, ApiError>> {
  const { accountId, id, input, cause, once } = call;
  const inBrowser = isBrowser(call.caller);
  const secret = holdsSecret(means, call);
  if (!secret.ok) return secret;
  const unsayable = inBrowser ? browserFault(input) : undefined;
  if (unsayable !== undefined) return err(unsayable);
  const confirming = await confirmationOf(means, accountId, input.confirmation_token);
  if (!confirming.ok) return confirming;
  const collected = confirming.value;
  const method = await methodWith(means, accountId, { input, token: collected });
  if (!method.ok) return method;
  const token = typeof method.value === 'string' ? method.value : null;
  const known = await loadPayment(means.db, accountId, id, token);
  if (known === undefined) return err(missing('payment_intent', id, 'intent'));
  const change = changeOf(means, { ...call, collected });
  const checked = await check(means, { ...call, collected }, known.intent);
  if (!checked.ok) return checked;
  const reading = { requestId: cause.requestId, inBrowser };
  const answer = (view: PaymentView) => confirmAnswer(means, view, reading);
  const confirmed = await confirmIntent(means.payments, {
    accountId,
    id,
    method: method.value,
    change: (intent) => ({ ...change(intent), paymentMethod: null }),
    failOnAction: input.error_on_requires_action === true ? 'action_not_handled' : null,
    browser: unknownBrowser,
    cause,
    once: usingUp(once(answer), collected, id),
    known,
  });
  if (!confirmed.ok && confirmed.error.code === 'busy') {
    return err(await confirmRefusal(means, collected, confirmed.error));
  }
  return finishIntent(means, { accountId, id, inBrowser }, confirmed, answer);
}

async function check(
  means: ApiMeans,
  { accountId, account, collected, client, input }: Confirm & Collected,
  intent: PaymentIntent,
): Promise<Result<null, ApiError>> {
  const { amount_to_confirm: amount } = input;
  if (amount !== undefined && BigInt(amount) !== intent.amount.minor) {
    const message = `Kassa confirms the whole amount (${intent.amount.minor}) only. Update the amount first, or leave amount_to_confirm out.`;
    return err(invalid(message, { code: 'parameter_invalid', param: 'amount_to_confirm' }));
  }
  const checked = await checkWishes(means, { accountId, input, old: intent.wishes });
  if (!checked.ok) return checked;
  const closed =
    account.platform === null ? undefined : await cannotCharge(means, account.platform, accountId);
  if (closed !== undefined) return err(closed);
  const { wishes } = changeOf(means, { input, collected, client })(intent);
  // Of a payment that is over, that is what must be said first.
  const { status } = intent.state;
  const isOpen = status.startsWith('requires_') && status !== 'requires_capture';
  const fault = isOpen ? confirmFault(wishes, intent.amount.minor) : undefined;
  return fault === undefined ? ok(null) : err(fault);
}

type Said = Collected &
  Pick<Confirm, 'client'> & {
    readonly input: Partial<Omit<z.output<typeof confirmInput>, 'amount_to_confirm'>> & {
      readonly amount?: number | undefined;
      readonly currency?: PaymentIntent['amount']['currency'] | undefined;
    };
  };

/** What the request says otherwise than the payment does. */
export function changeOf(
  { makeId, clock }: ApiMeans,
  { input, client, collected }: Said,
): (intent: PaymentIntent) => Update {
  return ({ amount, captureMethod, wishes }) => ({
    do: 'update',
    amount: money(
      input.currency ?? amount.currency,
      input.amount === undefined ? amount.minor : BigInt(input.amount),
    ),
    captureMethod: input.capture_method ?? captureMethod,
    wishes: mergeWishes(withConfirmation(wishes, collected), input, {
      ...{ makeId, client, nowMs: clock.nowMs() },
    }),
  });
}
