// A connected account, its people, its bank accounts and what it may do.

import {
  type Account,
  type BankAccount,
  type CapabilityName,
  capabilityNames,
  type Person,
  type Said,
  saidAt,
} from '../../connect/account.ts';
import { isRequested, lackingFor, standingOf, statusOf } from '../../connect/requirements.ts';
import { emptyAddress, type Json, type Resource, seconds, secondsOrNull } from './shape.ts';

type Shown = Resource & { readonly id: string };

/** `isPaidOn`: is its platform's money kept for it, or paid to the platform every day? */
export function accountToStripe(account: Account, isPaidOn: boolean): Shown {
  const { id, data, createdAtMs } = account;
  const standing = standingOf(data, isPaidOn);
  const requested = capabilityNames.filter((name) => isRequested(data, name));
  const individual = data.persons.find(({ isIndividual }) => isIndividual);
  return {
    id,
    object: 'account',
    business_profile: filled(emptyProfile, data.businessProfile),
    business_type: data.businessType,
    capabilities: Object.fromEntries(requested.map((name) => [name, statusOf(data, name)])),
    charges_enabled: standing.chargesEnabled,
    ...companyOf(data.company, data.businessType),
    controller: {
      fees: { payer: data.controller.feesPayer },
      is_controller: true,
      losses: { payments: data.controller.losses },
      requirement_collection: data.controller.requirementCollection,
      stripe_dashboard: { type: data.controller.dashboard },
      type: 'application',
    },
    country: data.country,
    created: seconds(createdAtMs),
    default_currency: data.currency.toLowerCase(),
    details_submitted: standing.detailsSubmitted,
    email: data.email,
    external_accounts: externalAccounts(account),
    future_requirements: requirements([], null),
    groups: { payments_pricing: null },
    ...(individual && { individual: personToStripe(account, individual) }),
    metadata: data.metadata,
    payouts_enabled: standing.payoutsEnabled,
    requirements: requirements(standing.lacking, standing.disabledReason),
    settings: settingsOf(account),
    tos_acceptance: filled({ date: null, ip: null, user_agent: null }, data.tosAcceptance),
    type: data.type,
  };
}

const emptyProfile: Said = {
  annual_revenue: null,
  estimated_worker_count: null,
  mcc: null,
  minority_owned_business_designation: null,
  name: null,
  product_description: null,
  specified_commercial_transactions_act_url: null,
  support_address: null,
  support_email: null,
  support_phone: null,
  support_url: null,
  url: null,
};

function companyOf(company: Said, businessType: string | null) {
  if (Object.keys(company).length === 0 && (businessType ?? 'individual') === 'individual')
    return {};
  const provided = {
    directors_provided: false,
    executives_provided: false,
    owners_provided: false,
  };
  const empty = {
    ...{ address: emptyAddress, name: null, phone: null, tax_id_provided: false },
    ...{ vat_id_provided: false, verification: { document: noDocument } },
  };
  return { company: filled({ ...provided, ...empty }, company) };
}

function settingsOf({ data }: Account): Json {
  const { settings, businessProfile } = data;
  const schedule = { delay_days: 1, interval: 'daily' };
  const kana = { statement_descriptor_prefix_kana: null, statement_descriptor_prefix_kanji: null };
  return filled(
    {
      branding: { icon: null, logo: null, primary_color: null, secondary_color: null },
      card_payments: { statement_descriptor_prefix: null, ...kana },
      dashboard: { display_name: saidAt(businessProfile, 'name') ?? null, timezone: 'Etc/UTC' },
      payments: {
        ...{ statement_descriptor: null, statement_descriptor_kana: null },
        ...{ statement_descriptor_kanji: null, ...kana },
      },
      payouts: { debit_negative_balances: false, schedule, statement_descriptor: null },
    },
    settings,
  );
}

