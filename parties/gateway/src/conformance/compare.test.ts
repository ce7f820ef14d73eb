import { describe, expect, test } from 'vitest';
import { gapsOf } from './compare.ts';
import { operationsOf } from './scope.ts';

const balance = {
  object: 'balance_settings',
  ...{ available: [], pending: [], livemode: false },
};
const cashFile = 'resources/CashBalances';
const whole = { ...balance, object: 'balance' };
const gaps = (answer: unknown, answers = 'Balance', file = 'resources/Balance') =>
  gapsOf(answer, answers, file).map(({ kind, where }) => `${kind} ${where}`);

describe('an answer, held against what the client declares', () => {
  test('has no gap when it carries every field', () => {
    expect(gaps(whole)).toEqual([]);
  });

  test('is found out when a field is missing, however deep', () => {
    const { livemode: _, ...without } = whole;
    expect(gaps(without)).toEqual(['missing Balance.livemode']);
    const amount = { amount: 1, source_types: { card: 1 } };
    expect(gaps({ ...whole, available: [amount] })).toEqual([
      'missing Balance.available[].currency',
    ]);
  });

  test('is found out when it says what nobody knows', () => {
    expect(gaps({ ...whole, colour: 'red' })).toEqual(['undeclared Balance.colour']);
  });

  test('is found out when it is null where a value is promised', () => {
    expect(gaps({ ...whole, pending: null })).toEqual(['null Balance.pending']);
  });

  test('may be null where an object written in place may', () => {
    const cash = { object: 'cash_balance', available: null, customer: 'cus_1', livemode: false };
    const settings = { reconciliation_mode: 'manual', using_merchant_default: true };
    const found = gaps({ ...cash, customer_account: null, settings }, 'CashBalance', cashFile);
    expect(found).toEqual([]);
    const none = gaps({ ...cash, customer_account: null, settings: null }, 'CashBalance', cashFile);
    expect(none).toEqual(['null CashBalance.settings']);
  });

  test('is found out when it says a word outside of a closed list', () => {
    expect(gaps(balance)).toContain('value Balance.object = balance_settings');
  });

  test('is looked into in lists, and where a name is declared in another file', () => {
    const refund = { object: 'refund', destination_details: { type: 'card', card: {} } };
    const list = { object: 'list', data: [refund], has_more: false, url: '/v1/refunds' };
    const found = gaps(list, 'ApiListPromise<Refund>', 'resources/Refunds');
    expect(found).toContain('missing Refund.amount');
    expect(found).toContain('missing Refund.destination_details.card.type');
    const charge = { charge: { object: 'charge' } };
    expect(gaps(charge, 'Refund', 'resources/Refunds')).toContain('missing Charge.amount');
  });
});

test('method, address and answer of an operation are read from the client', () => {
  const resource = { name: 'charges', file: 'resources/Charges', core: 6 };
  expect(operationsOf(resource)).toContainEqual({
    ...{ name: 'capture', title: 'charges.capture', resource, httpMethod: 'POST' },
    ...{ path: '/v1/charges/{id}/capture', answers: 'Charge' },
  });
});
