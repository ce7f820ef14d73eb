// The state of an order: a fold over its events.
import { assert, unreachable } from '@kassa/result';
import type { CancelReason, OrderEvent, PaymentRefusal } from './order-event.ts';

/** One try to be paid: opened at the gateway as a Checkout Session, at most one at a time. */
export type Attempt =
  | { readonly state: 'none' }
  | { readonly state: 'started'; readonly atMs: number }
  | {
      readonly state: 'open' | 'processing';
      readonly atMs: number;
      readonly sessionId: string;
      readonly url: string;
    };

type Known = {
  readonly totalMinor: bigint;
  readonly currency: string;
  /** Number of the latest attempt; 0 before the first. */
  readonly attempts: number;
  readonly attempt: Attempt;
  /** Every session this order ever had: a return with another one is forged. */
  readonly sessionIds: readonly string[];
  readonly refusal: PaymentRefusal | undefined;
  readonly placedAtMs: number;
  /** Payments of another amount than the order's: never taken as its payment, never forgotten. */
  readonly mismatched: readonly string[];
};

export type OrderState =
  | { readonly status: 'none' }
  | (Known & { readonly status: 'pending' })
  | (Known & {
      readonly status: 'paid';
      readonly reference: string;
      readonly paidAtMs: number;
      readonly wasLate: boolean;
      readonly secondReferences: readonly string[];
    })
  | (Known & { readonly status: 'cancelled'; readonly reason: CancelReason })
  | (Known & { readonly status: 'expired' });

export type PlacedOrder = Exclude<OrderState, { readonly status: 'none' }>;

export const noOrder: OrderState = { status: 'none' };

export function foldOrder(events: readonly OrderEvent[]): OrderState {
  return events.reduce(evolve, noOrder);
}

/** The state of a placed order after more has happened to it. */
export function evolveAll(state: PlacedOrder, events: readonly OrderEvent[]): PlacedOrder {
  const after = events.reduce<OrderState>(evolve, state);
  assert(after.status !== 'none', 'a placed order stays placed');
  return after;
}

export function evolve(state: OrderState, event: OrderEvent): OrderState {
  if (event.kind === 'order_placed') {
    assert(state.status === 'none', 'an order is placed once');
    return {
      status: 'pending',
      totalMinor: event.totalMinor,
      currency: event.currency,
      attempts: 0,
      attempt: { state: 'none' },
      sessionIds: [],
      refusal: undefined,
      placedAtMs: event.atMs,
      mismatched: [],
    };
  }
  assert(state.status !== 'none', `${event.kind} before the order was placed`);
  return evolvePlaced(state, event);
}

function evolvePlaced(
  state: PlacedOrder,
  event: Exclude<OrderEvent, { readonly kind: 'order_placed' }>,
): OrderState {
  switch (event.kind) {
    case 'attempt_started': {
      const attempt = { state: 'started', atMs: event.atMs } as const;
      return { ...state, attempts: event.attempt, attempt, refusal: undefined };
    }
    case 'session_opened': {
      const { atMs, sessionId, url } = event;
      const sessionIds = [...state.sessionIds, sessionId];
      return { ...state, sessionIds, attempt: { state: 'open', atMs, sessionId, url } };
    }
    case 'attempt_closed':
      return { ...state, attempt: { state: 'none' } };
    case 'payment_refused':
      return { ...state, refusal: event.refusal, attempt: backToOpen(state.attempt) };
    case 'payment_processing':
      return { ...state, attempt: toProcessing(state.attempt) };
    case 'order_paid':
      return {
        ...state,
        status: 'paid',
        reference: event.reference,
        paidAtMs: event.atMs,
        wasLate: event.after !== 'pending',
        attempt: { state: 'none' },
        refusal: undefined,
        secondReferences: [],
      };
    case 'order_cancelled':
      return { ...state, status: 'cancelled', reason: event.reason, attempt: { state: 'none' } };
    case 'order_expired':
      return { ...state, status: 'expired', attempt: { state: 'none' } };
    case 'payment_mismatched':
      return { ...state, mismatched: [...state.mismatched, event.reference] };
    case 'second_payment_seen':
      assert(state.status === 'paid', 'a second payment needs a first');
      return { ...state, secondReferences: [...state.secondReferences, event.reference] };
    default:
      return unreachable(event, 'evolve');
  }
}

const toProcessing = (attempt: Attempt): Attempt =>
  attempt.state === 'open' ? { ...attempt, state: 'processing' } : attempt;

const backToOpen = (attempt: Attempt): Attempt =>
  attempt.state === 'processing' ? { ...attempt, state: 'open' } : attempt;
