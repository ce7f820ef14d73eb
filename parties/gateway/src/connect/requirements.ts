// What an account still lacks, and what it may do therefore. Pure. Nobody here verifies anything: an
// account may do what it has given everything for, until its platform rejects it.

import {
  type AccountData,
  type CapabilityName,
  capabilityNames,
  type Person,
  saidAt,
} from './account.ts';

export type CapabilityStatus = 'active' | 'inactive' | 'unrequested';

const ofEverybody = [
  'business_type',
  'external_account',
  'tos_acceptance.date',
  'tos_acceptance.ip',
];
const ofAPerson = [
  'first_name',
  'last_name',
  'dob.day',
  'dob.month',
  'dob.year',
  'address.line1',
  'address.city',
  'address.postal_code',
];
const ofACompany = ['name', 'tax_id', 'address.line1', 'address.city', 'address.postal_code'];
/** To take cards, the cardholder must be able to recognise who did. */
const ofASeller = [
  'business_profile.mcc',
  'business_profile.url',
  'settings.payments.statement_descriptor',
];

/** The names of what is missing, in the order of the alphabet, for one capability or all requested. */
export function lackingFor(account: AccountData, wanted?: CapabilityName): string[] {
  const isSeller =
    wanted === undefined ? isRequested(account, 'card_payments') : wanted !== 'transfers';
  const lacking = [
    ...ofEverybody.filter((name) => !isGiven(account, name)),
    ...ofTheOwner(account),
    ...(isSeller ? ofASeller.filter((name) => !isGiven(account, name)) : []),
  ];
  return lacking.sort();
}

function ofTheOwner(account: AccountData): string[] {
  const person = account.persons.find(isTheOne);
  const missing = ofAPerson.filter((name) => person === undefined || !saidAt(person.said, name));
  switch (account.businessType) {
    case null:
      return [];
    case 'individual':
      return missing.map((name) => `individual.${name}`);
    default:
      return [
        ...ofACompany
          .filter((name) => !isOfCompany(account, name))
          .map((name) => `company.${name}`),
        ...missing.map((name) => `${person?.id ?? 'representative'}.${name}`),
      ];
  }
}

/** The individual itself, or who speaks for the company. */
function isTheOne({ isIndividual, said }: Person): boolean {
  return isIndividual || saidAt(said, 'relationship.representative') === true;
}

function isOfCompany({ company }: AccountData, name: string): boolean {
  return saidAt(company, name === 'tax_id' ? 'tax_id_provided' : name) !== undefined;
}

function isGiven(account: AccountData, name: string): boolean {
  const [first = '', ...rest] = name.split('.');
  const path = rest.join('.');
  switch (first) {
    case 'business_type':
      return account.businessType !== null;
    case 'external_account':
      return account.bankAccounts.length > 0;
    case 'tos_acceptance':
      return saidAt(account.tosAcceptance, path) !== undefined;
    case 'business_profile':
      return saidAt(account.businessProfile, path) !== undefined || isDescribed(account, path);
    default:
      return saidAt(account.settings, path) !== undefined;
  }
}

/** Who has no address on the web may say in words what they sell. */
function isDescribed({ businessProfile }: AccountData, path: string): boolean {
  return path === 'url' && saidAt(businessProfile, 'product_description') !== undefined;
}

export function isRequested({ capabilities }: AccountData, name: CapabilityName): boolean {
  return capabilities[name]?.requested === true;
}

export function statusOf(account: AccountData, name: CapabilityName): CapabilityStatus {
  if (!isRequested(account, name)) return 'unrequested';
  const isOpen = account.rejection === null && lackingFor(account, name).length === 0;
  return isOpen ? 'active' : 'inactive';
}

export type Standing = {
  readonly chargesEnabled: boolean;
  readonly payoutsEnabled: boolean;
  readonly detailsSubmitted: boolean;
  readonly lacking: readonly string[];
  readonly disabledReason: string | null;
};

/** `isPaidOn`: could it be paid at all, as its platform is paid? */
export function standingOf(account: AccountData, isPaidOn = true): Standing {
  const lacking = lackingFor(account);
  const { rejection } = account;
  const isAnyActive = capabilityNames.some((name) => statusOf(account, name) === 'active');
  const isOpen = rejection === null ? isAnyActive : rejection.isPaidOut;
  return {
    chargesEnabled: statusOf(account, 'card_payments') === 'active',
    payoutsEnabled: isPaidOn && isOpen && lackingFor(account, 'transfers').length === 0,
    detailsSubmitted: lacking.length === 0,
    lacking,
    disabledReason: disabledReasonOf(account, lacking) ?? (isPaidOn ? null : 'other'),
  };
}

function disabledReasonOf({ rejection }: AccountData, lacking: readonly string[]): string | null {
  if (rejection === null) return lacking.length > 0 ? 'requirements.past_due' : null;
  if (rejection.reason.startsWith('fraud')) return 'rejected.platform_fraud';
  return rejection.reason === 'terms_of_service'
    ? 'rejected.platform_terms_of_service'
    : 'rejected.platform_other';
}

/**
 * May money be transferred to it? Accounts with a dashboard of their own collect it from the start,
 * as with the original; the others must have asked for it, and have given everything.
 */
export function mayReceive(account: AccountData): boolean {
  if (account.rejection !== null) return false;
  return account.controller.dashboard === 'full' || statusOf(account, 'transfers') === 'active';
}
