// The merchant's own account, as its contract and its configuration say it is.

import type { AccountData } from '../../connect/account.ts';
import type { Merchant } from '../../merchants/merchant.ts';
import { accountToStripe } from './account.ts';
import type { Resource } from './shape.ts';

export function ownAccountToStripe(merchant: Merchant): Resource & { readonly id: string } {
  const { accountId, country, currency, name, mcc, url } = merchant;
  const data: AccountData = {
    ...{ type: 'standard', country, currency, email: null, businessType: 'company' },
    controller: {
      ...{ feesPayer: 'account', losses: 'stripe' },
      ...{ requirementCollection: 'stripe', dashboard: 'full' },
    },
    businessProfile: { mcc, name, url },
    company: { name },
    settings: {
      dashboard: { display_name: name, timezone: merchant.timeZone },
      payments: { statement_descriptor: name },
      payouts: {
        schedule: { interval: merchant.acquirer.payouts === 'daily' ? 'daily' : 'manual' },
      },
    },
    ...{ tosAcceptance: {}, metadata: {}, capabilities: {}, persons: [], bankAccounts: [] },
    rejection: null,
  };
  const record = { accountId, id: accountId, parent: null, version: 1, createdAtMs: 0 };
  const shown = accountToStripe({ ...record, deletedAtMs: null, data }, true);
  // What a contract with the acquirer gives, and what only connected accounts have to be asked for.
  const { created: _, external_accounts: __, future_requirements: ___, ...rest } = shown;
  return {
    ...rest,
    id: accountId,
    object: 'account',
    capabilities: { card_payments: 'active', transfers: 'active' },
    charges_enabled: true,
    controller: { type: 'account' },
    details_submitted: true,
    payouts_enabled: true,
    requirements: nothingDue,
  };
}

const nothingDue = {
  alternatives: [],
  current_deadline: null,
  currently_due: [],
  disabled_reason: null,
  errors: [],
  eventually_due: [],
  past_due: [],
  pending_verification: [],
};
