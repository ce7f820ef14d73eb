// Random walks over decide and evolve: whatever is asked, in whatever order, the promises hold.

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decide, type PaymentCommand } from './decide.ts';
import { evolve, fold } from './evolve.ts';
import type { PaymentIntent } from './intent.ts';
import type { PaymentEvent } from './payment-event.ts';
import {
  acknowledge,
  approve,
  cancel,
  capture,
  challenge,
  confirm,
  created,
  expireChallenge,
  failChallenge,
  loseAnswer,
  refund,
  refuse,
  resume,
  update,
} from './test-intents.ts';
import { attemptMoves, firstStatus, intentMoves, rowsOf } from './transitions.ts';

const number = fc.integer({ min: 1, max: 3 });
const minor = fc.option(fc.bigInt({ min: -1n, max: 12_000n }));
const command: fc.Arbitrary<PaymentCommand> = fc.oneof(
  ...[confirm, approve, refuse, loseAnswer, acknowledge, challenge, resume].map((make) =>
    number.map(make),
  ),
  ...[failChallenge, expireChallenge].map((make) => number.map(make)),
  minor.map(capture),
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
        const { charge } = fold(events.slice(0, length));
        if (charge?.state.kind !== 'captured') continue;
        expect(charge.state.capturedMinor <= charge.amount.minor).toBe(true);
        expect(charge.state.refundedMinor <= charge.state.capturedMinor).toBe(true);
        expect(charge.state.refundedMinor >= 0n).toBe(true);
      }
    }),
  );
});

test('at most one charge of an intent is ever good', () => {
  fc.assert(
    fc.property(walks, (events) => {
      expect(events.filter((event) => event.type === 'approved').length).toBeLessThanOrEqual(1);
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
        expect(['open', 'challenged', 'unknown', 'approved']).not.toContain(before);
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
});
