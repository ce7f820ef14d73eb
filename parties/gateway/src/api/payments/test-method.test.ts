// The well-known names of test cards, wherever a payment method may stand.

import type Stripe from 'stripe';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { back, errorOf } from '../../testing/paying.ts';
import { startTestGateway, type TestGateway } from '../../testing/test-gateway.ts';

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await startTestGateway();
});
afterAll(() => gateway.close());

const buy = (more: Partial<Stripe.PaymentIntentCreateParams>) =>
  gateway.stripe.paymentIntents.create({
    amount: 2_000,
    currency: 'bam',
    confirm: true,
    return_url: back,
    ...more,
  });

describe('a well-known payment method', () => {
  test('pays, and is a new PaymentMethod each time', async () => {
    const [one, other] = [
      await buy({ payment_method: 'pm_card_visa' }),
      await buy({ payment_method: 'pm_card_visa' }),
    ];
    expect([one.status, other.status]).toEqual(['succeeded', 'succeeded']);
    expect(one.payment_method).toMatch(/^pm_0/);
    expect(one.payment_method).not.toBe(other.payment_method);
    const shown = await gateway.stripe.paymentMethods.retrieve(String(one.payment_method));
    expect(shown.card).toMatchObject({ brand: 'visa', last4: '4242' });
  });

  test.each([
    ['pm_card_visa_chargeDeclined', 'card_declined', 'generic_decline'],
    ['pm_card_chargeDeclinedInsufficientFunds', 'card_declined', 'insufficient_funds'],
    ['pm_card_chargeDeclinedExpiredCard', 'expired_card', 'expired_card'],
    ['pm_card_chargeDeclinedIncorrectCvc', 'incorrect_cvc', 'incorrect_cvc'],
    ['pm_card_chargeDeclinedProcessingError', 'processing_error', 'processing_error'],
  ])('%s ends in %s, as its bank says', async (name, code, declineCode) => {
    const error = await errorOf(buy({ payment_method: name }));
    expect(error).toMatchObject({ statusCode: 402, code, decline_code: declineCode });
  });

  test('asks for the cardholder where the bank does', async () => {
    const intent = await buy({ payment_method: 'pm_card_threeDSecure2Required' });
    expect(intent.status).toBe('requires_action');
  });

  test('may be set by an update and confirmed later', async () => {
    const made = await gateway.stripe.paymentIntents.create({ amount: 700, currency: 'bam' });
    const updated = await gateway.stripe.paymentIntents.update(made.id, {
      payment_method: 'pm_card_mastercard',
      expand: ['payment_method'],
    });
    expect(updated.status).toBe('requires_confirmation');
    expect(updated.payment_method).toMatchObject({ card: { brand: 'mastercard' } });
    const paid = await gateway.stripe.paymentIntents.confirm(made.id, { return_url: back });
    expect(paid.status).toBe('succeeded');
  });

  test('can be given when confirming', async () => {
    const made = await gateway.stripe.paymentIntents.create({ amount: 700, currency: 'bam' });
    const paid = await gateway.stripe.paymentIntents.confirm(made.id, {
      payment_method: 'pm_card_visa',
      return_url: back,
    });
    expect(paid.status).toBe('succeeded');
  });

  test('retrieved, is a PaymentMethod to use', async () => {
    const method = await gateway.stripe.paymentMethods.retrieve('pm_card_visa_debit');
    expect(method.card).toMatchObject({ brand: 'visa', funding: 'debit', last4: '5556' });
    expect((await buy({ payment_method: method.id })).status).toBe('succeeded');
  });
});

describe('a well-known token', () => {
  test('is a card of a PaymentMethod', async () => {
    const method = await gateway.stripe.paymentMethods.create({
      type: 'card',
      card: { token: 'tok_amex' },
      billing_details: { name: 'Hana' },
    });
    expect(method).toMatchObject({
      card: { brand: 'amex', last4: '0005' },
      billing_details: { name: 'Hana' },
    });
    const intent = await buy({
      payment_method_data: { type: 'card', card: { token: 'tok_visa' } } as never,
    });
    expect(intent.status).toBe('succeeded');
  });
});

describe('a name that no card has', () => {
  test('is refused by that name', async () => {
    const error = await errorOf(buy({ payment_method: 'pm_card_bitcoin' }));
    expect(error).toMatchObject({
      statusCode: 400,
      code: 'resource_missing',
      param: 'payment_method',
    });
    expect(error.message).toContain("No such PaymentMethod: 'pm_card_bitcoin'");
    const token = await errorOf(
      gateway.stripe.paymentMethods.create({ type: 'card', card: { token: 'tok_bitcoin' } }),
    );
    expect(token).toMatchObject({ code: 'resource_missing', param: 'card[token]' });
  });

  test('is every name at a gateway without test cards', async () => {
    await using bare = await startTestGateway({ testCards: [] });
    const error = await errorOf(
      bare.stripe.paymentIntents.create({
        amount: 700,
        currency: 'bam',
        payment_method: 'pm_card_visa',
      }),
    );
    expect(error).toMatchObject({ code: 'resource_missing', param: 'payment_method' });
  });
});
