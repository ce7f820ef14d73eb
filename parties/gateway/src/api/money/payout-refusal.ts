// What a payout is refused for, in Stripe's words.

import type { PayoutRefusal } from '../../payouts/errors.ts';
import { type ApiError, busy, invalid, keyInUse, missing } from '../kernel/api-error.ts';

export function payoutToApi(refusal: PayoutRefusal): ApiError {
  switch (refusal.code) {
    case 'paid_out_daily':
      return invalid(
        'You have insufficient available funds for this: by its contract the acquirer pays out all that is settled by itself, every banking day, and nothing is left for payouts by hand.',
        { code: 'balance_insufficient' },
      );
    case 'payouts_not_enabled':
      return invalid(
        'Payouts are not enabled for this account. Its requirements say what is lacking.',
        { code: 'payouts_not_allowed' },
      );
    case 'bank_account_unknown':
      return missing('external account', refusal.id, 'destination', 400);
    case 'no_bank_account':
      return invalid(
        `Sorry, you don't have any external accounts in that currency (${refusal.currency.toLowerCase()}). Add one to the account.`,
        { param: 'currency' },
      );
    case 'bank_account_of_other_currency':
      return invalid(
        `The destination is an account in ${refusal.currency.toLowerCase()}. Pay out in that currency, or name another account.`,
        { param: 'destination' },
      );
    case 'bank_account_out_of_reach':
      return invalid(
        'This bank account has no IBAN, and the acquirer’s transfers reach IBANs only.',
        { param: 'destination' },
      );
    case 'balance_insufficient':
      return invalid(
        'You have insufficient funds in your account for this payout. Wait until charges are settled.',
        { code: 'balance_insufficient', param: 'amount' },
      );
    case 'payout_unknown':
      return missing('payout', refusal.id);
    case 'payout_not_pending':
      return invalid(
        `Payouts can only be canceled while they are pending; this one is ${refusal.status.replaceAll('_', ' ')}.`,
        { code: 'status_transition_invalid' },
      );
    case 'busy':
      return busy;
    case 'key_used':
      return keyInUse;
  }
}
