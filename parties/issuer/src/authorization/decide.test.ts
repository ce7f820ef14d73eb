import { describe, expect, test } from 'vitest';
import { decide, type Facts } from './decide.ts';
import { responseCodeOf } from './errors.ts';

type CardFacts = NonNullable<Facts['card']>;

const noLimits: CardFacts['limits'] = {
  paymentMaxMinor: null,
  dayMaxMinor: null,
  dayCountMax: null,
  isOnlineAllowed: true,
  onlineMaxMinor: null,
  isCrossBorderAllowed: true,
};
const hanas: CardFacts = {
  status: 'active',
  expiry: '2912',
  expiryRule: 'exact',
  cvcRule: 'exact',
  authentication: 'risk',
  limits: noLimits,
};
const good: Facts = {
  card: hanas,
  thisMonth: '2611',
  isVerification: false,
  amountMinor: 100_00n,
  billedMinor: 100_00n,
  original: 'none',
  paymentMinor: 100_00n,
  expiry: '2912',
  cvc: 'right',
  proof: 'valid',
  isOnline: true,
  isCrossBorder: false,
  initiation: 'cardholder',
  wasAuthenticatedBefore: false,
  spentToday: { minor: 0n, payments: 0 },
  availableMinor: 100_00n,
};

const card = (change: Partial<CardFacts>): Partial<Facts> => ({ card: { ...hanas, ...change } });
const limits = (change: Partial<CardFacts['limits']>) =>
  card({ limits: { ...noLimits, ...change } });

function outcome(change: Partial<Facts>): string {
  const decided = decide({ ...good, ...change });
  return decided.ok ? `00 ${decided.value}` : `${responseCodeOf[decided.error]} ${decided.error}`;
}

describe('the issuer decides', () => {
  const cases: readonly (readonly [string, Partial<Facts>, string])[] = [
    ['all is well', {}, '00 M'],
    ['an amount of nothing', { amountMinor: 0n, billedMinor: 0n }, '13 invalid_amount'],
    ['no such card', { card: undefined }, '14 unknown_card'],
    ['a card that its own system cannot find', card({ status: 'unavailable' }), '96 unavailable'],
    ['a card that is not honoured', card({ status: 'do_not_honour' }), '05 do_not_honour'],
    ['a card suspected of fraud', card({ status: 'suspected_fraud' }), '59 suspected_fraud'],
    ['an account that pays nobody', card({ status: 'pays_nobody' }), '05 pays_nobody'],
    ['a card past its date', { ...card({ expiry: '2610' }), expiry: '2610' }, '54 expired'],
    ['a card in its last month', { ...card({ expiry: '2611' }), expiry: '2611' }, '00 M'],
    ['a card past its date, another typed', card({ expiry: '2001' }), '54 expired'],
    ['another expiry', { expiry: '2911' }, '54 wrong_expiry'],
    [
      'any future expiry, if the card says so',
      { ...card({ expiryRule: 'any_future' }), expiry: '3101' },
      '00 M',
    ],
    [
      'a past expiry all the same',
      { ...card({ expiryRule: 'any_future' }), expiry: '2610' },
      '54 wrong_expiry',
    ],
    ['no expiry in the message', { expiry: undefined }, '00 M'],
    ['frozen by its holder', card({ status: 'frozen' }), '62 frozen'],
    ['blocked by the bank', card({ status: 'blocked' }), '62 blocked'],
    ['lost', card({ status: 'lost' }), '41 lost'],
    ['stolen', card({ status: 'stolen' }), '43 stolen'],
    ['a wrong code', { cvc: 'wrong' }, 'N7 wrong_cvc'],
    ['no code: a saved card', { cvc: 'not_given' }, '00 P'],
    ['a card whose code never matches', { ...card({ cvcRule: 'never_refuse' }) }, 'N7 wrong_cvc'],
    ['a card whose code is only reported', { ...card({ cvcRule: 'never_report' }) }, '00 N'],
    ['a card that takes any code', { ...card({ cvcRule: 'any' }), cvc: 'wrong' }, '00 M'],
    ['a proof that does not hold', { proof: 'invalid' }, '82 invalid_proof'],
    ['no proof, none demanded', { proof: 'none' }, '00 M'],
    [
      'no proof, always demanded',
      { ...card({ authentication: 'always' }), proof: 'none' },
      '1A authentication_required',
    ],
    ['proof, always demanded', card({ authentication: 'always' }), '00 M'],
    [
      'the merchant alone, holder never authenticated there',
      { ...card({ authentication: 'always' }), proof: 'none', initiation: 'merchant' },
      '1A authentication_required',
    ],
    [
      'the merchant alone, holder once authenticated there',
      {
        ...card({ authentication: 'always' }),
        proof: 'none',
        initiation: 'merchant',
        wasAuthenticatedBefore: true,
      },
      '00 M',
    ],
    [
      'no proof, demanded on request only',
      { ...card({ authentication: 'on_request' }), proof: 'none' },
      '00 M',
    ],
    [
      'the merchant alone, where only a holder who is there must prove it',
      { ...card({ authentication: 'when_present' }), proof: 'none', initiation: 'merchant' },
      '00 M',
    ],
    [
      'a holder who is there and must prove it',
      { ...card({ authentication: 'when_present' }), proof: 'none' },
      '1A authentication_required',
    ],
    [
      'the merchant alone, where every payment must be proved',
      {
        ...card({ authentication: 'every_payment' }),
        proof: 'none',
        initiation: 'merchant',
        wasAuthenticatedBefore: true,
      },
      '1A authentication_required',
    ],
    ['a currency without rate', { billedMinor: undefined }, '12 no_exchange_rate'],
    ['online switched off', limits({ isOnlineAllowed: false }), '57 online_not_allowed'],
    [
      'online switched off, in a shop',
      { ...limits({ isOnlineAllowed: false }), isOnline: false },
      '00 M',
    ],
    [
      'abroad switched off',
      { ...limits({ isCrossBorderAllowed: false }), isCrossBorder: true },
      '57 cross_border_not_allowed',
    ],
    ['abroad switched off, at home', limits({ isCrossBorderAllowed: false }), '00 M'],
    ['above the limit of a payment', limits({ paymentMaxMinor: 99_99n }), '61 above_payment_limit'],
    ['at the limit of a payment', limits({ paymentMaxMinor: 100_00n }), '00 M'],
    ['above the online limit', limits({ onlineMaxMinor: 99_99n }), '61 above_online_limit'],
    [
      'above the limit of the day with the cinema tickets of the morning',
      { ...limits({ dayMaxMinor: 110_00n }), spentToday: { minor: 10_01n, payments: 1 } },
      '61 above_day_limit',
    ],
    [
      'at the limit of the day',
      { ...limits({ dayMaxMinor: 110_00n }), spentToday: { minor: 10_00n, payments: 1 } },
      '00 M',
    ],
    [
      'the fourth of three',
      { ...limits({ dayCountMax: 3 }), spentToday: { minor: 0n, payments: 3 } },
      '65 above_day_count',
    ],
    ['one fening short', { availableMinor: 99_99n }, '51 insufficient_funds'],
  ];
  test.each(cases)('%s', (_, change, expected) => {
    expect(outcome(change)).toBe(expected);
  });
});

