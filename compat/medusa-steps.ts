// What a shop asks of Medusa's provider, and what it must be told.

import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import type { Shop } from './medusa-provider.ts';

export type Steps = Readonly<Record<string, () => Promise<void>>>;

const address = {
  ...{ address_1: 'Ferhadija 1', city: 'Sarajevo', postal_code: '71000', country_code: 'ba' },
};
const hana = { id: 'cus_medusa', email: 'hana@shop.example', first_name: 'Hana', last_name: 'H.' };
const customer = { ...hana, phone: '+38761000000', billing_address: address };
const returnUrl = 'https://shop.example/back';

export function steps(shop: Shop): Steps {
  return { ...holderSteps(shop), ...paymentSteps(shop), ...atOnceSteps(shop), ...otherSteps(shop) };
}

/** Each step of a story needs what an earlier one has made. */
function kept<T>(what: string) {
  let value: T | undefined;
  return {
    set: (made: T) => {
      value = made;
      return made;
    },
    get: (): T => value ?? assert.fail(`there is no ${what}: an earlier step has failed`),
  };
}

const session = (more: object = {}) => ({
  ...{ currency_code: 'bam', amount: 20 },
  data: { session_id: `payses_${randomUUID()}`, ...more },
  context: { idempotency_key: randomUUID() },
});

/** A customer with a card that is kept. */
function holderSteps(shop: Shop): Steps {
  const provider = shop.provider();
  const holder = kept<{ id: string }>('account holder');
  const method = kept<{ id: string }>('saved payment method');
  const context = () => ({ account_holder: { data: holder.get() } });
  return {
    'createAccountHolder; the same key makes no second one': async () => {
      const idempotency_key = randomUUID();
      const ask = () => provider.createAccountHolder({ context: { customer, idempotency_key } });
      const made = await ask();
      assert.equal(made.data.email, hana.email);
      assert.equal(made.data.address.city, 'Sarajevo');
      assert.equal((await ask()).id, made.id);
      holder.set(made.data);
    },
    updateAccountHolder: async () => {
      const changed = { ...customer, first_name: 'Hana Maja' };
      const { data } = await provider.updateAccountHolder({
        context: { ...context(), customer: changed, idempotency_key: randomUUID() },
      });
      assert.equal(data.name, 'Hana Maja H.');
    },
    savePaymentMethod: async () => {
      const { id, data } = await provider.savePaymentMethod({
        context: { ...context(), idempotency_key: randomUUID() },
        data: {
          ...{ payment_method: 'pm_card_visa', confirm: true, usage: 'off_session' },
          payment_method_types: ['card'],
        },
      });
      assert.match(id, /^seti_/);
      assert.equal(data.status, 'succeeded');
    },
    listPaymentMethods: async () => {
      const list = await provider.listPaymentMethods({ context: context() });
      assert.equal(list.length, 1);
      assert.equal(list[0].data.card.last4, '4242');
      method.set(list[0]);
    },
    'initiatePayment off-session with the saved method': async () => {
      const input = session({
        ...{ payment_method: method.get().id, confirm: true, off_session: true },
      });
      const made = await provider.initiatePayment({
        ...input,
        context: { ...input.context, ...context() },
      });
      assert.equal(made.status, 'authorized');
      assert.equal(made.data.customer, holder.get().id);
    },
    deletePaymentMethod: async () => {
      await provider.deletePaymentMethod({
        data: { id: method.get().id },
        context: context(),
      });
      assert.deepEqual(await provider.listPaymentMethods({ context: context() }), []);
    },
    deleteAccountHolder: async () => {
      await provider.deleteAccountHolder({ context: context() });
    },
  };
}

