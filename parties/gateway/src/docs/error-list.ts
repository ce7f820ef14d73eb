// Every code that an error of the API can carry, with what it means and what to do. The codes of
// banks come from the decline table itself; test: nothing that the API says is missing here.

import { declineTable } from '../payments/decline-table.ts';
import { ownProblems } from '../payments/own-problems.ts';

export type ErrorNote = { readonly code: string; readonly meaning: string };

export const apiCodes: readonly ErrorNote[] = [
  {
    code: 'amount_too_large',
    meaning: 'More than what is held or left. The message has the limit.',
  },
  {
    code: 'amount_mismatch',
    meaning: 'The amount to confirm is no longer that of the PaymentIntent. Look at it again.',
  },
  { code: 'amount_too_small', meaning: 'The total must be at least one minor unit.' },
  {
    code: 'balance_insufficient',
    meaning: 'The money is not there: not settled yet, or paid out. The message says what to do.',
  },
  {
    code: 'payouts_not_allowed',
    meaning: 'The account may not be paid out yet: see its requirements.',
  },
  {
    code: 'capability_not_active',
    meaning: 'The account may not take cards: its requirements say what is lacking.',
  },
  {
    code: 'insufficient_capabilities_for_transfer',
    meaning: 'The account may not be transferred money: its requirements say what is lacking.',
  },
  { code: 'charge_already_refunded', meaning: 'All of this charge has been given back already.' },
  { code: 'charge_disputed', meaning: 'Its bank has the money, or may: a dispute decides.' },
  {
    code: 'payment_intent_mandate_invalid',
    meaning: 'The mandate is for another card, or has ended. Leave it out, or name its card.',
  },
  { code: 'charge_already_captured', meaning: 'The money of this charge has been taken already.' },
  {
    code: 'charge_expired_for_capture',
    meaning: 'The bank has let the hold go: it was not captured in time. Charge the card anew.',
  },
  {
    code: 'charge_invalid_parameter',
    meaning: 'Not possible with this charge as it is. The message says why.',
  },
  {
    code: 'missing',
    meaning: 'The customer has no card to charge, or not the one that was named.',
  },
  {
    code: 'status_transition_invalid',
    meaning: 'The object has moved on: a payout that was sent cannot be canceled.',
  },
  { code: 'charge_not_refundable', meaning: 'Only captured money can be refunded; cancel a hold.' },
  {
    code: 'account_invalid',
    meaning: 'The account in Stripe-Account is not connected to the caller, or not there.',
  },
  {
    code: 'account_number_invalid',
    meaning: 'Not a bank account: its own check digits do not fit, or the country does not.',
  },
  { code: 'routing_number_invalid', meaning: 'Not the routing number of a bank in the US.' },
  { code: 'feature_not_available', meaning: 'Kassa does not have this part of the API yet.' },
  {
    code: 'more_permissions_required',
    meaning: 'The restricted key lacks the right; the message names it.',
  },
  { code: 'rate_limit', meaning: 'Too many requests with one key at once. Wait, then try again.' },
  {
    code: 'resource_already_exists',
    meaning: 'Another object has this id or key already; `param` names which.',
  },
  { code: 'idempotency_key_in_use', meaning: 'The first request with this key still runs. Wait.' },
  { code: 'incorrect_number', meaning: 'The card number has a typing error, or no bank knows it.' },
  { code: 'invalid_currency', meaning: 'Not a currency of ISO 4217.' },
  { code: 'invalid_cvc', meaning: 'The security code has the wrong length.' },
  { code: 'invalid_expiry_month', meaning: 'Give a month from 1 to 12, and a year.' },
  { code: 'invalid_expiry_year', meaning: 'The year is past, or too far away.' },
  {
    code: 'over_capacity',
    meaning:
      'With 503: the providers, or Kassa, have enough to do. Nothing was sent or charged: send the same request again, with the same key, after Retry-After.',
  },
  { code: 'lock_timeout', meaning: 'Others change the same object right now. Try again.' },
  { code: 'parameter_invalid', meaning: 'The value is not one that this parameter takes.' },
  { code: 'parameter_invalid_integer', meaning: 'Give a whole number within the limits.' },
  {
    code: 'payment_intent_invalid_parameter',
    meaning: 'The parameter does not go with how this PaymentIntent is to be paid.',
  },
  { code: 'parameter_missing', meaning: 'A required parameter is not there; `param` names it.' },
  { code: 'parameter_unknown', meaning: 'We do not know this parameter; `param` names it.' },
  {
    code: 'payment_intent_unexpected_state',
    meaning: 'This cannot be done in the state the PaymentIntent is in; it is shown inside.',
  },
  {
    code: 'payment_method_unexpected_state',
    meaning: 'The payment method is of another customer, of none, or was detached.',
  },
  {
    code: 'payment_method_types_no_longer_supported',
    meaning: 'Leave payment_method_types out, or give allowed_payment_method_types.',
  },
  {
    code: 'setup_intent_unexpected_state',
    meaning: 'This cannot be done in the state the SetupIntent is in; it is shown inside.',
  },
  {
    code: 'setup_intent_authentication_failure',
    meaning: 'The cardholder could not be authenticated, so the card is not kept.',
  },
  { code: 'token_already_used', meaning: 'A token is good for one use. Make another.' },
  { code: 'resource_missing', meaning: 'There is no such object, or it is another merchant’s.' },
  {
    code: 'url_invalid',
    meaning: 'Not an address that a buyer or events can be sent to; the message says why.',
  },
  { code: 'secret_key_required', meaning: 'Only a secret key may call this, on a server.' },
];

export type DeclineNote = {
  /** Field 39 of the bank's answer; null: the gateway's own. */
  readonly response: string | null;
  readonly code: string;
  readonly declineCode: string;
  readonly message: string;
  readonly retry: string;
};

export const declineNotes: readonly DeclineNote[] = [
  ...Object.entries(declineTable).map(([response, row]) => ({ response, ...row })),
  ...Object.values(ownProblems).map((row) => ({
    ...row,
    response: null,
    declineCode: row.declineCode ?? '–',
  })),
];
