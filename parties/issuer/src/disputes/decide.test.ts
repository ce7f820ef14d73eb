import { describe, expect, test } from 'vitest';
import { type ClaimFacts, decideAnswer, decideClaim } from './decide.ts';
import type { Answer, ClaimReason } from './dispute.ts';

const day = 86_400_000;
const claim: ClaimFacts = {
  reason: 'fraudulent',
  isPurchase: true,
  isDisputed: false,
  isAuthenticated: false,
  amountMinor: 10_000n,
  refundedMinor: 0n,
  bookedAtMs: 0,
  nowMs: day,
};

describe('a claim', () => {
  test.each<[string, Partial<ClaimFacts>, bigint | string]>([
    ['is for all of the purchase', {}, 10_000n],
    ['leaves out what was given back', { refundedMinor: 4_000n }, 6_000n],
    ['of a refund is none', { isPurchase: false }, 'purchase_unknown'],
    ['comes once', { isDisputed: true }, 'disputed_before'],
    ['of what was given back is none', { refundedMinor: 10_000n }, 'nothing_left'],
    ['is in time after 120 days', { nowMs: 120 * day }, 10_000n],
    ['is too late after that', { nowMs: 120 * day + 1 }, 'too_late'],
    ['of fraud fails if confirmed', { isAuthenticated: true }, 'confirmed_by_cardholder'],
    [
      'of nothing received may be confirmed',
      { reason: 'product_not_received', isAuthenticated: true },
      10_000n,
    ],
  ])('%s', (_, facts, expected) => {
    const decided = decideClaim({ ...claim, ...facts });
    expect(decided.ok ? decided.value : decided.error).toBe(expected);
  });
});

describe('what a shop answers', () => {
  test.each<[ClaimReason, boolean, Partial<Answer>, 'shop' | 'cardholder']>([
    ['fraudulent', true, {}, 'shop'],
    ['fraudulent', true, { text: 'losing_evidence' }, 'shop'],
    ['fraudulent', false, { documents: ['delivery', 'receipt'] }, 'cardholder'],
    ['fraudulent', false, { text: 'winning_evidence' }, 'shop'],
    ['fraudulent', false, { text: 'losing_evidence' }, 'cardholder'],
    ['fraudulent', false, { text: 'Believe me.' }, 'cardholder'],
    ['product_not_received', false, { documents: ['delivery'] }, 'shop'],
    ['product_not_received', false, { documents: ['receipt'] }, 'cardholder'],
    ['product_not_received', true, {}, 'cardholder'],
    ['credit_not_processed', false, { documents: ['credit'] }, 'shop'],
    ['duplicate', false, { documents: ['duplicate'] }, 'shop'],
    ['product_unacceptable', false, { documents: ['service', 'policy'] }, 'cardholder'],
  ])(
    'to %s (authenticated: %s) with %j goes to the %s',
    (reason, isAuthenticated, said, goesTo) => {
      const answer = { documents: [], text: '', ...said };
      expect(decideAnswer({ reason, isAuthenticated }, answer).goesTo).toBe(goesTo);
    },
  );
});
