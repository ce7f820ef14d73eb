import type Stripe from 'stripe';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { errorOf } from '../testing/paying.ts';
import { startPlatform, type TestPlatform } from '../testing/platform.ts';

let platform: TestPlatform;
beforeAll(async () => {
  platform = await startPlatform();
});
afterAll(() => platform.close());

/** Everybody's balance: of the platform and of the account. */
async function sums(account: string) {
  const { stripe } = platform.gateway;
  const own = await stripe.balance.retrieve();
  const theirs = await stripe.balance.retrieve({}, { stripeAccount: account });
  const of = (balance: Stripe.Balance) => [
    balance.pending[0]?.amount,
    balance.available[0]?.amount,
  ];
  return { platform: of(own), account: of(theirs) };
}

describe('a direct charge', () => {
  test('is the account’s own, under the platform’s contract and the account’s name', async () => {
    const { gateway, sell } = platform;
    const { id } = await platform.account();
    const before = await sums(id);
    const intent = await sell({ application_fee_amount: 1_000 }, id);
    expect(intent).toMatchObject({ status: 'succeeded', application_fee_amount: 1_000 });
    expect(intent.application).toBe('ca_diva');
    const message = gateway.acquirer.of('0100').at(-1);
    expect(message?.fields[43]).toMatch(/^AMRA SAPUNI/);
    expect(message?.fields[42]).toMatch(/^DIVA/);
    const fee = `fee_${String(intent.latest_charge).slice(3)}`;
    const shown = await gateway.stripe.applicationFees.retrieve(fee);
    expect(shown).toMatchObject({ account: id, amount: 1_000, charge: intent.latest_charge });
    expect(await sums(id)).toEqual({
      platform: [(before.platform[0] ?? 0) + 1_000, before.platform[1]],
      account: [9_000, 0],
    });
    await platform.settle();
    // 100.00 less 3.00 of the acquirer's less 10.00 of the platform's.
    expect((await sums(id)).account).toEqual([0, 8_700]);
    const options = { stripeAccount: id };
    const { data } = await gateway.stripe.balanceTransactions.list({}, options);
    expect(data).toMatchObject([
      { type: 'charge', amount: 10_000, fee: 1_300, net: 8_700, source: intent.latest_charge },
    ]);
    expect(data[0]?.fee_details).toMatchObject([
      { type: 'payment_network_fee', amount: 300 },
      { type: 'application_fee', amount: 1_000, application: 'ca_diva' },
    ]);
    await platform.prove();
  });

  test('is refunded with its fee, in proportion, and the rest with the last part', async () => {
    const { gateway, sell } = platform;
    const { id } = await platform.account();
    const intent = await sell({ application_fee_amount: 1_000 }, id);
    const charge = String(intent.latest_charge);
    const options = { stripeAccount: id };
    const refund = (amount: number) =>
      gateway.stripe.refunds.create({ charge, amount, refund_application_fee: true }, options);
    await refund(3_333);
    const fee = () => gateway.stripe.applicationFees.retrieve(`fee_${charge.slice(3)}`);
    expect(await fee()).toMatchObject({ amount_refunded: 333, refunded: false });
    await platform.settle();
    await refund(6_667);
    expect(await fee()).toMatchObject({ amount_refunded: 1_000, refunded: true });
    await platform.settle();
    // The acquirer keeps its fee of the sale.
    expect((await sums(id)).account).toEqual([0, -300]);
    await platform.prove();
  });

  test('is not for an account that may not take cards', async () => {
    const { gateway, sell } = platform;
    const { id } = await gateway.stripe.accounts.create({ type: 'custom' });
    const error = await errorOf(sell({}, id));
    expect(error).toMatchObject({ code: 'capability_not_active' });
  });
});

