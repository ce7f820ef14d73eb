// Balance, balance transactions, payouts, transfers and disputes, by the official client.

import type Stripe from 'stripe';
import { expect } from 'vitest';
import { filledIn } from '../testing/connected.ts';
import { until } from '../testing/test-gateway.ts';
import type { Family } from './family.ts';
import { paid, type Setting, settle } from './setting.ts';

/** A payment whose money has come. */
async function paidAtOnce(setting: Setting): Promise<Stripe.PaymentIntent> {
  const intent = await paid(setting);
  await setting.settleMoney();
  return intent;
}

async function movementOf(setting: Setting): Promise<Stripe.BalanceTransaction> {
  const { latest_charge: source } = await paidAtOnce(setting);
  await settle(setting);
  const list = await setting.stripe.balanceTransactions.list({ source: String(source) });
  const [movement] = list.data;
  if (movement === undefined) throw new Error('the charge has moved no balance');
  return movement;
}

async function payoutOf(setting: Setting): Promise<Stripe.Payout> {
  await movementOf(setting);
  return setting.stripe.payouts.create({ amount: 1_000, currency: 'bam', metadata: { a: 'b' } });
}

async function transferOf(setting: Setting): Promise<Stripe.Transfer> {
  await movementOf(setting);
  const { id: destination } = await setting.stripe.accounts.create(filledIn);
  return setting.stripe.transfers.create({ amount: 2_000, currency: 'bam', destination });
}

async function reversalOf(setting: Setting): Promise<Stripe.TransferReversal> {
  const { id } = await transferOf(setting);
  return setting.stripe.transfers.createReversal(id, { amount: 500 });
}

async function disputeOf(setting: Setting): Promise<Stripe.Dispute> {
  const { id } = await paid(setting, { payment_method: 'pm_card_createDispute' });
  let dispute: Stripe.Dispute | undefined;
  await until(async () => {
    await setting.settleMoney();
    [dispute] = (await setting.stripe.disputes.list({ payment_intent: id })).data;
    return dispute !== undefined;
  }, 'the dispute comes');
  if (dispute === undefined) throw new Error('there is no dispute');
  return dispute;
}

