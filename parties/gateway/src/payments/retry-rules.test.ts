// Trying a declined card again: the table, and what a gateway makes of it.

import { column } from '@kassa/database';
import type Stripe from 'stripe';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { errorOf } from '../testing/paying.ts';
import { startTestGateway, type TestGateway } from '../testing/test-gateway.ts';
import { declineRow } from './decline-table.ts';
import { categoryOf, retryRules, rulesAt } from './retry-rules.ts';

describe('the table of the networks’ rules', () => {
  test.each([
    ['visa', '2020-06-01', [[30, 15, false]]],
    ['visa', '2025-05-18', [[30, 15, false]]],
    ['visa', '2025-05-19', [[30, 20, true]]],
    [
      'mastercard',
      '2026-11-01',
      [
        [1, 10, false],
        [30, 35, false],
      ],
    ],
    ['amex', '2026-11-01', undefined],
    ['visa', '2019-12-31', undefined],
  ] as const)('%s on %s counts %j', (network, day, caps) => {
    const found = rulesAt(network, Date.parse(day))?.caps;
    expect(found?.map((one) => [one.days, one.retriesMax, one.byInitiation])).toEqual(caps);
  });

  test.each([
    ['15', '2025-04-11', 'never'],
    ['15', '2025-04-12', 'generic'],
    ['43', '2026-11-01', 'never'],
    ['51', '2026-11-01', 'later'],
    ['1A', '2026-11-01', 'with_changes'],
    ['05', '2026-11-01', 'generic'],
  ])('%s of Visa was on %s: %s', (code, day, category) => {
    expect(categoryOf(rulesAt('visa', Date.parse(day)), code)).toBe(category);
  });

  test('no code is in two of its categories, and ours say never where a network does', () => {
    for (const { never, later, withChanges, source } of retryRules) {
      const codes = [...never, ...later, ...withChanges];
      expect([new Set(codes).size, source]).toEqual([codes.length, source]);
    }
    const now = rulesAt('visa', Date.parse('2026-11-01'));
    for (const code of now?.never ?? [])
      expect([code, declineRow(code).retry]).toEqual([code, 'never']);
  });
});

describe('a gateway', () => {
  let gateway: TestGateway;
  beforeAll(async () => {
    gateway = await startTestGateway({ retries: { neverAgain: true, retriesMax: 2 } });
  });
  afterAll(() => gateway.close());

  const sent = () => gateway.acquirer.of('0100').length;
  const asked = (more: Partial<Stripe.PaymentIntentCreateParams>) => ({
    ...{ amount: 300, currency: 'bam', payment_method: 'pm_card_visa_chargeDeclined' },
    ...{ confirm: true, return_url: 'https://shop.example/back' },
    ...more,
  });
  const refused = (more: Partial<Stripe.PaymentIntentCreateParams> = {}, stripe = gateway.stripe) =>
    errorOf(stripe.paymentIntents.create(asked(more)));
  const days = (count: number) => gateway.clock.offsetMs() + count * 86_400_000 + 60_000;

  test('sends a declined card so often for one amount, and then nothing', async () => {
    const before = sent();
    for (let times = 0; times < 3; times += 1) {
      expect(await refused()).toMatchObject({ decline_code: 'generic_decline' });
    }
    const intent = await gateway.stripe.paymentIntents.create({
      ...{ amount: 300, currency: 'bam', payment_method: 'pm_card_visa_chargeDeclined' },
    });
    let areqs = 0;
    gateway.directory.onCard(() => {
      areqs += 1;
      return 'Y';
    });
    const confirm = () =>
      gateway.stripe.paymentIntents.confirm(
        intent.id,
        { return_url: 'https://shop.example/back' },
        { idempotencyKey: 'capped' },
      );
    const error = await errorOf(confirm());
    expect(error).toMatchObject({
      ...{ type: 'StripeCardError', statusCode: 402, code: 'card_declined' },
      ...{ decline_code: 'retry_cap_reached', charge: undefined },
    });
    expect((await errorOf(confirm())).headers?.['idempotent-replayed']).toBe('true');
    expect([sent() - before, areqs]).toEqual([3, 0]);
    const now = await gateway.stripe.paymentIntents.retrieve(intent.id);
    expect(now).toMatchObject({
      status: 'requires_payment_method',
      last_payment_error: { decline_code: 'retry_cap_reached' },
    });
    expect(await whyNotAttempted(intent.id)).toEqual([
      'not_attempted',
      'retry_cap_reached: 2 in 30 days',
    ]);
  });

  test('counts by amount, merchant, card, and who has begun it', async () => {
    const before = sent();
    await refused({ amount: 301 });
    await refused({}, gateway.other);
    await refused({ payment_method: 'pm_card_chargeCustomerFail' });
    await refused({ off_session: true });
    expect(sent() - before).toBe(4);
    expect(await refused()).toMatchObject({ decline_code: 'retry_cap_reached' });
    gateway.clock.setOffsetMs(days(30));
    expect(await refused()).toMatchObject({ decline_code: 'generic_decline' });
    expect(sent() - before).toBe(5);
  });

  test('never sends a lost card again, for any amount', async () => {
    const payment_method = 'pm_card_visa_chargeDeclinedLostCard';
    expect(await refused({ payment_method })).toMatchObject({ decline_code: 'lost_card' });
    const before = sent();
    const again = await refused({ payment_method, amount: 999 });
    expect(again).toMatchObject({ code: 'card_declined', decline_code: 'do_not_try_again' });
    expect(again.message).not.toMatch(/lost|stolen/);
    expect(sent()).toBe(before);
    expect(await whyNotAttempted(again.payment_intent?.id ?? '')).toEqual([
      'not_attempted',
      'retry_cap_reached: never again after 41',
    ]);
  });

  test('goes by the networks’ own figures when nothing else is said', async () => {
    await gateway.restart({ retries: {} });
    gateway.acquirer.onAuthorization(() => ({ do: 'decline', code: '51' }));
    const payment_method = 'pm_card_mastercard';
    const before = sent();
    for (let times = 0; times < 11; times += 1) await refused({ payment_method });
    expect(sent() - before).toBe(11);
    const error = await refused({ payment_method });
    expect(error).toMatchObject({ decline_code: 'retry_cap_reached' });
    gateway.clock.setOffsetMs(days(1));
    expect(await refused({ payment_method })).toMatchObject({ decline_code: 'insufficient_funds' });
    expect(sent() - before).toBe(12);
  });

  async function whyNotAttempted(intentId: string): Promise<readonly string[] | undefined> {
    const text = `select a.state, e.data ->> 'why' as why from payment_event e
      join payment_attempt a on a.account_id = e.account_id and a.intent_id = e.intent_id
      where e.intent_id = $1 and e.type = 'not_attempted'`;
    return gateway.db.one({ text, values: [intentId] }, (row) => [
      column.text(row, 'state'),
      column.text(row, 'why'),
    ]);
  }
});
