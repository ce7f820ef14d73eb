// Random walks over decide and evolve: whatever is asked, in whatever order, the promises hold.

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decide, type PaymentCommand } from './decide.ts';
import { evolve, fold } from './evolve.ts';
import { capturedOf, type PaymentIntent, receivedMinor } from './intent.ts';
import type { PaymentEvent } from './payment-event.ts';
import {
  acknowledge,
  acknowledgeIncrement,
  approve,
  approveIncrement,
  cancel,
  capture,
  challenge,
  confirm,
  created,
  describeCharge,
  expireChallenge,
  failChallenge,
  forceApproval,
  forceReversal,
  increment,
  loseAnswer,
  loseIncrement,
  passChallenge,
  refund,
  refuse,
  refuseIncrement,
  resume,
  update,
} from './test-intents.ts';
import { attemptMoves, firstStatus, incrementMoves, intentMoves, rowsOf } from './transitions.ts';

const number = fc.integer({ min: 1, max: 3 });
const minor = fc.option(fc.bigInt({ min: -1n, max: 12_000n }));
const command: fc.Arbitrary<PaymentCommand> = fc.oneof(
  ...[confirm, approve, refuse, loseAnswer, acknowledge, challenge, resume].map((make) =>
    number.map(make),
  ),
  ...[failChallenge, expireChallenge, passChallenge, describeCharge].map((make) =>
    number.map(make),
  ),
  fc.tuple(minor, fc.boolean()).map(([of, isFinal]) => capture(of, isFinal)),
  fc.tuple(number, fc.bigInt({ min: 0n, max: 30_000n })).map(([of, to]) => increment(of, to)),
  ...[approveIncrement, refuseIncrement, loseIncrement, acknowledgeIncrement].map((make) =>
    number.map(make),
  ),
  ...[forceReversal, forceApproval].map((make) => number.map(make)),
  minor.map(refund),
  fc.constant(cancel),
  fc.constant(update()),
);

function walk(first: PaymentEvent, commands: readonly PaymentCommand[]): PaymentEvent[] {
  const events = [first];
  let intent = evolve(null, first);
  for (const each of commands) {
    const decided = decide(intent, each, { nowMs: events.length });
    if (!decided.ok) continue;
    events.push(...decided.value);
    intent = decided.value.reduce<PaymentIntent>(evolve, intent);
  }
  return events;
}

const isApproval = ({ type }: PaymentEvent): boolean =>
  type === 'approved' || type === 'approval_forced';

const walks = fc
  .tuple(
    fc.constantFrom('automatic' as const, 'manual' as const),
    fc.array(command, { maxLength: 40 }),
  )
  .map(([method, commands]) => walk(created(method), commands));

test('no more is captured than held, no more refunded than captured', () => {
  fc.assert(
    fc.property(walks, (events) => {
      for (let length = 1; length <= events.length; length++) {
        const { charge, amount } = fold(events.slice(0, length));
        const captured = charge && capturedOf(charge);
        if (!captured) continue;
        expect(captured.capturedMinor <= charge.amount.minor).toBe(true);
        expect(captured.refundedMinor <= captured.capturedMinor).toBe(true);
        expect(captured.refundedMinor >= 0n).toBe(true);
        expect(charge.amount).toEqual(amount);
      }
    }),
  );
});

test('what is captured is the sum of the captures, and never above what is certainly held', () => {
  fc.assert(
    fc.property(walks, (events) => {
      let certainMinor = 0n;
      let sumMinor = 0n;
      events.forEach((event, at) => {
        const before = at === 0 ? null : fold(events.slice(0, at));
        if (isApproval(event)) certainMinor = before?.attempt?.amount.minor ?? 0n;
        if (event.type === 'increment_approved')
          certainMinor = before?.increment?.amount.minor ?? 0n;
        if (event.type !== 'captured' && event.type !== 'partly_captured') return;
        sumMinor += event.capturedMinor;
        expect(sumMinor <= certainMinor).toBe(true);
      });
      expect(receivedMinor(fold(events))).toBe(sumMinor);
    }),
  );
});

test('no second increment while the end of one is open or unknown, none after a capture', () => {
  fc.assert(
    fc.property(walks, (events) => {
      events.forEach((event, at) => {
        if (event.type !== 'increment_opened') return;
        const before = fold(events.slice(0, at));
        expect(['open', 'unknown']).not.toContain(before.increment?.state);
        expect(receivedMinor(before)).toBe(0n);
      });
    }),
  );
});

test('at most one charge of an intent is ever good', () => {
  fc.assert(
    fc.property(walks, (events) => {
      expect(events.filter(isApproval).length).toBeLessThanOrEqual(1);
      expect(events.filter((event) => event.type === 'captured').length).toBeLessThanOrEqual(1);
    }),
  );
});

test('no new attempt while the outcome of another is open or unknown', () => {
  fc.assert(
    fc.property(walks, (events) => {
      events.forEach((event, at) => {
        if (event.type !== 'attempt_opened' || at === 0) return;
        const before = fold(events.slice(0, at)).attempt?.state;
        const underWay = ['open', 'challenged', 'authenticated', 'unknown', 'approved'];
        expect(underWay).not.toContain(before);
      });
    }),
  );
});

test('every status and every state of an attempt can be reached, and every way out is in the table', () => {
  const reached = (rows: readonly { from: string; to: string }[], first: string) => {
    const seen = new Set([first]);
    for (let size = 0; size !== seen.size; ) {
      size = seen.size;
      for (const { from, to } of rows) if (seen.has(from)) seen.add(to);
    }
    return [...seen].sort();
  };
  expect(reached(rowsOf(intentMoves), firstStatus)).toEqual(Object.keys(intentMoves).sort());
  expect(reached(rowsOf(attemptMoves), 'open')).toEqual(Object.keys(attemptMoves).sort());
  expect(reached(rowsOf(incrementMoves), 'open')).toEqual(Object.keys(incrementMoves).sort());
});
