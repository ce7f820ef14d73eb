// From what a request says of an account to the account as it is then.

import { err, ok, type Result } from '@kassa/result';
import type { z } from 'zod';
import {
  type AccountData,
  type BankAccount,
  bankAccountsMax,
  type Controller,
  capabilityNames,
  mergeSaid,
  type Person,
} from '../../connect/account.ts';
import { readBankAccount } from '../../connect/bank-account.ts';
import type { Merchant } from '../../merchants/merchant.ts';
import { type ApiError, invalid } from '../kernel/api-error.ts';
import { mergeMetadata } from '../kernel/parameters.ts';
import type { ApiMeans } from '../ports.ts';
import type { bankAccountInput, CreateInput, UpdateInput } from './account-input.ts';
import { keptOf } from './person-input.ts';

export type Merging = Pick<ApiMeans, 'clock' | 'makeId' | 'inputKey'>;

const controllers: Readonly<Record<'custom' | 'express' | 'standard', Controller>> = {
  custom: {
    feesPayer: 'application_custom',
    losses: 'application',
    requirementCollection: 'application',
    dashboard: 'none',
  },
  express: {
    feesPayer: 'application_express',
    losses: 'application',
    requirementCollection: 'stripe',
    dashboard: 'express',
  },
  standard: {
    feesPayer: 'account',
    losses: 'stripe',
    requirementCollection: 'stripe',
    dashboard: 'full',
  },
};

/** The account before anything has been said of it but its kind and its country. */
export function newAccount(platform: Merchant, input: CreateInput): Result<AccountData, ApiError> {
  const { type, controller } = input;
  if (type !== undefined && controller !== undefined) {
    const message = 'You may only give one of these parameters: type, controller.';
    return err(invalid(message, { param: 'controller' }));
  }
  const country = input.country ?? platform.country;
  const wishes = {
    losses: controller?.losses?.payments,
    requirementCollection: controller?.requirement_collection,
    dashboard: controller?.stripe_dashboard?.type,
  };
  const own = Object.fromEntries(Object.entries(wishes).filter(([, value]) => value !== undefined));
  const kind = type ?? (controller === undefined ? 'standard' : 'none');
  const ruled: Controller = { ...controllers[type ?? 'standard'], ...own };
  return ok({
    type: kind,
    controller: ruled,
    country,
    currency: country === platform.country ? platform.currency : (currencies[country] ?? 'EUR'),
    email: null,
    businessType: null,
    businessProfile: {},
    company: {},
    settings: {},
    tosAcceptance: {},
    metadata: {},
    capabilities: {},
    persons: [],
    bankAccounts: [],
    rejection: null,
  });
}

/** Where the euro is not the currency, in the countries that have banks in our cast and around. */
const currencies: Readonly<Record<string, string>> = {
  ...{ BA: 'BAM', NO: 'NOK', SE: 'SEK', DK: 'DKK', CH: 'CHF', GB: 'GBP', US: 'USD', CA: 'CAD' },
  ...{ AU: 'AUD', NZ: 'NZD', JP: 'JPY', TW: 'TWD', RS: 'RSD', PL: 'PLN', CZ: 'CZK', HU: 'HUF' },
};

export function mergeAccount(
  means: Merging,
  old: AccountData,
  input: UpdateInput,
): Result<AccountData, ApiError> {
  const businessType = input.business_type ?? old.businessType;
  if (input.individual !== undefined && businessType !== null && businessType !== 'individual') {
    const message = `The account is a ${businessType.replaceAll('_', ' ')}: give its people as persons, not as the individual.`;
    return err(invalid(message, { param: 'individual' }));
  }
  const said = {
    ...old,
    businessType,
    businessProfile: mergeSaid(old.businessProfile, input.business_profile ?? {}),
    company: mergeSaid(old.company, keptOf(input.company ?? {})),
    settings: mergeSaid(old.settings, input.settings ?? {}),
    tosAcceptance: mergeSaid(old.tosAcceptance, input.tos_acceptance ?? {}),
    email: input.email ?? old.email,
    currency: input.default_currency ?? old.currency,
    metadata: mergeMetadata(old.metadata, input.metadata),
    capabilities: mergeCapabilities(means, old, input.capabilities ?? {}),
    persons: mergeIndividual(means, old.persons, input),
  };
  return mergeBank(means, said, input.external_account);
}