describe('the issuer decides on an increment', () => {
  const increment = {
    original: 'open',
    amountMinor: 50_00n,
    billedMinor: 50_00n,
    paymentMinor: 150_00n,
  };
  const merchantActs = { initiation: 'merchant', cvc: 'not_given', proof: 'none' } as const;
  const cases: readonly (readonly [string, Partial<Facts>, string])[] = [
    ['all is well', {}, '00 P'],
    ['of what nobody knows', { original: 'unknown' }, '25 unknown_original'],
    ['of what is presented or gone', { original: 'closed' }, '12 original_closed'],
    [
      'a frozen card, of what is gone: the original comes first',
      { ...card({ status: 'frozen' }), original: 'closed' },
      '12 original_closed',
    ],
    ['a card frozen since', card({ status: 'frozen' }), '62 frozen'],
    [
      'a payment now above its limit',
      limits({ paymentMaxMinor: 149_99n }),
      '61 above_payment_limit',
    ],
    [
      'a payment now above the online limit',
      limits({ onlineMaxMinor: 149_99n }),
      '61 above_online_limit',
    ],
    [
      'the limit of the day counts the difference',
      { ...limits({ dayMaxMinor: 150_00n }), spentToday: { minor: 100_00n, payments: 1 } },
      '00 P',
    ],
    [
      'it is no payment more',
      { ...limits({ dayCountMax: 1 }), spentToday: { minor: 100_00n, payments: 1 } },
      '00 P',
    ],
    ['funds for the difference', { availableMinor: 50_00n }, '00 P'],
    ['funds for less than it', { availableMinor: 49_99n }, '51 insufficient_funds'],
  ];
  test.each(cases)('%s', (_, change, expected) => {
    expect(outcome({ ...increment, ...merchantActs, ...change } as Partial<Facts>)).toBe(expected);
  });
});

