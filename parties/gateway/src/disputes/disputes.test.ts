// A dispute as a merchant lives it, by the official client: the money goes, the answer goes to the
// acquirer, the money comes back or does not; and the books hold at every step.

import type Stripe from 'stripe';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { askAgain, ruleFor } from '../testing/dispute-desk.ts';
import { errorOf } from '../testing/paying.ts';
import { startPlatform, type TestPlatform } from '../testing/platform.ts';
import { until } from '../testing/test-gateway.ts';

let platform: TestPlatform;
let stripe: Stripe;

beforeAll(async () => {
  platform = await startPlatform('daily');
  stripe = platform.gateway.stripe;
});
afterAll(() => platform.close());

/** A hundred, disputed. */
async function disputed(more: Partial<Stripe.PaymentIntentCreateParams> = {}) {
  const { id } = await stripe.paymentIntents.create({
    amount: 10_000,
    currency: 'bam',
    payment_method: 'pm_card_createDispute',
    confirm: true,
    return_url: 'https://shop.example/back',
    description: 'A red dress',
    receipt_email: 'hana@example.ba',
    ...more,
  });
  await platform.settle();
  const { data } = await stripe.disputes.list({ payment_intent: id });
  const [dispute] = data;
  if (dispute === undefined) throw new Error('there is no dispute');
  return dispute;
}

const available = async () =>
  (await stripe.balance.retrieve()).available.find(({ currency }) => currency === 'bam')?.amount ??
  0;

const eventsOf = async (id: string) => {
  const { data } = await stripe.events.list({ limit: 100 });
  return data.filter(({ data: { object } }) => Object(object).id === id).map(({ type }) => type);
};

/** The answer is a job: until the desk has judged it, and it has been read. */
async function endOf(id: string, status: string): Promise<Stripe.Dispute> {
  await until(async () => {
    await platform.drained();
    await platform.gateway.control('settlements/import', {});
    return (await stripe.disputes.retrieve(id)).status === status;
  }, `the dispute is ${status}`);
  return stripe.disputes.retrieve(id);
}