function mergeCapabilities(
  { clock }: Merging,
  { capabilities }: AccountData,
  given: NonNullable<UpdateInput['capabilities']>,
): AccountData['capabilities'] {
  const asked = capabilityNames.flatMap((name) => {
    const requested = given[name]?.requested;
    if (requested === undefined) return [];
    return [[name, requestedAs(capabilities[name], requested, clock.nowMs())] as const];
  });
  return { ...capabilities, ...Object.fromEntries(asked) };
}

type Requested = NonNullable<AccountData['capabilities']['transfers']>;

/** When it was asked for first, as long as it stays asked for. */
export function requestedAs(
  old: Requested | undefined,
  requested: boolean,
  nowMs: number,
): Requested {
  if (old?.requested === requested) return old;
  return { requested, requestedAtMs: requested ? nowMs : null };
}

function mergeIndividual(
  { clock, makeId }: Merging,
  persons: readonly Person[],
  { individual: given }: UpdateInput,
): Person[] {
  if (given === undefined) return [...persons];
  const old = persons.find(({ isIndividual }) => isIndividual) ?? {
    ...{ id: makeId('person'), createdAtMs: clock.nowMs(), isIndividual: true },
    ...{ said: {}, metadata: {} },
  };
  const merged = {
    ...old,
    said: mergeSaid(old.said, keptOf(given)),
    metadata: mergeMetadata(old.metadata, given.metadata),
  };
  return [merged, ...persons.filter(({ isIndividual }) => !isIndividual)];
}

/** A new default for its currency, in place of the one that was. */
function mergeBank(
  means: Merging,
  account: AccountData,
  given: UpdateInput['external_account'],
): Result<AccountData, ApiError> {
  if (given === undefined) return ok(account);
  if (given === null) return ok({ ...account, bankAccounts: [] });
  if (typeof given === 'string') return err(noToken(given));
  const added = addBank(means, account, given, { at: 'external_account', isDefault: true });
  if (!added.ok) return added;
  const { bank, data } = added.value;
  const replaced = account.bankAccounts.find(
    ({ currency, isDefault }) => isDefault && currency === bank.currency,
  );
  const bankAccounts = data.bankAccounts.filter(({ id }) => id !== replaced?.id);
  return ok({ ...data, bankAccounts });
}

export function noToken(token: string): ApiError {
  return invalid(`No such token: '${token}'`, {
    code: 'resource_missing',
    param: 'external_account',
  });
}

export type AddedBank = { readonly bank: BankAccount; readonly data: AccountData };

export function addBank(
  { clock, makeId, inputKey }: Merging,
  account: AccountData,
  given: z.output<typeof bankAccountInput>,
  { at, isDefault }: { readonly at: string; readonly isDefault: boolean },
): Result<AddedBank, ApiError> {
  const read = readBankAccount(given, inputKey);
  if (!read.ok) {
    const param = `${at}[${read.error.field}]`;
    return err(invalid(`${param}: ${read.error.message}.`, { code: codeOf(read.error), param }));
  }
  if (account.bankAccounts.length >= bankAccountsMax) {
    return err(invalid(`An account has at most ${bankAccountsMax} external accounts.`));
  }
  const ofCurrency = account.bankAccounts.filter(
    ({ currency }) => currency === read.value.currency,
  );
  const bank: BankAccount = {
    ...read.value,
    id: makeId('ba'),
    createdAtMs: clock.nowMs(),
    isDefault: isDefault || ofCurrency.length === 0,
    metadata: mergeMetadata({}, given.metadata),
  };
  return ok({
    bank,
    data: withDefault({ ...account, bankAccounts: [...account.bankAccounts, bank] }, bank),
  });
}

function codeOf({ field }: { readonly field: string }): string {
  if (field === 'account_number') return 'account_number_invalid';
  return field === 'routing_number' ? 'routing_number_invalid' : 'parameter_invalid';
}

/** Of the accounts of one currency one is the default. */
export function withDefault(account: AccountData, chosen: BankAccount): AccountData {
  if (!chosen.isDefault) return account;
  const bankAccounts = account.bankAccounts.map((one) =>
    one.currency === chosen.currency ? { ...one, isDefault: one.id === chosen.id } : one,
  );
  return { ...account, bankAccounts };
}