describe('the issuer says of an account verification', () => {
  const nothing = { isVerification: true, amountMinor: 0n, billedMinor: 0n };
  const cases: readonly (readonly [string, Partial<Facts>, string])[] = [
    ['that all is well', {}, '00 M'],
    ['that it is for no amount', { amountMinor: 1n }, '13 invalid_amount'],
    ['that there is no such card', { card: undefined }, '14 unknown_card'],
    ['that the card is blocked', card({ status: 'blocked' }), '62 blocked'],
    ['nothing of an account that pays nobody', card({ status: 'pays_nobody' }), '00 M'],
    ['that the expiry is another', { expiry: '2911' }, '54 wrong_expiry'],
    ['that the code is wrong', { cvc: 'wrong' }, 'N7 wrong_cvc'],
    ['that the proof does not hold', { proof: 'invalid' }, '82 invalid_proof'],
    [
      'that the holder must show who they are',
      { ...card({ authentication: 'always' }), proof: 'none' },
      '1A authentication_required',
    ],
    [
      'that the card is not for the web',
      limits({ isOnlineAllowed: false }),
      '57 online_not_allowed',
    ],
    ['nothing of rates', { billedMinor: undefined }, '00 M'],
    ['nothing of limits', limits({ paymentMaxMinor: 0n, dayMaxMinor: 0n, dayCountMax: 0 }), '00 M'],
    ['nothing of funds', { availableMinor: 0n }, '00 M'],
  ];
  test.each(cases)('%s', (_, change, expected) => {
    expect(outcome({ ...nothing, ...change })).toBe(expected);
  });
});

test('the order of the checks is the precedence of refusals', () => {
  const everythingWrong: Facts = {
    ...good,
    card: {
      status: 'active',
      expiry: '2001',
      expiryRule: 'exact',
      cvcRule: 'exact',
      authentication: 'always',
      limits: {
        paymentMaxMinor: 0n,
        dayMaxMinor: 0n,
        dayCountMax: 0,
        isOnlineAllowed: false,
        onlineMaxMinor: 0n,
        isCrossBorderAllowed: false,
      },
    },
    billedMinor: undefined,
    original: 'unknown',
    expiry: '2912',
    cvc: 'wrong',
    proof: 'invalid',
    isCrossBorder: true,
    availableMinor: 0n,
  };
  const worst = everythingWrong.card ?? hanas;
  const cure = (facts: Facts, change: Partial<CardFacts>): Facts => ({
    ...facts,
    card: { ...(facts.card ?? worst), ...change },
  });
  const limit = (facts: Facts, change: Partial<CardFacts['limits']>): Facts =>
    cure(facts, { limits: { ...(facts.card ?? worst).limits, ...change } });
  // Each cure takes away the reason that stands first; the next reason must then be the answer.
  const steps: readonly (readonly [string, (facts: Facts) => Facts])[] = [
    ['unknown_card', (facts) => ({ ...facts, card: { ...worst, status: 'unavailable' } })],
    ['unknown_original', (facts) => ({ ...facts, original: 'closed' })],
    ['original_closed', (facts) => ({ ...facts, original: 'none' })],
    ['unavailable', (facts) => cure(facts, { status: 'do_not_honour' })],
    ['do_not_honour', (facts) => cure(facts, { status: 'suspected_fraud' })],
    ['suspected_fraud', (facts) => cure(facts, { status: 'frozen' })],
    ['expired', (facts) => cure(facts, { expiry: '3001' })],
    ['wrong_expiry', (facts) => ({ ...facts, expiry: '3001' })],
    ['frozen', (facts) => cure(facts, { status: 'active' })],
    ['wrong_cvc', (facts) => ({ ...facts, cvc: 'right' })],
    ['invalid_proof', (facts) => ({ ...facts, proof: 'none' })],
    [
      'authentication_required',
      (facts) => cure({ ...facts, proof: 'valid' }, { status: 'pays_nobody' }),
    ],
    ['pays_nobody', (facts) => cure(facts, { status: 'active' })],
    ['no_exchange_rate', (facts) => ({ ...facts, billedMinor: 100_00n })],
    ['online_not_allowed', (facts) => limit(facts, { isOnlineAllowed: true })],
    ['cross_border_not_allowed', (facts) => limit(facts, { isCrossBorderAllowed: true })],
    ['above_payment_limit', (facts) => limit(facts, { paymentMaxMinor: null })],
    ['above_online_limit', (facts) => limit(facts, { onlineMaxMinor: null })],
    ['above_day_limit', (facts) => limit(facts, { dayMaxMinor: null })],
    ['above_day_count', (facts) => limit(facts, { dayCountMax: null })],
    ['insufficient_funds', (facts) => ({ ...facts, availableMinor: 100_00n })],
  ];
  let facts: Facts = { ...everythingWrong, card: undefined };
  for (const [expected, cured] of steps) {
    const decided = decide(facts);
    expect(decided.ok ? 'approved' : decided.error).toBe(expected);
    facts = cured(facts);
  }
  expect(decide(facts).ok).toBe(true);
});
