// What moving money between accounts is refused for, in Stripe's words.

import type { SplitRefusal } from '../../splits/errors.ts';
import { type ApiError, busy, invalid, keyInUse, missing } from '../kernel/api-error.ts';

export function splitToApi(refusal: SplitRefusal): ApiError {
  switch (refusal.code) {
    case 'account_unknown':
      return missing('destination', refusal.id, 'destination', 400);
    case 'account_cannot_receive':
      return invalid(
        `Your destination account needs to have the capability "transfers" enabled: ${refusal.id}. Its requirements say what is lacking.`,
        { code: 'insufficient_capabilities_for_transfer', param: 'destination' },
      );
    case 'charge_unknown':
      return missing('charge', refusal.id, 'source_transaction', 400);
    case 'charge_not_captured':
      return invalid('This charge has not been captured, so there is nothing to transfer.', {
        param: 'source_transaction',
      });
    case 'currency_differs':
      return invalid(
        `The currency of source_transaction is ${refusal.currency.toLowerCase()}. Transfer it in that currency.`,
        { param: 'currency' },
      );
    case 'amount_missing':
      return invalid('Missing required param: amount.', {
        ...{ code: 'parameter_missing', param: 'amount' },
      });
    case 'more_than_charge':
      return invalid(
        `The transfers of a charge cannot be more than the charge: ${refusal.leftMinor} of it are left.`,
        { code: 'amount_too_large', param: 'amount' },
      );
    case 'balance_insufficient':
      return balanceInsufficient(
        'You have insufficient available funds for this. Wait until charges are settled, or name one as source_transaction.',
      );
    case 'transfer_unknown':
      return missing('transfer', refusal.id);
    case 'reversal_too_large':
      return invalid(
        `The reversal is more than what is left of the transfer (${refusal.leftMinor}). Reverse that much or less.`,
        { code: 'amount_too_large', param: 'amount' },
      );
    case 'fee_unknown':
      return missing('application fee', refusal.id);
    case 'fee_refund_too_large':
      return invalid(
        `The refund is more than what is left of the fee (${refusal.leftMinor}). Refund that much or less.`,
        { code: 'amount_too_large', param: 'amount' },
      );
    case 'busy':
      return busy;
    case 'key_used':
      return keyInUse;
  }
}

export function balanceInsufficient(message: string): ApiError {
  return invalid(message, { code: 'balance_insufficient' });
}
