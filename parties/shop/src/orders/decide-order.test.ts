import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decideOrder, type OrderCommand } from './decide-order.ts';
import type { OrderEvent } from './order-event.ts';
import { evolve, foldOrder, type OrderState } from './order-state.ts';
import { orderMoves, orderStates } from './transitions.ts';

const placed: OrderEvent = { kind: 'order_placed', atMs: 1, totalMinor: 10_000n, currency: 'BAM' };
const pay = (over: object = {}): OrderCommand => ({
  do: 'confirm_payment',
  sessionId: 'cs_1',
  reference: 'pi_1',
  amountMinor: 10_000n,
  currency: 'BAM',
  ...over,
});
const open: OrderCommand = { do: 'open_session', sessionId: 'cs_1', url: 'https://g/c/cs_1' };
const start: OrderCommand = { do: 'start_attempt' };
const close: OrderCommand = { do: 'close_attempt', sessionId: 'cs_1', why: 'expired' };
const refusal = { id: 'ch_1', code: 'card_declined' };

/** Runs commands; refused ones are passed over. */
function after(...commands: OrderCommand[]): OrderState {
  let state = foldOrder([placed]);
  commands.forEach((command, index) => {
    const decided = decideOrder(state, command, index + 2);
    if (decided.ok) state = decided.value.reduce(evolve, state);
  });
  return state;
}
const decide = (state: OrderState, command: OrderCommand) => {
  const decided = decideOrder(state, command, 99);
  return decided.ok ? decided.value.map((event) => event.kind) : decided.error.code;
};

describe('an order', () => {
  test.each<[string, OrderState, OrderCommand, string[] | string]>([
    ['none: nothing is known of it', { status: 'none' }, pay(), 'no_such_order'],
    ['new: a payment starts', after(), start, ['attempt_started']],
    ['started: not a second time', after(start), start, 'attempt_open'],
    ['started: the session opens', after(start), open, ['session_opened']],
    ['opened: the same answer again is known', after(start, open), open, 'known'],
    ['new: no session without an attempt', after(), open, 'no_such_attempt'],
    ['opened: paid', after(start, open), pay(), ['order_paid']],
    ['started: paid, though the answer to opening was lost', after(start), pay(), ['order_paid']],
    ['paid: the same news again is known', after(start, open, pay()), pay(), 'known'],
    [
      'paid: another payment is kept in sight',
      after(start, open, pay()),
      pay({ reference: 'pi_2' }),
      ['second_payment_seen'],
    ],
    [
      'opened: another amount is no payment',
      after(start, open),
      pay({ amountMinor: 9_999n }),
      ['payment_mismatched'],
    ],
    [
      'opened: another currency is no payment',
      after(start, open),
      pay({ currency: 'EUR' }),
      ['payment_mismatched'],
    ],
    [
      'mismatched: noted once',
      after(start, open, pay({ amountMinor: 1n })),
      pay({ amountMinor: 1n }),
      'known',
    ],
    [
      'opened: not cancelled while money may come',
      after(start, open),
      { do: 'cancel', reason: 'buyer' },
      'attempt_open',
    ],
    [
      'closed: cancelled',
      after(start, open, close),
      { do: 'cancel', reason: 'buyer' },
      ['order_cancelled'],
    ],
    ['closed: expired', after(start, open, close), { do: 'expire' }, ['order_expired']],
    ['expired: late money is honoured', after({ do: 'expire' }), pay(), ['order_paid']],
    [
      'cancelled: late money is honoured',
      after({ do: 'cancel', reason: 'buyer' }),
      pay(),
      ['order_paid'],
    ],
    ['cancelled: no new payment', after({ do: 'cancel', reason: 'buyer' }), start, 'not_pending'],
    [
      'paid: not cancelled',
      after(start, open, pay()),
      { do: 'cancel', reason: 'buyer' },
      'not_pending',
    ],
    [
      'opened: refused by the bank',
      after(start, open),
      { do: 'note_refusal', refusal },
      ['payment_refused'],
    ],
    [
      'refused: the same refusal again is known',
      after(start, open, { do: 'note_refusal', refusal }),
      { do: 'note_refusal', refusal },
      'known',
    ],
    [
      'tried again: old news says nothing of the new try',
      after(start, open, close, start),
      { do: 'note_refusal', refusal, attempt: 1 },
      'no_such_attempt',
    ],
    [
      'opened: news of another session is not about this one',
      after(start, open),
      { do: 'note_refusal', refusal, sessionId: 'cs_9' },
      'no_such_attempt',
    ],
    [
      'opened: outcome unknown',
      after(start, open),
      { do: 'note_processing', sessionId: 'cs_1' },
      ['payment_processing'],
    ],
    ['opened: closes', after(start, open), close, ['attempt_closed']],
    ['new: nothing to close', after(), close, 'no_such_attempt'],
  ])('%s', (_, state, command, outcome) => {
    expect(decide(state, command)).toEqual(outcome);
  });

  test('every state can be reached', () => {
    const reached = new Set<string>(['pending']);
    for (let round = 0; round < orderStates.length; round += 1) {
      for (const { from, to } of Object.values(orderMoves)) {
        if (to !== 'same' && from.some((state) => reached.has(state))) reached.add(to);
      }
    }
    expect([...reached].sort()).toEqual([...orderStates].sort());
  });

  test('whatever comes in whatever order, it is confirmed at most once and only for its amount', () => {
    const command = fc.oneof(
      fc.constantFrom<OrderCommand>(
        start,
        open,
        close,
        { do: 'open_session', sessionId: 'cs_2', url: 'u' },
        { do: 'close_attempt', why: 'replaced' },
        { do: 'note_refusal', refusal },
        { do: 'note_processing', sessionId: 'cs_1' },
        { do: 'cancel', reason: 'buyer' },
        { do: 'expire' },
      ),
      fc
        .record({
          reference: fc.constantFrom('pi_1', 'pi_2'),
          amountMinor: fc.constantFrom(10_000n, 1n),
        })
        .map(pay),
    );
    fc.assert(
      fc.property(fc.array(command, { maxLength: 40 }), (commands) => {
        let state = foldOrder([placed]);
        const events: OrderEvent[] = [placed];
        for (const one of commands) {
          const decided = decideOrder(state, one, events.length + 1);
          if (!decided.ok) continue;
          state = decided.value.reduce(evolve, state);
          events.push(...decided.value);
        }
        const paid = events.filter((event) => event.kind === 'order_paid');
        expect(paid.length).toBe(state.status === 'paid' ? 1 : 0);
        expect(foldOrder(events)).toEqual(state);
      }),
    );
  });
});