/** A payment as a storefront makes it: begun by the server, confirmed in the browser. */
function paymentSteps(shop: Shop): Steps {
  const provider = shop.provider({ automaticPaymentMethods: true });
  const payment = kept<{ id: string; client_secret: string }>('payment');
  const id = () => ({ data: { id: payment.get().id }, context: {} });
  return {
    'initiatePayment; the same key makes no second one': async () => {
      const input = session();
      const made = await provider.initiatePayment(input);
      assert.equal(made.status, 'pending');
      assert.equal(made.data.amount, 2_000);
      assert.equal(made.data.metadata.session_id, input.data.session_id);
      assert.equal((await provider.initiatePayment(input)).id, made.id);
      payment.set(made.data);
    },
    updatePayment: async () => {
      const input = { ...id(), currency_code: 'bam', amount: 25 };
      const { status, data } = await provider.updatePayment(input);
      assert.deepEqual([status, data.amount], ['pending', 2_500]);
    },
    'the browser confirms with the publishable key': async () => {
      const { paymentIntents } = shop.client('pk_test_diva');
      const confirmed = await paymentIntents.confirm(payment.get().id, {
        client_secret: payment.get().client_secret,
        payment_method: 'pm_card_visa',
        return_url: returnUrl,
      });
      assert.equal(confirmed.status, 'requires_capture');
    },
    authorizePayment: async () => {
      const { status, data } = await provider.authorizePayment(id());
      assert.equal(status, 'authorized');
      assert.equal(data.payment_method.card.last4, '4242');
    },
    'capturePayment; once more changes nothing': async () => {
      const captured = await provider.capturePayment(id());
      assert.equal(captured.data.status, 'succeeded');
      assert.equal(captured.data.amount_received, 2_500);
      const again = await provider.capturePayment(id());
      assert.equal(again.data.status, 'succeeded');
    },
    'refundPayment: a part, the rest, and nothing more': async () => {
      const data = { id: payment.get().id, currency: 'bam' };
      for (const amount of [5, 20, 1]) {
        await provider.refundPayment({ amount, data, context: {} });
      }
      const { latest_charge: charge } = await shop
        .client('sk_test_diva')
        .paymentIntents.retrieve(data.id, { expand: ['latest_charge'] });
      assert.deepEqual([charge.amount_refunded, charge.refunded], [2_500, true]);
    },
    retrievePayment: async () => {
      assert.equal((await provider.retrievePayment(id())).data.amount, 25);
    },
    'cancelPayment; once more changes nothing': async () => {
      const { id: other } = await provider.initiatePayment(session());
      const input = { data: { id: other }, context: {} };
      assert.equal((await provider.cancelPayment(input)).data.status, 'canceled');
      assert.equal((await provider.cancelPayment(input)).data.status, 'canceled');
    },
  };
}

/** Payments that the server confirms as it begins them. */
function atOnceSteps(shop: Shop): Steps {
  const provider = shop.provider({ capture: true });
  const pay = (payment_method: string) => {
    const more = { payment_method, confirm: true, payment_method_types: ['card'] };
    return provider.initiatePayment(session({ ...more, return_url: returnUrl }));
  };
  return {
    'initiatePayment that captures at once': async () => {
      const { status, data } = await pay('pm_card_visa');
      assert.deepEqual([status, data.amount_received], ['captured', 2_000]);
    },
    'initiatePayment with a card that is declined': async () => {
      const { status, data } = await pay('pm_card_chargeDeclinedInsufficientFunds');
      assert.equal(status, 'error');
      assert.equal(data.last_payment_error.decline_code, 'insufficient_funds');
    },
    'initiatePayment with a card that must be authenticated': async () => {
      const { status, data } = await pay('pm_card_threeDSecure2Required');
      assert.equal(status, 'requires_more');
      assert.equal(data.next_action.type, 'redirect_to_url');
    },
  };
}

/** Kassa has cards alone: the package's other services must be told so, not fail in the dark. */
function otherSteps(shop: Shop): Steps {
  return Object.fromEntries(
    shop.others.map(({ identifier, provider }) => [
      `${identifier} is refused, and told that only cards are there`,
      async () => {
        const input = { ...session(), currency_code: 'eur' };
        const tried = provider.initiatePayment(input);
        await assert.rejects(tried, /only "?card/i);
      },
    ]),
  );
}
