// What a setup's use cases can refuse; api/setups/ maps every code to Stripe's words.

import type { CustomerId } from '../ids.ts';
import type { SetupStatus } from './setup.ts';

export type SetupDoing = 'update' | 'confirm' | 'cancel';

export type SetupRefusal =
  | { readonly code: 'setup_unknown'; readonly id: string }
  | { readonly code: 'payment_method_unknown'; readonly id: string }
  | { readonly code: 'payment_method_missing' }
  | { readonly code: 'method_detached' }
  | { readonly code: 'method_of_other'; readonly customer: CustomerId }
  | { readonly code: 'unexpected_state'; readonly doing: SetupDoing; readonly status: SetupStatus }
  /** Who could be asked has enough to do: nothing was done. */
  | { readonly code: 'over_capacity' }
  | { readonly code: 'busy' }
  | { readonly code: 'key_used' };
