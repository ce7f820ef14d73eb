import type { TraceLine } from '@kassa/control';
import { describe, expect, test } from 'vitest';
import type { BookKeeper } from '../places.ts';
import { moneyStory, type PartyTrace } from './money-story.ts';

const line = (what: string, account: string, minor: number, currency = 'BAM'): TraceLine => ({
  at: 1,
  what,
  account,
  amount: String(minor),
  currency,
});

const acquirerCaptured = [
  line('Capture: debit', 'network:unpresented', 9700),
  line('Capture: credit', 'merchant:DIVA:payable', 9700),
  line('Capture: debit', 'network:unpresented', 300),
  line('Capture: credit', 'revenue:merchant-fee', 300),
];
const acquirerCleared = [
  ...acquirerCaptured,
  line('Cleared: debit', 'expense:interchange', 120),
  line('Cleared: debit', 'expense:scheme-fee', 30),
];
const networkCleared = [line('presentment, credit', 'revenue:scheme_fees', 30)];
const held = [line('pending debit', 'customer:hana', 10_000)];
const bankCleared = [
  ...held,
  line('post debit', 'customer:hana', 10_000),
  line('posted credit', 'income:interchange', 120),
];

const story = (lines: Partial<Record<BookKeeper, readonly TraceLine[]>>) =>
  moneyStory(
    Object.entries(lines).map(([party, of]) => ({ party, lines: of, isAway: false }) as PartyTrace),
  );

const minors = (told: ReturnType<typeof story>) =>
  Object.fromEntries(told.parts.map(({ role, amount }) => [role, amount?.minor]));

describe('the story of a payment', () => {
  test('that is held moves nothing', () => {
    const told = story({ 'acquirer-zelena': [], 'issuer-plava': held });
    expect([told.gross, told.debited, told.addsUp]).toEqual([undefined, undefined, false]);
  });

  test('that is captured knows the shop’s part and the whole', () => {
    const told = story({ 'acquirer-zelena': acquirerCaptured, 'issuer-plava': held });
    expect(told.gross?.minor).toBe(10_000n);
    expect(minors(told)).toEqual({
      merchant: 9700n,
      issuer: undefined,
      network: undefined,
      acquirer: undefined,
    });
    expect(told.addsUp).toBe(false);
  });

  test('that is cleared has every part from its own book, and they are the whole', () => {
    const told = story({
      'acquirer-zelena': acquirerCleared,
      'network-mozaik': networkCleared,
      'issuer-plava': bankCleared,
    });
    expect(minors(told)).toEqual({ merchant: 9700n, issuer: 120n, network: 30n, acquirer: 150n });
    expect(told.debited?.minor).toBe(10_000n);
    expect([told.issuer, told.addsUp]).toEqual(['issuer-plava', true]);
  });

  test('whose parties disagree does not add up', () => {
    const told = story({
      'acquirer-zelena': acquirerCleared,
      'network-mozaik': [line('presentment, credit', 'revenue:scheme_fees', 31)],
      'issuer-plava': bankCleared,
    });
    expect(told.addsUp).toBe(false);
  });

  test('abroad tells the debit in the cardholder’s own money', () => {
    const told = story({
      'acquirer-zelena': acquirerCleared,
      'network-mozaik': networkCleared,
      'issuer-fjord': [
        line('post debit', 'customer:tove', 60_000, 'NOK'),
        line('posted credit', 'income:interchange', 120),
      ],
    });
    expect(told.debited).toEqual({ currency: 'NOK', minor: 60_000n });
    expect([told.issuer, told.addsUp]).toEqual(['issuer-fjord', true]);
  });

  test('that was refunded still shows the parts of the sale', () => {
    const refund = [
      line('Refund: debit', 'merchant:DIVA:payable', 10_000),
      line('Refund: credit', 'network:unpresented', 10_000),
    ];
    const told = story({
      'acquirer-zelena': [...acquirerCleared, ...refund],
      'network-mozaik': networkCleared,
      'issuer-plava': bankCleared,
    });
    expect(told.addsUp).toBe(true);
  });
});
