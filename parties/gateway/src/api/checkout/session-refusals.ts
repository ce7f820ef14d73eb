// Why a session was not made or not changed, as the API says it.

import type { ChangeRefusal } from '../../checkout/session/change-session.ts';
import type { TotalRefusal } from '../../checkout/session/new-session.ts';
import type { SetupRefusal } from '../../setups/errors.ts';
import { type ApiError, invalid, missing, refusalToApi } from '../kernel/api-error.ts';
import { setupToApi } from '../setups/setup-answer.ts';

export function changeRefused(refusal: ChangeRefusal, id: string): ApiError {
  switch (refusal.code) {
    case 'session_unknown':
      return missing('checkout.session', id, 'session');
    case 'total_too_small':
    case 'total_too_large': {
      const message = 'The total of a session must be between 1 and 99999999 minor units.';
      const code = refusal.code === 'total_too_small' ? 'amount_too_small' : 'amount_too_large';
      return invalid(message, { code, param: 'line_items' });
    }
    default:
      return refusalToApi(refusal);
  }
}

export function setupRefused(refusal: SetupRefusal | TotalRefusal): ApiError {
  if (refusal.code === 'total_too_small' || refusal.code === 'total_too_large') {
    return changeRefused(refusal, '');
  }
  return setupToApi(refusal, undefined);
}
