// What is booked beside sales and disputes, done by Tezga, a platform: holds that grow, are captured in
// parts and given up, a card of another currency, a connected account with fees, transfers and payouts,
// one of which comes back and one of which cannot be sent.

import type Stripe from 'stripe';
import { amra } from '../cast/cast.ts';
import { bosnianIban } from '../cast/iban.ts';

/** Well formed, and nobody's. */
const nobodysIban = bosnianIban('196', '70099');
/** At a bank that the clearing house does not know. */
const nowheresIban = bosnianIban('999', '70099');
const currency = 'bam';

/** What is on cardholders' statements. */
export const sellerName = 'AMRA SAPUNI';

const bankAccount = (iban: string) =>
  ({ object: 'bank_account', country: 'BA', currency, account_number: iban }) as const;

const seller: Stripe.AccountCreateParams = {
  type: 'custom',
  country: 'BA',
  business_type: 'individual',
  capabilities: { card_payments: { requested: true }, transfers: { requested: true } },
  business_profile: { mcc: '5977', url: 'https://amra.example' },
  settings: {
    payments: { statement_descriptor: sellerName },
    payouts: { schedule: { interval: 'manual' } },
  },
  individual: {
    first_name: 'Amra',
    last_name: 'Hodžić',
    dob: { day: 2, month: 5, year: 1990 },
    address: { line1: 'Ferhadija 1', city: 'Sarajevo', postal_code: '71000', country: 'BA' },
  },
  external_account: bankAccount(amra.iban),
  tos_acceptance: { date: 1_790_000_000, ip: '127.0.0.1' },
};

export type Market = {
  sell(): Promise<void>;
  /** Once the sales are settled. */
  refundAndPayOut(): Promise<void>;
  /** A day after: what two payouts of one hour do first is not the same every time. */
  payOutToNobody(): Promise<void>;
  /** And a day after that. */
  payOutToNowhere(): Promise<void>;
  /** Banking days later: that to Amra, and those to nobody and nowhere. */
  endsOfPayouts(): Promise<string[]>;
};

export function openMarket(stripe: Stripe): Market {
  let options = { stripeAccount: '' };
  let sold = '';
  const payouts: string[] = [];
  const payOutTo = async (iban: string, amount: number) => {
    const { id: destination } = await stripe.accounts.createExternalAccount(options.stripeAccount, {
      external_account: bankAccount(iban),
    });
    const bad = await stripe.payouts.create({ amount, currency, destination }, options);
    payouts.push(bad.id);
  };
  return {
    async sell() {
      options = { stripeAccount: (await stripe.accounts.create(seller)).id };
      await holds(stripe);
      // Another currency: the cardholder's bank keeps its account in kroner.
      sold = (await stripe.paymentIntents.create(sale('visa', {}))).id;
      await stripe.paymentIntents.create(
        sale('domesticPricing', { application_fee_amount: 1_000 }),
        options,
      );
      const { id } = await stripe.transfers.create({
        ...{ amount: 2_000, currency, destination: options.stripeAccount },
        source_transaction: await chargeOf(stripe, sold),
      });
      await stripe.transfers.createReversal(id, { amount: 500 });
    },
    async refundAndPayOut() {
      await stripe.refunds.create({ payment_intent: sold, amount: 3_000 });
      const canceled = await stripe.payouts.create({ amount: 100, currency }, options);
      await stripe.payouts.cancel(canceled.id, {}, options);
      const good = await stripe.payouts.create({ amount: 5_000, currency }, options);
      payouts.push(good.id);
    },
    payOutToNobody: () => payOutTo(nobodysIban, 700),
    payOutToNowhere: () => payOutTo(nowheresIban, 300),
    async endsOfPayouts() {
      const ends = await Promise.all(payouts.map((id) => stripe.payouts.retrieve(id, {}, options)));
      return ends.map(({ status }) => status);
    },
  };
}

/** One raised and captured in part, one captured in two parts, one given up. */
async function holds(stripe: Stripe): Promise<void> {
  const { paymentIntents } = stripe;
  const hold = async () =>
    (
      await paymentIntents.create(
        sale('domesticPricing', {
          capture_method: 'manual',
          payment_method_options: {
            card: {
              request_incremental_authorization: 'if_available',
              request_multicapture: 'if_available',
            },
          },
        }),
      )
    ).id;
  const raised = await hold();
  await paymentIntents.incrementAuthorization(raised, { amount: 15_000 });
  await paymentIntents.capture(raised, { amount_to_capture: 6_000, final_capture: true });
  const parts = await hold();
  await paymentIntents.capture(parts, { amount_to_capture: 3_000, final_capture: false });
  await paymentIntents.capture(parts, { amount_to_capture: 2_000, final_capture: true });
  await paymentIntents.cancel(await hold());
}

function sale(
  card: string,
  more: Partial<Stripe.PaymentIntentCreateParams>,
): Stripe.PaymentIntentCreateParams {
  return {
    ...{ amount: 10_000, currency, payment_method: `pm_card_${card}`, confirm: true },
    ...{ off_session: true, ...more },
  };
}

const chargeOf = async (stripe: Stripe, intent: string): Promise<string> =>
  String((await stripe.paymentIntents.retrieve(intent)).latest_charge);
