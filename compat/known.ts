// What does not pass, and why. A row that is not here must pass, or `npm run compat` fails.

import type { Known } from './table.ts';

const because = (reason: string, names: readonly string[]): Known =>
  Object.fromEntries(names.map((name) => [name, reason]));

/** All of Medusa's provider passes. */
export const knownOfMedusa: Known = {};

export const knownOfStripeCli: Known = {
  ...because('Subscriptions, invoices and what belongs to them come with billing.', [
    'billing_portal.configuration.created',
    'billing_portal.configuration.updated',
    'billing_portal.session.created',
    'credit_note.created',
    'credit_note.updated',
    'credit_note.voided',
    'customer.subscription.created',
    'customer.subscription.deleted',
    'customer.subscription.paused',
    'customer.subscription.trial_will_end',
    'customer.subscription.updated',
    'invoice.created',
    'invoice.deleted',
    'invoice.finalized',
    'invoice.marked_uncollectible',
    'invoice.paid',
    'invoice.payment_action_required',
    'invoice.payment_failed',
    'invoice.payment_succeeded',
    'invoice.sent',
    'invoice.updated',
    'invoice.voided',
    'invoiceitem.created',
    'invoiceitem.deleted',
    'plan.created',
    'plan.deleted',
    'plan.updated',
    'quote.accepted',
    'quote.canceled',
    'quote.created',
    'quote.finalized',
    'subscription.payment_failed',
    'subscription.payment_succeeded',
    'subscription_schedule.aborted',
    'subscription_schedule.canceled',
    'subscription_schedule.completed',
    'subscription_schedule.created',
    'subscription_schedule.expiring',
    'subscription_schedule.released',
    'subscription_schedule.updated',
    'v1.billing.meter.error_report_triggered',
    'v1.billing.meter.no_meter_found',
  ]),
  ...because('Coupons, promotion codes and discounts come with billing.', [
    'coupon.created',
    'coupon.deleted',
    'coupon.updated',
    'customer.discount.created',
    'customer.discount.deleted',
    'customer.discount.updated',
    'promotion_code.created',
    'promotion_code.updated',
  ]),
  ...because('Tax rates of one’s own come with billing; sessions know our VAT table.', [
    'tax_rate.created',
    'tax_rate.updated',
  ]),
  ...because(
    'Test clocks move subscriptions, which come with billing; the world has a clock of its own.',
    [
      'test_helpers.test_clock.advancing',
      'test_helpers.test_clock.created',
      'test_helpers.test_clock.deleted',
      'test_helpers.test_clock.ready',
    ],
  ),
  ...because('Kassa issues no cards for merchants: issuers are banks of their own here.', [
    'issuing_authorization.request',
    'issuing_authorization.request.eu',
    'issuing_authorization.request.gb',
    'issuing_card.created',
    'issuing_card.created.eu',
    'issuing_card.created.gb',
    'issuing_cardholder.created',
    'issuing_cardholder.created.eu',
    'issuing_cardholder.created.gb',
    'issuing_transaction.created',
    'issuing_transaction.purchase_details_receipt_updated',
    'issuing_transaction.updated',
  ]),
  ...because('Kassa verifies nobody’s identity.', [
    'identity.verification_session.canceled',
    'identity.verification_session.created',
    'identity.verification_session.redacted',
  ]),
  ...because('Reports are not part of the API yet.', ['reporting.report_run.succeeded']),
  ...because('Pays by direct debit from a bank account (SEPA): only cards are taken.', [
    'checkout.session.async_payment_failed',
    'checkout.session.async_payment_succeeded',
    'payment_intent.processing',
  ]),
  ...because('Pays by bank transfer into the balance of a customer: only cards are taken.', [
    'cash_balance.funds_available',
    'customer_cash_balance_transaction.created',
    'payment_intent.partially_funded',
  ]),
  ...because('Money comes from payments; nobody tops up.', ['topup.created']),
  ...because(
    'The CLI’s card asks for an inquiry; banks here know none, they charge back, and days later.',
    ['charge.dispute.closed', 'charge.dispute.created', 'charge.dispute.updated'],
  ),
  ...because('Links to a price that recurs, which comes with billing.', [
    'payment_link.created',
    'payment_link.updated',
  ]),
  ...because('Read the balance: no event tells yet when money has become available.', [
    'balance.available',
  ]),
};