export const money: Family = {
  'balance.retrieve': async (setting) => {
    const pendingOf = async () => {
      const { pending } = await setting.stripe.balance.retrieve();
      return pending.find(({ currency }) => currency === 'bam')?.amount ?? 0;
    };
    await settle(setting);
    const before = await pendingOf();
    await paid(setting);
    await settle(setting);
    expect((await pendingOf()) - before).toBe(10_000);
    return setting.stripe.balance.retrieve();
  },
  'balance_transactions.list': async (setting) => {
    const { latest_charge: source } = await paidAtOnce(setting);
    await settle(setting);
    const list = await setting.stripe.balanceTransactions.list({ source: String(source) });
    expect(list.data).toMatchObject([{ type: 'charge', amount: 10_000, currency: 'bam', source }]);
    const [{ amount, fee, net } = { amount: 0, fee: 0, net: 1 }] = list.data;
    expect(net).toBe(amount - fee);
    return list;
  },
  'balance_transactions.retrieve': async (setting) => {
    const made = await movementOf(setting);
    const movement = await setting.stripe.balanceTransactions.retrieve(made.id);
    expect(movement).toEqual(made);
    return movement;
  },
  'payouts.create': async (setting) => {
    const payout = await payoutOf(setting);
    expect(payout).toMatchObject({
      ...{ object: 'payout', amount: 1_000, currency: 'bam', automatic: false },
      ...{ metadata: { a: 'b' }, livemode: false },
    });
    return payout;
  },
  'payouts.retrieve': async (setting) => {
    const { id } = await payoutOf(setting);
    const payout = await setting.stripe.payouts.retrieve(id);
    expect(payout).toMatchObject({ id, amount: 1_000, currency: 'bam' });
    return payout;
  },
  'payouts.update': async (setting) => {
    const { id } = await payoutOf(setting);
    const payout = await setting.stripe.payouts.update(id, { metadata: { order: '7' } });
    expect(payout).toMatchObject({ id, metadata: { a: 'b', order: '7' } });
    return payout;
  },
  'payouts.list': async (setting) => {
    const { id } = await payoutOf(setting);
    const list = await setting.stripe.payouts.list({ limit: 1 });
    expect(list.data.map((one) => one.id)).toEqual([id]);
    return list;
  },
  'payouts.cancel': async (setting) => {
    const { id } = await payoutOf(setting);
    const payout = await setting.stripe.payouts.cancel(id);
    expect(payout).toMatchObject({ id, status: 'canceled' });
    return payout;
  },
  'payouts.reverse': {
    refused: 'Credit transfers fetch no money back from a bank account.',
    attempt: async (setting: Setting) =>
      setting.stripe.payouts.reverse((await payoutOf(setting)).id),
  },
  'transfers.create': async (setting) => {
    const transfer = await transferOf(setting);
    expect(transfer).toMatchObject({
      ...{ object: 'transfer', amount: 2_000, amount_reversed: 0, reversed: false },
    });
    const stripeAccount = String(transfer.destination);
    const { available } = await setting.stripe.balance.retrieve({}, { stripeAccount });
    expect(available).toMatchObject([{ amount: 2_000, currency: 'bam' }]);
    return transfer;
  },
  'transfers.retrieve': async (setting) => {
    const made = await transferOf(setting);
    const transfer = await setting.stripe.transfers.retrieve(made.id);
    expect(transfer).toEqual(made);
    return transfer;
  },
  'transfers.update': async (setting) => {
    const { id } = await transferOf(setting);
    const transfer = await setting.stripe.transfers.update(id, { metadata: { order: '7' } });
    expect(transfer).toMatchObject({ id, metadata: { order: '7' } });
    return transfer;
  },
  'transfers.list': async (setting) => {
    const { id, destination } = await transferOf(setting);
    const list = await setting.stripe.transfers.list({ destination: String(destination) });
    expect(list.data.map((one) => one.id)).toEqual([id]);
    return list;
  },
  'transfers.createReversal': async (setting) => {
    const reversal = await reversalOf(setting);
    expect(reversal).toMatchObject({ object: 'transfer_reversal', amount: 500 });
    const transfer = await setting.stripe.transfers.retrieve(String(reversal.transfer));
    expect(transfer).toMatchObject({ amount: 2_000, amount_reversed: 500, reversed: false });
    return reversal;
  },
  'transfers.retrieveReversal': async (setting) => {
    const made = await reversalOf(setting);
    const { transfers } = setting.stripe;
    const reversal = await transfers.retrieveReversal(String(made.transfer), made.id);
    expect(reversal).toEqual(made);
    return reversal;
  },
  'transfers.updateReversal': async (setting) => {
    const made = await reversalOf(setting);
    const reversal = await setting.stripe.transfers.updateReversal(String(made.transfer), made.id, {
      metadata: { order: '7' },
    });
    expect(reversal).toMatchObject({ id: made.id, metadata: { order: '7' } });
    return reversal;
  },
  'transfers.listReversals': async (setting) => {
    const made = await reversalOf(setting);
    const list = await setting.stripe.transfers.listReversals(String(made.transfer));
    expect(list.data).toEqual([made]);
    return list;
  },
  'disputes.list': async (setting) => {
    const made = await disputeOf(setting);
    const list = await setting.stripe.disputes.list({ charge: String(made.charge) });
    expect(list.data).toMatchObject([
      { id: made.id, status: 'needs_response', reason: 'fraudulent', amount: 10_000 },
    ]);
    return list;
  },
  'disputes.retrieve': async (setting) => {
    const { id, charge } = await disputeOf(setting);
    const dispute = await setting.stripe.disputes.retrieve(id);
    expect(dispute).toMatchObject({ id, charge, currency: 'bam' });
    expect(await setting.stripe.charges.retrieve(String(charge))).toMatchObject({ disputed: true });
    return dispute;
  },
  'disputes.update': async (setting) => {
    const { id } = await disputeOf(setting);
    const evidence = { customer_name: 'Hana', uncategorized_text: 'She has it.' };
    const dispute = await setting.stripe.disputes.update(id, { evidence, metadata: { a: 'b' } });
    expect(dispute).toMatchObject({ id, evidence, metadata: { a: 'b' } });
    expect(dispute.evidence_details.has_evidence).toBe(true);
    return dispute;
  },
  'disputes.close': async (setting) => {
    const { id } = await disputeOf(setting);
    const dispute = await setting.stripe.disputes.close(id);
    expect(dispute).toMatchObject({ id, status: 'lost' });
    return dispute;
  },
};