describe('a dispute', () => {
  test('takes the money and a fee, shows what is known, and refuses refunds', async () => {
    const before = await available();
    const dispute = await disputed();
    expect(dispute).toMatchObject({
      amount: 10_000,
      currency: 'bam',
      reason: 'fraudulent',
      network_reason_code: '10.4',
      status: 'needs_response',
      is_charge_refundable: false,
      evidence: { product_description: 'A red dress', customer_email_address: 'hana@example.ba' },
      evidence_details: { submission_count: 0, submission_method: 'not_submitted' },
      balance_transactions: [
        { type: 'adjustment', amount: -10_000, fee: 3_000, net: -13_000, source: dispute.id },
      ],
    });
    expect(dispute.evidence.access_activity_log).toContain('3-D Secure');
    expect(await available()).toBeLessThan(before + 10_000);
    const charge = await stripe.charges.retrieve(String(dispute.charge));
    expect(charge.disputed).toBe(true);
    const refused = await errorOf(stripe.refunds.create({ charge: charge.id }));
    expect(refused).toMatchObject({ code: 'charge_disputed' });
    const found = await stripe.charges.search({ query: 'disputed:"true"' });
    expect(found.data.map(({ id }) => id)).toContain(charge.id);
    expect(await eventsOf(dispute.id)).toEqual([
      'charge.dispute.funds_withdrawn',
      'charge.dispute.created',
    ]);
    await platform.prove();
  });

  test('is won by convincing evidence, and the money is there again', async () => {
    const { id, charge } = await disputed();
    const staged = await stripe.disputes.update(id, {
      evidence: { shipping_tracking_number: 'BA123', product_description: '' },
      metadata: { case: '7' },
      submit: false,
    });
    expect(staged).toMatchObject({ status: 'needs_response', metadata: { case: '7' } });
    expect(staged.evidence.product_description).toBeNull();
    const before = await available();
    const sent = await stripe.disputes.update(id, {
      evidence: { uncategorized_text: 'winning_evidence' },
    });
    expect(sent).toMatchObject({
      status: 'under_review',
      evidence: { shipping_tracking_number: 'BA123' },
      evidence_details: { submission_count: 1, submission_method: 'manual' },
    });
    const again = await errorOf(stripe.disputes.update(id, { evidence: { customer_name: 'H' } }));
    expect(again.message).toContain('already');
    const won = await endOf(id, 'won');
    expect(won.balance_transactions).toMatchObject([{ net: -13_000 }, { net: 10_000, fee: 0 }]);
    expect((await available()) - before).toBe(10_000);
    expect(platform.desk.disputes.find(({ state }) => state === 'won')?.answers).toMatchObject([
      { documents: ['delivery'], statement: 'winning_evidence' },
    ]);
    expect((await eventsOf(id)).slice(0, 2)).toEqual([
      'charge.dispute.funds_reinstated',
      'charge.dispute.closed',
    ]);
    expect(await stripe.refunds.create({ charge: String(charge) })).toMatchObject({
      amount: 10_000,
    });
    await platform.settle();
    await platform.prove();
  });

  test('is lost by evidence that does not convince', async () => {
    const { id } = await disputed();
    const before = await available();
    await stripe.disputes.update(id, { evidence: { uncategorized_text: 'losing_evidence' } });
    const lost = await endOf(id, 'lost');
    expect(lost.balance_transactions).toHaveLength(1);
    expect(await available()).toBe(before);
    expect(await eventsOf(id)).toContain('charge.dispute.closed');
    await platform.prove();
  });

  /** Answered, reinstated for now, and asked once more. */
  async function askedAgain() {
    const { id } = await disputed();
    await stripe.disputes.update(id, { evidence: { uncategorized_text: 'step_by_step' } });
    const told = () => platform.desk.disputes.at(-1);
    const before = await available();
    await until(async () => {
      await platform.drained();
      await platform.gateway.control('settlements/import', {});
      return (await available()) === before + 10_000;
    }, 'the money is back for now');
    expect(await stripe.disputes.retrieve(id)).toMatchObject({ status: 'under_review' });
    const one = told();
    if (one === undefined) throw new Error('the desk knows of no dispute');
    askAgain(one);
    await platform.gateway.control('settlements/import', {});
    expect(await available()).toBe(before);
    await platform.prove();
    return { id, one, before };
  }

  test('asks once more in pre-arbitration, and is won when the network rules so', async () => {
    const { id, one, before } = await askedAgain();
    const asked = await stripe.disputes.retrieve(id);
    expect(asked).toMatchObject({
      status: 'needs_response',
      evidence_details: { due_by: Math.floor(one.dueAtMs / 1000), submission_count: 1 },
      payment_method_details: { card: { case_type: 'chargeback' } },
    });
    // The same told again, by two imports at once, is nothing new.
    await Promise.all([1, 2].map(() => platform.gateway.control('settlements/import', {})));
    const evidence = { shipping_tracking_number: 'BA123' };
    const contested = await stripe.disputes.update(id, { evidence });
    expect(contested).toMatchObject({
      status: 'under_review',
      evidence_details: { submission_count: 2 },
    });
    await until(async () => {
      await platform.drained();
      return one.answers.length === 2;
    }, 'the acquirer has the answer');
    expect(one.answers.at(-1)).toMatchObject({ documents: ['delivery'] });
    ruleFor(one, 'acquirer');
    const won = await endOf(id, 'won');
    expect(await available()).toBe(before + 10_000);
    expect(won.balance_transactions.map(({ net }) => net)).toEqual([
      -13_000, 10_000, -10_000, 10_000,
    ]);
    // Newest first.
    expect((await eventsOf(id)).map((type) => type.slice('charge.dispute.'.length))).toEqual([
      ...['funds_reinstated', 'closed'],
      // Filed with the network; the merchant's second answer.
      'updated',
      ...['updated', 'funds_withdrawn', 'updated'],
      ...['funds_reinstated', 'updated', 'funds_withdrawn', 'created'],
    ]);
    await platform.settle();
    await platform.prove();
  });

  test('is lost when the network rules so, and costs what the network takes', async () => {
    const { id, one, before } = await askedAgain();
    await stripe.disputes.update(id, { submit: true });
    await until(async () => {
      await platform.drained();
      return one.answers.length === 2;
    }, 'the acquirer has the answer');
    // The gateway was away meanwhile, and hears of the whole rest at once.
    ruleFor(one, 'issuer');
    const lost = await endOf(id, 'lost');
    expect(await available()).toBe(before - 78_000);
    expect(lost.balance_transactions.at(-1)).toMatchObject({
      ...{ net: -78_000, description: 'Arbitration fee' },
    });
    expect((await eventsOf(id)).slice(0, 2)).toEqual([
      'charge.dispute.funds_withdrawn',
      'charge.dispute.closed',
    ]);
    await platform.settle();
    await platform.prove();
  });

  test('may be given up in pre-arbitration, without another fee', async () => {
    const { id, one, before } = await askedAgain();
    expect(await stripe.disputes.close(id)).toMatchObject({ status: 'lost' });
    await until(async () => {
      await platform.drained();
      return one.state === 'lost';
    }, 'the acquirer has heard');
    await platform.gateway.control('settlements/import', {});
    expect(await available()).toBe(before);
    expect((await eventsOf(id))[0]).toBe('charge.dispute.closed');
    await platform.prove();
  });

  test('that is given up is lost, once', async () => {
    const { id } = await disputed();
    expect(await stripe.disputes.close(id)).toMatchObject({ status: 'lost' });
    expect((await errorOf(stripe.disputes.close(id))).message).toContain('already closed');
    await platform.drained();
    expect(await eventsOf(id)).toContain('charge.dispute.closed');
    await platform.prove();
  });

  test('takes as evidence only files of the merchant, handed over for it', async () => {
    const { id } = await disputed();
    const wrong = await errorOf(stripe.disputes.update(id, { evidence: { receipt: 'file_x' } }));
    expect(wrong).toMatchObject({ code: 'resource_missing', param: 'evidence[receipt]' });
    const logo = await stripe.files.create({
      purpose: 'dispute_evidence',
      file: { data: Buffer.from('%PDF-1.4\n%%EOF\n'), name: 'receipt.pdf' },
    });
    const kept = await stripe.disputes.update(id, {
      evidence: { receipt: logo.id },
      submit: false,
      expand: ['evidence.receipt'],
    });
    expect(kept.evidence.receipt).toMatchObject({ id: logo.id, object: 'file' });
  });

  test('is nobody else’s', async () => {
    const { id } = await disputed();
    const other = platform.gateway.other;
    for (const ask of [
      () => other.disputes.retrieve(id),
      () => other.disputes.update(id, { metadata: { a: 'b' } }),
      () => other.disputes.close(id),
    ]) {
      expect(await errorOf(ask())).toMatchObject({ code: 'resource_missing' });
    }
    expect((await other.disputes.list()).data).toEqual([]);
  });
});
