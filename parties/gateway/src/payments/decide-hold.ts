// What may happen to money that is held: it is captured, whole or in parts, let go, or raised. Pure;
// the order of checks in each function is the precedence of refusals.

import type { TransactionId } from '@kassa/ledger';
import { type Money, money } from '@kassa/money';
import { err, ok, type Result, unreachable } from '@kassa/result';
import type { ChargeId, IncrementId } from '../ids.ts';
import type { Doing, PaymentRefusal } from './errors.ts';
import {
  type Approval,
  type CancellationReason,
  type ChargeNotes,
  capturableMinor,
  capturedOf,
  type Increment,
  type PaymentIntent,
} from './intent.ts';
import type { Forced, PaymentEvent } from './payment-event.ts';
import type { Wishes } from './wishes.ts';

export type HoldCommand =
  | {
      readonly do: 'capture';
      /** Null: all that is held. Zero, at the end of several: nothing more. */
      readonly minor: bigint | null;
      /** No other capture follows; what is not captured is let go. */
      readonly isFinal: boolean;
      /** Under which name the rest of the hold shall stand in the book, if there is one. */
      readonly restHoldId: TransactionId;
      /** What is wished otherwise from now on. */
      readonly wishes: Wishes | null;
      /** What is said otherwise of the charge. */
      readonly notes: ChargeNotes | null;
    }
  | { readonly do: 'cancel'; readonly reason: CancellationReason | null }
  | { readonly do: 'increment'; readonly increment: NewIncrement }
  | {
      readonly do: 'close_increment';
      readonly incrementId: IncrementId;
      readonly outcome: IncrementOutcome;
    }
  | {
      readonly do: 'acknowledge_increment_reversal';
      readonly incrementId: IncrementId;
      /** By hand, not by the provider's answer. */
      readonly forced?: Forced;
    };

export type NewIncrement = Pick<Increment, 'id' | 'wire'> & {
  /** The new total. */
  readonly minor: bigint;
};

/** How an increment ended. `unknown` is no failure: the hold may have grown. */
export type IncrementOutcome =
  | { readonly kind: 'approved'; readonly approval: Approval; readonly wishes: Wishes }
  | { readonly kind: 'refused'; readonly responseCode: string }
  | { readonly kind: 'not_attempted'; readonly why: string }
  | { readonly kind: 'unknown'; readonly why: string };

export type Decision = Result<readonly PaymentEvent[], PaymentRefusal>;

export function decideHold(intent: PaymentIntent, command: HoldCommand, atMs: number): Decision {
  switch (command.do) {
    case 'capture':
      return capture(intent, command, atMs);
    case 'cancel':
      return cancel(intent, command.reason, atMs);
    case 'increment':
      return openIncrement(intent, command.increment, atMs);
    case 'close_increment':
      return closeIncrement(intent, command, atMs);
    case 'acknowledge_increment_reversal': {
      const { incrementId, forced } = command;
      const isUnknown = isIn(intent, incrementId, 'unknown');
      return isUnknown
        ? ok([{ type: 'increment_reversed', atMs, ...(forced && { forced }) }])
        : unexpected(intent, 'increment');
    }
    default:
      return unreachable(command, 'a command about a hold');
  }
}

/** As many captures, and increments, as Stripe allows; the schemes' sequence has two digits. */
export const capturesMax = 50;
export const incrementsMax = 10;

type Capture = HoldCommand & { do: 'capture' };

function capture(intent: PaymentIntent, command: Capture, atMs: number): Decision {
  const { charge } = intent;
  if (intent.state.status !== 'requires_capture' || charge === null) {
    return unexpected(intent, 'capture');
  }
  if (intent.increment?.state === 'open')
    return err({ code: 'increment_pending', isUnknown: false });
  const { isFinal, restHoldId } = command;
  if (!isFinal && !intent.wishes.requestMulticapture) {
    return err({ code: 'multicapture_unavailable' });
  }
  const captures = capturedOf(charge)?.captures ?? 0;
  const leftMinor = capturableMinor(intent);
  const capturedMinor = command.minor ?? leftMinor;
  const described = saidAlong(charge.id, command, atMs);
  if (capturedMinor === 0n && isFinal && captures > 0) {
    return ok([...described, { type: 'remainder_released', atMs, reason: null }]);
  }
  if (capturedMinor <= 0n) return err({ code: 'amount_not_positive' });
  if (capturedMinor > leftMinor)
    return err({ code: 'capture_too_large', capturableMinor: leftMinor });
  if (isFinal || capturedMinor === leftMinor) {
    return ok([...described, { type: 'captured', atMs, capturedMinor }]);
  }
  if (captures + 1 >= capturesMax) return err({ code: 'captures_exhausted' });
  return ok([...described, { type: 'partly_captured', atMs, capturedMinor, holdId: restHoldId }]);
}

