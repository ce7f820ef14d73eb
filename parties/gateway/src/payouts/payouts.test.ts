import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { errorOf } from '../testing/paying.ts';
import { startPlatform, type TestPlatform } from '../testing/platform.ts';
import { until } from '../testing/test-gateway.ts';

let platform: TestPlatform;
beforeAll(async () => {
  platform = await startPlatform();
});
afterAll(() => platform.close());

/** An account with 87.00 available, out of 100.00 less 3.00 and 10.00. */
async function withMoney(more: object = manual): Promise<{ id: string; stripeAccount: string }> {
  const { id } = await platform.account(more);
  await platform.sell({ application_fee_amount: 1_000 }, id);
  await platform.settle();
  return { id, stripeAccount: id };
}

const manual = {
  settings: {
    payments: { statement_descriptor: 'AMRA SAPUNI' },
    payouts: { schedule: { interval: 'manual' } },
  },
};

const payouts = () => platform.gateway.stripe.payouts;
const send = () => platform.gateway.control('payouts/send', {});
const told = (id: string) =>
  platform.desk.instructions.find(({ reference }) => reference.endsWith(`|${id}`));

async function availableOf(stripeAccount: string) {
  const { available } = await platform.gateway.stripe.balance.retrieve({}, { stripeAccount });
  return available[0]?.amount;
}

/** The clock goes on until the payout has come to its end. */
async function ended(id: string, stripeAccount?: string) {
  const options = stripeAccount === undefined ? {} : { stripeAccount };
  const { clock, control } = platform.gateway;
  await until(async () => {
    await control('clock', { offsetMs: clock.offsetMs() + 3_000 });
    return (await payouts().retrieve(id, {}, options)).status !== 'in_transit';
  }, 'the payout ends');
  return payouts().retrieve(id, {}, options);
}

describe('a payout of a connected account', () => {
  test('goes to its bank, out of the platform’s money at the acquirer, and is told', async () => {
    const { id, stripeAccount } = await withMoney();
    const payout = await payouts().create(
      { amount: 8_000, currency: 'bam', statement_descriptor: 'SAPUNI', metadata: { week: '48' } },
      { stripeAccount },
    );
    const bank = (await platform.gateway.stripe.accounts.retrieve(id)).external_accounts?.data[0];
    expect(payout).toMatchObject({
      ...{ status: 'pending', automatic: false, destination: bank?.id, metadata: { week: '48' } },
    });
    expect(await availableOf(id)).toBe(700);
    expect(await send()).toEqual({ sent: 1 });
    await until(() => told(payout.id) !== undefined, 'the acquirer is told');
    expect(told(payout.id)).toMatchObject({
      ...{ mid: 'DIVA00000000000', reference: `${id}|${payout.id}`, amountMinor: '8000' },
      to: { iban: 'BA391290079401028494', holder: 'AMRA SAPUNI' },
    });
    const instruction = told(payout.id);
    if (instruction) instruction.status = 'paid';
    expect(await ended(payout.id, id)).toMatchObject({ status: 'paid', failure_code: null });
    const { data } = await platform.gateway.stripe.balanceTransactions.list(
      { payout: payout.id },
      { stripeAccount },
    );
    expect(data).toMatchObject([{ type: 'payout', amount: -8_000, source: payout.id }]);
    const types = await platform.gateway.stripe.events.list(
      { type: 'payout.*' },
      { stripeAccount },
    );
    expect(types.data.map(({ type }) => type)).toEqual([
      ...['payout.paid', 'payout.updated', 'payout.created'],
    ]);
    await platform.prove();
  });

  test('whose answer is lost is told again, the same to the same, though its bank account is gone', async () => {
    const { id, stripeAccount } = await withMoney();
    const payout = await payouts().create({ amount: 8_000, currency: 'bam' }, { stripeAccount });
    platform.desk.losesAnswers = true;
    await send();
    await until(() => told(payout.id) !== undefined, 'the acquirer has taken it');
    const { accounts } = platform.gateway.stripe;
    const other = { object: 'bank_account', country: 'BA', currency: 'bam' } as const;
    await accounts.createExternalAccount(id, {
      external_account: { ...other, account_number: 'BA391290079401028591' },
      default_for_currency: true,
    });
    await accounts.deleteExternalAccount(id, String(payout.destination));
    platform.desk.losesAnswers = false;
    const instruction = told(payout.id);
    if (instruction) instruction.status = 'paid';
    expect(await ended(payout.id, id)).toMatchObject({ status: 'paid', failure_code: null });
    const all = platform.desk.instructions.filter(({ reference }) => reference.endsWith(payout.id));
    expect(all).toHaveLength(1);
    expect(await availableOf(id)).toBe(700);
    await platform.prove();
  });

  test('that its bank sends back is its money again, however late', async () => {
    const { id, stripeAccount } = await withMoney();
    const payout = await payouts().create({ amount: 8_700, currency: 'bam' }, { stripeAccount });
    await send();
    await until(() => told(payout.id) !== undefined, 'the acquirer is told');
    const instruction = told(payout.id);
    if (instruction) instruction.status = 'paid';
    await ended(payout.id, id);
    expect(await availableOf(id)).toBe(0);
    if (instruction) Object.assign(instruction, { status: 'returned', reason: 'AC04 closed' });
    await platform.gateway.control('settlements/import', {});
    const back = await payouts().retrieve(payout.id, {}, { stripeAccount });
    expect(back).toMatchObject({ status: 'failed', failure_code: 'account_closed' });
    expect(back.failure_balance_transaction).toMatch(/^txn_/);
    expect(await availableOf(id)).toBe(8_700);
    await platform.prove();
  });

  test('can be canceled until it is sent, and no later', async () => {
    const { id, stripeAccount } = await withMoney();
    const one = await payouts().create({ amount: 100, currency: 'bam' }, { stripeAccount });
    expect(await payouts().cancel(one.id, {}, { stripeAccount })).toMatchObject({
      ...{ status: 'canceled' },
    });
    expect(await availableOf(id)).toBe(8_700);
    const two = await payouts().create({ amount: 100, currency: 'bam' }, { stripeAccount });
    await send();
    const error = await errorOf(payouts().cancel(two.id, {}, { stripeAccount }));
    expect(error).toMatchObject({ code: 'status_transition_invalid' });
    expect(told(one.id)).toBeUndefined();
    await platform.prove();
  });

  test('is never more than what is available, whoever asks at the same time', async () => {
    const { stripeAccount } = await withMoney();
    const wishes = Array.from({ length: 6 }, () =>
      payouts().create({ amount: 2_900, currency: 'bam' }, { stripeAccount }),
    );
    const done = await Promise.allSettled(wishes);
    const refused = done.flatMap((one) => (one.status === 'rejected' ? [one.reason.code] : []));
    expect(refused).toEqual(Array(3).fill('balance_insufficient'));
    await platform.prove();
  });

  test('is made by itself every banking day, unless the account wishes otherwise', async () => {
    const daily = await withMoney({});
    const byHand = await withMoney();
    await send();
    const made = await payouts().list({}, { stripeAccount: daily.id });
    expect(made.data).toMatchObject([{ amount: 8_700, automatic: true, status: 'in_transit' }]);
    expect((await payouts().list({}, { stripeAccount: byHand.id })).data).toEqual([]);
    expect(await availableOf(byHand.id)).toBe(8_700);
  });

  test('is refused where there is no way', async () => {
    const bare = await platform.gateway.stripe.accounts.create({ type: 'custom' });
    const { stripeAccount } = await withMoney();
    const asked = { amount: 100, currency: 'bam' };
    const refused = (more: object, account = stripeAccount) =>
      errorOf(payouts().create({ ...asked, ...more }, { stripeAccount: account }));
    expect(await refused({}, bare.id)).toMatchObject({ code: 'payouts_not_allowed' });
    expect(await refused({ currency: 'nok' })).toMatchObject({ param: 'currency' });
    expect(await refused({ destination: 'ba_1' })).toMatchObject({ param: 'destination' });
    expect(await refused({ method: 'instant' })).toMatchObject({ param: 'method' });
    const none = await errorOf(payouts().retrieve('po_1', {}, { stripeAccount }));
    expect(none).toMatchObject({ code: 'resource_missing' });
    const { id } = await payouts().create(asked, { stripeAccount });
    const reversed = await errorOf(payouts().reverse(id, {}, { stripeAccount }));
    expect(reversed).toMatchObject({ code: 'feature_not_available' });
    expect(await errorOf(payouts().retrieve(id))).toMatchObject({ code: 'resource_missing' });
  });
});