function requirements(lacking: readonly string[], disabledReason: string | null) {
  return {
    alternatives: [],
    current_deadline: null,
    currently_due: lacking,
    disabled_reason: disabledReason,
    errors: [],
    eventually_due: lacking,
    past_due: lacking,
    pending_verification: [],
  };
}

export function externalAccounts(account: Account): Json {
  const data = account.data.bankAccounts.map((one) => bankAccountToStripe(account, one));
  const url = `/v1/accounts/${account.id}/external_accounts`;
  return { object: 'list', data, has_more: false, url };
}

export function bankAccountToStripe({ id: account }: Account, bank: BankAccount): Shown {
  return {
    id: bank.id,
    object: 'bank_account',
    account,
    account_holder_name: bank.holderName,
    account_holder_type: bank.holderType,
    account_type: bank.accountType,
    available_payout_methods: ['standard'],
    bank_name: null,
    country: bank.country,
    currency: bank.currency.toLowerCase(),
    default_for_currency: bank.isDefault,
    fingerprint: bank.fingerprint,
    future_requirements: noBankRequirements,
    last4: bank.number.slice(-4),
    metadata: bank.metadata,
    requirements: noBankRequirements,
    routing_number: bank.routingNumber,
    // Nobody has asked the bank whether there is such an account.
    status: 'new',
  };
}

const noBankRequirements = {
  currently_due: [],
  errors: [],
  past_due: [],
  pending_verification: [],
};
const noDocument = { back: null, details: null, details_code: null, front: null };

export function personToStripe({ id: account, data }: Account, person: Person): Shown {
  const lacking = lackingFor(data).flatMap((name) => {
    const [of = '', ...field] = name.split('.');
    return of === person.id || (of === 'individual' && person.isIndividual)
      ? [field.join('.')]
      : [];
  });
  const due = requirements(lacking, null);
  const { current_deadline, disabled_reason, ...dueOfPerson } = due;
  const { current_deadline: _, disabled_reason: __, ...nothingDue } = requirements([], null);
  const empty = {
    address: emptyAddress,
    dob: { day: null, month: null, year: null },
    ...{ email: null, first_name: null, last_name: null, maiden_name: null, phone: null },
    ...{ full_name_aliases: [], gender: null, nationality: null, political_exposure: 'none' },
    ...{ id_number_provided: false, ssn_last_4_provided: false },
    relationship: {
      ...{ authorizer: null, director: null, executive: null, legal_guardian: null, owner: null },
      ...{ percent_ownership: null, representative: person.isIndividual || null, title: null },
    },
  };
  return {
    id: person.id,
    object: 'person',
    account,
    created: seconds(person.createdAtMs),
    ...filled(empty, person.said),
    future_requirements: nothingDue,
    metadata: person.metadata,
    requirements: dueOfPerson,
    // Kassa looks at no papers.
    verification: {
      ...{ additional_document: noDocument, details: null, details_code: null },
      ...{ document: noDocument, status: 'unverified' },
    },
  };
}

export function capabilityToStripe({ id, data }: Account, name: CapabilityName): Shown {
  const lacking = isRequested(data, name) ? lackingFor(data, name) : [];
  const disabled = data.rejection === null ? 'requirements.fields_needed' : 'rejected.other';
  const status = statusOf(data, name);
  return {
    id: name,
    object: 'capability',
    account: id,
    future_requirements: requirements([], null),
    requested: isRequested(data, name),
    requested_at: secondsOrNull(data.capabilities[name]?.requestedAtMs ?? null),
    requirements: requirements(lacking, status === 'inactive' ? disabled : null),
    status,
  };
}

/** What was said, in its places; where nothing was, what the empty form holds. */
function filled(empty: Said, given: Said): Said {
  const all = new Map<string, Json>(Object.entries(empty));
  for (const [name, value] of Object.entries(given)) {
    const before = all.get(name);
    all.set(name, isSaid(value) ? filled(isSaid(before) ? before : {}, value) : value);
  }
  return Object.fromEntries(all);
}

function isSaid(value: Json | undefined): value is Said {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
