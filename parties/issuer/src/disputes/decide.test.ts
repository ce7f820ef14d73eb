import { describe, expect, test } from 'vitest';
import {
  type ClaimFacts,
  decideAnswer,
  decideClaim,
  decideFiling,
  decideHolder,
  type HolderAnswer,
  type Verdict,
} from './decide.ts';
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

type Answered = readonly [ClaimReason, boolean, Partial<Answer>, Verdict['next']];

describe('what a shop answers', () => {
  test.each<Answered>([
    ['fraudulent', true, {}, 'close'],
    ['fraudulent', true, { text: 'losing_evidence' }, 'close'],
    ['fraudulent', false, { documents: ['delivery', 'receipt'] }, 'pre_arbitration'],
    ['fraudulent', false, { text: 'winning_evidence' }, 'close'],
    ['fraudulent', false, { text: 'losing_evidence' }, 'charge_back_again'],
    ['fraudulent', false, { text: 'Believe me.' }, 'charge_back_again'],
    ['product_not_received', false, { documents: ['delivery'] }, 'close'],
    ['product_not_received', false, { documents: ['receipt'] }, 'pre_arbitration'],
    ['product_not_received', true, {}, 'charge_back_again'],
    ['credit_not_processed', false, { documents: ['credit'] }, 'close'],
    ['duplicate', false, { documents: ['duplicate'] }, 'close'],
    ['product_unacceptable', false, { documents: ['service', 'policy'] }, 'pre_arbitration'],
  ])('to %s (authenticated: %s) with %j leads to: %s', (reason, isAuthenticated, said, next) => {
    const answer = { documents: [], text: '', ...said };
    const claim = { reason, isAuthenticated, claimedBy: 'plan' } as const;
    expect(decideAnswer(claim, answer).next).toBe(next);
    // A person is asked, but for what the bank vouched for itself.
    const person = decideAnswer({ ...claim, claimedBy: 'holder' }, answer).next;
    expect(person).toBe(reason === 'fraudulent' && isAuthenticated ? 'close' : 'ask_holder');
  });
});

const came = {
  reason: 'product_not_received',
  isAuthenticated: false,
  claimedBy: 'holder',
} as const;
const nothing: Answer = { documents: [], text: '' };
const delivered: Answer = { documents: ['delivery'], text: '' };

describe('what a cardholder says to it', () => {
  test.each<[string, Answer, HolderAnswer | undefined, Verdict['next']]>([
    ['nothing', delivered, undefined, 'close'],
    ['I give up', delivered, { ...nothing, says: 'withdraw' }, 'close'],
    ['no, against proof', delivered, { ...nothing, says: 'insist' }, 'close'],
    ['no, since', delivered, { ...nothing, says: 'insist', text: 'Not mine.' }, 'pre_arbitration'],
    [
      'no, see here',
      delivered,
      { says: 'insist', text: '', documents: ['carrier_letter'] },
      'pre_arbitration',
    ],
    ['no, to nothing', nothing, { ...nothing, says: 'insist' }, 'charge_back_again'],
  ])('%s', (_, shown, said, next) => {
    expect(decideHolder(came, shown, said).next).toBe(next);
  });

  test('cannot make fraud of what the bank itself has authenticated', () => {
    const claim = { ...came, reason: 'fraudulent', isAuthenticated: true } as const;
    const said: HolderAnswer = { says: 'insist', text: 'No!', documents: ['police_report'] };
    expect(decideHolder(claim, delivered, said).next).toBe('close');
    expect(decideFiling(claim, { shop: [delivered], holder: said }).next).toBe('close');
  });
});

describe('a pre-arbitration that is declined', () => {
  test.each<[string, readonly Answer[], Answer, Verdict['next']]>([
    ['without proof', [nothing, nothing], nothing, 'file'],
    ['with proof, and nothing against it', [nothing, delivered], nothing, 'close'],
    [
      'with proof, and a document against it',
      [delivered, nothing],
      { documents: ['carrier_letter'], text: '' },
      'file',
    ],
  ])('%s', (_, shop, holder, next) => {
    expect(decideFiling(came, { shop, holder }).next).toBe(next);
  });
});