describe('a destination charge', () => {
  test('gives the account all but the fee, as soon as there is money', async () => {
    const { gateway, sell } = platform;
    const { id } = await platform.account();
    const before = await sums(id);
    const transfer_data = { destination: id };
    const intent = await sell({ transfer_data, application_fee_amount: 1_500 });
    const charge = await gateway.stripe.charges.retrieve(String(intent.latest_charge));
    expect(charge).toMatchObject({ transfer_data: { destination: id, amount: null } });
    const transfer = await gateway.stripe.transfers.retrieve(String(charge.transfer));
    expect(transfer).toMatchObject({
      ...{ amount: 10_000, destination: id, source_transaction: charge.id, reversed: false },
      transfer_group: `group_${intent.id}`,
    });
    expect((await sums(id)).account).toEqual([8_500, 0]);
    const { data } = await gateway.stripe.balanceTransactions.list({}, { stripeAccount: id });
    expect(data).toMatchObject([
      { type: 'payment', status: 'pending', amount: 10_000, fee: 1_500, net: 8_500 },
    ]);
    await platform.settle();
    const after = await sums(id);
    expect(after.account).toEqual([0, 8_500]);
    expect((after.platform[1] ?? 0) - (before.platform[1] ?? 0)).toBe(1_200);
    await platform.prove();
  });

  test('in another’s name is told so to the cardholder, from the hold to the refund', async () => {
    const { gateway, sell } = platform;
    const { id } = await platform.account();
    const intent = await sell({
      transfer_data: { destination: id, amount: 7_000 },
      on_behalf_of: id,
      capture_method: 'manual',
    });
    expect(gateway.acquirer.of('0100').at(-1)?.fields[43]).toMatch(/^AMRA SAPUNI/);
    await gateway.stripe.paymentIntents.capture(intent.id, { amount_to_capture: 5_000 });
    await platform.drained();
    expect(gateway.acquirer.of('0220').at(-1)?.fields[43]).toMatch(/^AMRA SAPUNI/);
    // No more than what was captured.
    expect((await sums(id)).account).toEqual([5_000, 0]);
    await platform.prove();
  });

  test('is refunded out of the destination’s money when the platform says so', async () => {
    const { gateway, sell } = platform;
    const { id } = await platform.account();
    const intent = await sell({ transfer_data: { destination: id }, application_fee_amount: 999 });
    await platform.settle();
    const back = { reverse_transfer: true, refund_application_fee: true };
    const refund = (amount: number) =>
      gateway.stripe.refunds.create({ payment_intent: intent.id, amount, ...back });
    const first = await refund(5_000);
    expect((await sums(id)).account).toEqual([0, 10_000 - 999 - 5_000 + 499]);
    const shown = await gateway.stripe.refunds.retrieve(first.id);
    expect(shown.transfer_reversal).toBe(first.transfer_reversal);
    await refund(5_000);
    expect((await sums(id)).account).toEqual([0, 0]);
    const { latest_charge: charge } = intent;
    const { data } = await gateway.stripe.transfers.list({ destination: id });
    expect(data).toMatchObject([{ source_transaction: charge, amount_reversed: 10_000 }]);
    await platform.settle();
    await platform.prove();
  });

  test('is refused where it would say two things, or nothing', async () => {
    const { gateway, sell } = platform;
    const { id } = await platform.account();
    const bare = await gateway.stripe.accounts.create({ type: 'custom' });
    const wrong: [Stripe.PaymentIntentCreateParams | object, string][] = [
      [{ application_fee_amount: 100 }, 'application_fee_amount'],
      [{ transfer_data: { destination: id }, application_fee_amount: 10_001 }, 'application_fee'],
      [{ transfer_data: { destination: id, amount: 10_001 } }, 'transfer_data[amount]'],
      [
        { transfer_data: { destination: id, amount: 100 }, application_fee_amount: 1 },
        'application_fee_amount',
      ],
      [{ transfer_data: { destination: 'acct_nobody' } }, 'transfer_data[destination]'],
      [{ transfer_data: { destination: bare.id } }, 'transfer_data[destination]'],
      [{ on_behalf_of: bare.id }, 'on_behalf_of'],
    ];
    for (const [more, param] of wrong) {
      const error = await errorOf(sell(more));
      expect([error.param?.startsWith(param), error.param]).toEqual([true, error.param]);
    }
  });
});