describe('a payout of the platform', () => {
  test('goes where its contract with the acquirer says', async () => {
    await platform.sell({});
    await platform.settle();
    const payout = await payouts().create({ amount: 5_000, currency: 'bam' });
    expect(payout).toMatchObject({ destination: null, status: 'pending' });
    await send();
    await until(() => told(payout.id) !== undefined, 'the acquirer is told');
    expect(told(payout.id)).toMatchObject({ to: null });
    const instruction = told(payout.id);
    if (instruction) Object.assign(instruction, { status: 'refused', reason: 'AC01' });
    expect(await ended(payout.id)).toMatchObject({ status: 'failed', failure_code: 'no_account' });
    await platform.prove();
  });

  test('is not by hand where the acquirer pays out every day by itself', async () => {
    await using daily = await startPlatform('daily');
    await daily.sell({});
    await daily.settle();
    const asked = { amount: 1, currency: 'bam' };
    const error = await errorOf(daily.gateway.stripe.payouts.create(asked));
    expect(error).toMatchObject({ code: 'balance_insufficient' });
    await daily.prove();
  });

  test('of a platform that is paid out daily leaves it owing what is its accounts’', async () => {
    await using daily = await startPlatform('daily');
    const { id } = await daily.account();
    await daily.sell({}, id);
    await daily.settle();
    const { stripe } = daily.gateway;
    const own = await stripe.balance.retrieve();
    expect(own.available).toMatchObject([{ amount: -9_700 }]);
    const theirs = await stripe.balance.retrieve({}, { stripeAccount: id });
    expect(theirs.available).toMatchObject([{ amount: 9_700 }]);
    const asked = { amount: 1, currency: 'bam' };
    const error = await errorOf(stripe.payouts.create(asked, { stripeAccount: id }));
    expect(error).toMatchObject({ code: 'balance_insufficient' });
    await daily.prove();
  });
});