function saidAlong(
  chargeId: ChargeId,
  { wishes, notes }: Pick<Capture, 'wishes' | 'notes'>,
  atMs: number,
): PaymentEvent[] {
  return [
    ...(wishes === null ? [] : [{ type: 'described', atMs, wishes } as const]),
    ...(notes === null ? [] : [{ type: 'charge_described', atMs, chargeId, notes } as const]),
  ];
}

function cancel(intent: PaymentIntent, reason: CancellationReason | null, atMs: number): Decision {
  const canceled: PaymentEvent = { type: 'canceled', atMs, reason };
  switch (intent.state.status) {
    case 'requires_capture':
      if (intent.increment?.state === 'open') {
        return err({ code: 'increment_pending', isUnknown: false });
      }
      // What was captured is paid: only the rest is given up.
      return intent.charge?.state.kind === 'partly_captured'
        ? ok([{ type: 'remainder_released', atMs, reason }])
        : ok([canceled]);
    case 'requires_payment_method':
      return ok([canceled]);
    case 'requires_confirmation':
      if (intent.attempt?.state !== 'authenticated') return ok([canceled]);
      return ok([{ type: 'attempt_abandoned', atMs, problem: null }, canceled]);
    case 'requires_action':
      return ok([{ type: 'attempt_abandoned', atMs, problem: null }, canceled]);
    case 'processing':
    case 'succeeded':
    case 'canceled':
      return unexpected(intent, 'cancel');
    default:
      return unreachable(intent.state, 'an intent to cancel');
  }
}

function openIncrement(intent: PaymentIntent, asked: NewIncrement, atMs: number): Decision {
  const { charge, increment: last } = intent;
  if (intent.state.status !== 'requires_capture' || charge === null) {
    return unexpected(intent, 'increment');
  }
  if (!intent.wishes.requestIncremental) return err({ code: 'increment_unavailable' });
  if (charge.state.kind !== 'authorized') return err({ code: 'increment_after_capture' });
  if (last?.state === 'open' || last?.state === 'unknown') {
    return err({ code: 'increment_pending', isUnknown: last.state === 'unknown' });
  }
  const tried = last?.number ?? 0;
  if (tried >= incrementsMax) return err({ code: 'increments_exhausted' });
  const authorizedMinor = charge.amount.minor;
  if (asked.minor <= authorizedMinor)
    return err({ code: 'increment_not_greater', authorizedMinor });
  const increment: Increment = {
    id: asked.id,
    number: tried + 1,
    amount: total(intent, asked.minor),
    addedMinor: asked.minor - authorizedMinor,
    wire: asked.wire,
    openedAtMs: atMs,
    state: 'open',
    responseCode: null,
  };
  return ok([{ type: 'increment_opened', atMs, increment }]);
}

const total = (intent: PaymentIntent, minor: bigint): Money => money(intent.amount.currency, minor);

function closeIncrement(
  intent: PaymentIntent,
  { incrementId, outcome }: HoldCommand & { do: 'close_increment' },
  atMs: number,
): Decision {
  if (!isIn(intent, incrementId, 'open')) return unexpected(intent, 'increment');
  switch (outcome.kind) {
    case 'approved': {
      const { approval, wishes } = outcome;
      return ok([{ type: 'increment_approved', atMs, approval, wishes }]);
    }
    case 'refused':
      return ok([{ type: 'increment_refused', atMs, responseCode: outcome.responseCode }]);
    case 'not_attempted':
      return ok([{ type: 'increment_not_attempted', atMs, why: outcome.why }]);
    case 'unknown':
      return ok([{ type: 'increment_unknown', atMs, why: outcome.why }]);
    default:
      return unreachable(outcome, 'an outcome of an increment');
  }
}

function isIn({ increment }: PaymentIntent, id: IncrementId, state: Increment['state']): boolean {
  return increment?.id === id && increment.state === state;
}

export function unexpected(intent: PaymentIntent, doing: Doing): Decision {
  return err({ code: 'unexpected_state', doing, status: intent.state.status });
}
