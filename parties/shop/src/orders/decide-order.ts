// What may happen to an order, pure. A command either gives events or a refusal; a refusal that
// says "this has happened already" is what makes webhook, return and sweeper harmless together.
import { assert, err, ok, type Result, unreachable } from '@kassa/result';
import type { CancelReason, OrderEvent, PaymentRefusal } from './order-event.ts';
import type { OrderState, PlacedOrder } from './order-state.ts';
import { type OrderStatus, orderMoves } from './transitions.ts';

export type OrderCommand =
  | { readonly do: 'start_attempt' }
  | { readonly do: 'open_session'; readonly sessionId: string; readonly url: string }
  | {
      readonly do: 'close_attempt';
      readonly sessionId?: string;
      readonly why: 'expired' | 'replaced';
    }
  | {
      readonly do: 'note_refusal';
      readonly refusal: PaymentRefusal;
      /** Which try it was about, by session or by number: old news says nothing of a new try. */
      readonly sessionId?: string | undefined;
      readonly attempt?: number | undefined;
    }
  | { readonly do: 'note_processing'; readonly sessionId: string }
  | {
      readonly do: 'confirm_payment';
      readonly sessionId: string;
      readonly reference: string;
      readonly amountMinor: bigint;
      readonly currency: string;
    }
  | { readonly do: 'cancel'; readonly reason: CancelReason }
  | { readonly do: 'expire' };

export type OrderRefusal =
  | { readonly code: 'no_such_order' }
  | { readonly code: 'not_pending'; readonly status: OrderStatus }
  /** A payment is open: it is gone on with, or closed first. */
  | { readonly code: 'attempt_open' }
  /** Nothing is open that this could be about. */
  | { readonly code: 'no_such_attempt' }
  /** Known already; nothing to do. */
  | { readonly code: 'known' };

export function decideOrder(
  state: OrderState,
  command: OrderCommand,
  nowMs: number,
): Result<readonly OrderEvent[], OrderRefusal> {
  if (state.status === 'none') return err({ code: 'no_such_order' });
  const decided = decidePlaced(state, command, nowMs);
  if (decided.ok) {
    for (const event of decided.value) {
      if (event.kind === 'order_placed') continue;
      const from: readonly OrderStatus[] = orderMoves[event.kind].from;
      assert(from.includes(state.status), `${event.kind} is no move of an order ${state.status}`);
    }
  }
  return decided;
}

function decidePlaced(
  state: PlacedOrder,
  command: OrderCommand,
  atMs: number,
): Result<readonly OrderEvent[], OrderRefusal> {
  if (command.do === 'confirm_payment') return confirm(state, command, atMs);
  if (state.status !== 'pending') return err({ code: 'not_pending', status: state.status });
  const { attempt, attempts } = state;
  switch (command.do) {
    case 'start_attempt':
      if (attempt.state !== 'none') return err({ code: 'attempt_open' });
      return ok([{ kind: 'attempt_started', atMs, attempt: attempts + 1 }]);
    case 'open_session': {
      const { sessionId, url } = command;
      if (state.sessionIds.includes(sessionId)) return err({ code: 'known' });
      if (attempt.state !== 'started') return err({ code: 'no_such_attempt' });
      return ok([{ kind: 'session_opened', atMs, attempt: attempts, sessionId, url }]);
    }
    case 'close_attempt': {
      if (attempt.state === 'none') return err({ code: 'no_such_attempt' });
      const own = attempt.state === 'started' ? undefined : attempt.sessionId;
      if (command.sessionId !== own) return err({ code: 'no_such_attempt' });
      return ok([{ kind: 'attempt_closed', atMs, attempt: attempts, why: command.why }]);
    }
    case 'note_refusal':
      if (!isAboutThisTry(state, command)) return err({ code: 'no_such_attempt' });
      if (state.refusal?.id === command.refusal.id) return err({ code: 'known' });
      return ok([{ kind: 'payment_refused', atMs, refusal: command.refusal }]);
    case 'note_processing':
      if (attempt.state === 'processing') return err({ code: 'known' });
      if (attempt.state !== 'open' || attempt.sessionId !== command.sessionId) {
        return err({ code: 'no_such_attempt' });
      }
      return ok([{ kind: 'payment_processing', atMs, attempt: attempts }]);
    case 'cancel':
      if (attempt.state !== 'none') return err({ code: 'attempt_open' });
      return ok([{ kind: 'order_cancelled', atMs, reason: command.reason }]);
    case 'expire':
      if (attempt.state !== 'none') return err({ code: 'attempt_open' });
      return ok([{ kind: 'order_expired', atMs }]);
    default:
      return unreachable(command, 'decideOrder');
  }
}

function isAboutThisTry(
  { attempt, attempts }: PlacedOrder,
  about: { readonly sessionId?: string | undefined; readonly attempt?: number | undefined },
): boolean {
  const current = 'sessionId' in attempt ? attempt.sessionId : undefined;
  if (about.sessionId !== undefined && about.sessionId !== current) return false;
  return about.attempt === undefined || about.attempt === attempts;
}

function confirm(
  state: PlacedOrder,
  command: Extract<OrderCommand, { readonly do: 'confirm_payment' }>,
  atMs: number,
): Result<readonly OrderEvent[], OrderRefusal> {
  const { reference, sessionId, amountMinor, currency } = command;
  if (state.status === 'paid') {
    const isKnown = [state.reference, ...state.secondReferences].includes(reference);
    return isKnown
      ? err({ code: 'known' })
      : ok([{ kind: 'second_payment_seen', atMs, reference }]);
  }
  // The amount is the amount: anything else is not this order's payment.
  if (amountMinor !== state.totalMinor || currency !== state.currency) {
    if (state.mismatched.includes(reference)) return err({ code: 'known' });
    return ok([{ kind: 'payment_mismatched', atMs, reference, amountMinor, currency }]);
  }
  return ok([{ kind: 'order_paid', atMs, reference, sessionId, after: state.status }]);
}