describe('a transfer', () => {
  test('of a charge waits for its money, and never exceeds it', async () => {
    const { gateway, sell } = platform;
    const { id } = await platform.account();
    const { latest_charge } = await sell({ transfer_group: 'order_7' });
    const of = { currency: 'bam', destination: id, source_transaction: String(latest_charge) };
    const first = await gateway.stripe.transfers.create({ ...of, amount: 6_000 });
    expect(first).toMatchObject({ amount: 6_000, transfer_group: 'order_7' });
    const tooMuch = await errorOf(gateway.stripe.transfers.create({ ...of, amount: 4_001 }));
    expect(tooMuch).toMatchObject({ code: 'amount_too_large', param: 'amount' });
    await gateway.stripe.transfers.create(of);
    expect((await sums(id)).account).toEqual([10_000, 0]);
    await platform.settle();
    expect((await sums(id)).account).toEqual([0, 10_000]);
    const group = await gateway.stripe.transfers.list({ transfer_group: 'order_7' });
    expect(group.data.map(({ amount }) => amount)).toEqual([4_000, 6_000]);
    await platform.prove();
  });

  test('without a charge is of what is available, whoever asks at the same time', async () => {
    const { gateway, sell } = platform;
    const { id } = await platform.account();
    await sell({});
    await platform.settle();
    const [, available = 0] = (await sums(id)).platform;
    const amount = Math.floor(available / 3);
    const wishes = Array.from({ length: 10 }, () =>
      gateway.stripe.transfers.create({ amount, currency: 'bam', destination: id }),
    );
    const done = await Promise.allSettled(wishes);
    const refused = done.flatMap((one) => (one.status === 'rejected' ? [one.reason.code] : []));
    expect(refused).toEqual(Array(7).fill('balance_insufficient'));
    expect((await sums(id)).account).toEqual([0, amount * 3]);
    await platform.prove();
  });

  test('is taken back while the account has the money', async () => {
    const { gateway, sell } = platform;
    const one = await platform.account();
    const { latest_charge } = await sell({});
    await platform.settle();
    const source = { source_transaction: String(latest_charge), currency: 'bam' };
    const { transfers } = gateway.stripe;
    const { id } = await transfers.create({ ...source, amount: 5_000, destination: one.id });
    const reversal = await transfers.createReversal(id, { amount: 2_000, metadata: { a: 'b' } });
    expect(reversal).toMatchObject({ amount: 2_000, transfer: id, metadata: { a: 'b' } });
    const shown = await transfers.retrieve(id, { expand: ['balance_transaction'] });
    expect(shown).toMatchObject({ amount_reversed: 2_000, reversed: false });
    expect(shown.reversals.data).toEqual([reversal]);
    expect(shown.balance_transaction).toMatchObject({ type: 'transfer', amount: -5_000 });
    const tooMuch = await errorOf(transfers.createReversal(id, { amount: 3_001 }));
    expect(tooMuch).toMatchObject({ code: 'amount_too_large' });
    await platform.prove();
  });

  test('is told on both sides, and once for one key', async () => {
    const { gateway, sell } = platform;
    const { id } = await platform.account();
    const { latest_charge } = await sell({});
    const asked = { currency: 'bam', destination: id, source_transaction: String(latest_charge) };
    const options = { idempotencyKey: `key of ${id}` };
    const one = await gateway.stripe.transfers.create(asked, options);
    expect(await gateway.stripe.transfers.create(asked, options)).toEqual(one);
    const { data } = await gateway.stripe.events.list({ type: 'transfer.created', limit: 1 });
    expect(data[0]?.data.object).toEqual(one);
    const other = await errorOf(gateway.other.transfers.retrieve(one.id));
    expect(other).toMatchObject({ code: 'resource_missing' });
    expect((await gateway.other.transfers.list()).data).toEqual([]);
  });
});
