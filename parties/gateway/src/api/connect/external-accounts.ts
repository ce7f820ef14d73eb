// The bank accounts of a connected account: where its payouts go, one default for each currency.

import { err, ok, type Result } from '@kassa/result';
import { z } from 'zod';
import type { Account, BankAccount } from '../../connect/account.ts';
import type { Api } from '../api.ts';
import { type Answer, type ApiError, invalid, missing } from '../kernel/api-error.ts';
import { addEndpoint, type Call } from '../kernel/kernel.ts';
import { listAnswer } from '../kernel/lists.ts';
import {
  expansion,
  flag,
  mergeMetadata,
  metadata,
  notTaken,
  page,
  text,
  unsettable,
} from '../kernel/parameters.ts';
import type { ApiMeans } from '../ports.ts';
import { bankAccountToStripe } from '../to-stripe/account.ts';
import { externalAccount } from './account-input.ts';
import { change, findAccount } from './accounts.ts';
import { addBank, noToken, withDefault } from './merge-account.ts';
import { pageIn } from './page-in.ts';
import { noPapers } from './person-input.ts';

const url = '/v1/accounts/:account/external_accounts';
const one = `${url}/:id`;

const ofCards = notTaken('This is a field of debit cards; only bank accounts can be paid out to.');

const createInput = z.strictObject({
  ...expansion,
  external_account: externalAccount,
  default_for_currency: flag.optional(),
  metadata: metadata.optional(),
});

const updateInput = z.strictObject({
  ...expansion,
  account_holder_name: text(200).optional(),
  account_holder_type: unsettable(z.enum(['company', 'individual'])).optional(),
  account_type: z.enum(['checking', 'futsu', 'savings', 'toza']).optional(),
  address_city: ofCards,
  address_country: ofCards,
  address_line1: ofCards,
  address_line2: ofCards,
  address_state: ofCards,
  address_zip: ofCards,
  default_for_currency: flag.optional(),
  documents: noPapers,
  exp_month: ofCards,
  exp_year: ofCards,
  metadata: metadata.optional(),
  name: ofCards,
});

const listInput = z.strictObject({
  ...page,
  object: z.enum(['bank_account', 'card']).optional(),
});

export function addExternalAccounts(api: Api): void {
  const { means } = api;
  addEndpoint(api, {
    name: 'accounts.createExternalAccount',
    method: 'POST',
    url,
    summary: 'Adds a bank account.',
    answers: 'bank_account',
    input: createInput,
    run: (call) => create(means, call),
  });
  addEndpoint(api, {
    name: 'accounts.listExternalAccounts',
    method: 'GET',
    url,
    summary: 'The bank accounts, newest first.',
    answers: 'list of bank_account',
    input: listInput,
    run: async (call) => {
      const account = await findAccount(means, call, nameIn(call));
      if (!account.ok) return account;
      const { bankAccounts } = account.value.data;
      const wanted = call.input.object === 'card' ? [] : bankAccounts.toReversed();
      const shown = pageIn(wanted, call.input).map((bank) =>
        bankAccountToStripe(account.value, bank),
      );
      return ok(listAnswer(url.replace(':account', account.value.id), call.input, shown));
    },
  });
  addEndpoint(api, {
    name: 'accounts.retrieveExternalAccount',
    method: 'GET',
    url: one,
    summary: 'One bank account.',
    answers: 'bank_account',
    input: z.strictObject(expansion),
    run: async (call) => {
      const account = await findAccount(means, call, nameIn(call));
      if (!account.ok) return account;
      const bank = bankIn(account.value, call.id);
      return bank.ok ? ok(shownBank(account.value, bank.value)) : bank;
    },
  });
  addEndpoint(api, {
    name: 'accounts.updateExternalAccount',
    method: 'POST',
    url: one,
    summary: 'Changes who holds a bank account, or makes it the default.',
    answers: 'bank_account',
    input: updateInput,
    run: (call) => update(means, call),
  });
  addEndpoint(api, {
    name: 'accounts.deleteExternalAccount',
    method: 'DELETE',
    url: one,
    summary: 'Removes a bank account that is not the default.',
    answers: 'deleted bank_account',
    input: z.strictObject(expansion),
    run: (call) => remove(means, call),
  });
}

const nameIn = ({ ids }: Call<unknown>) => ids['account'] ?? '';

function bankIn({ data }: Account, id: string): Result<BankAccount, ApiError> {
  const bank = data.bankAccounts.find((one) => one.id === id);
  return bank === undefined ? err(missing('external account', id)) : ok(bank);
}

function shownBank(account: Account, bank: BankAccount): Answer {
  return { status: 200, body: bankAccountToStripe(account, bank) };
}

async function create(
  means: ApiMeans,
  call: Call<z.output<typeof createInput>>,
): Promise<Result<Answer, ApiError>> {
  const { external_account: given, default_for_currency: isDefault = false } = call.input;
  if (typeof given === 'string') return err(noToken(given));
  const isWanted = isDefault || given.default_for_currency === true;
  const whole = { ...given, metadata: call.input.metadata ?? given.metadata };
  let added: BankAccount | undefined;
  return change(
    means,
    call,
    ({ data }) => {
      const done = addBank(means, data, whole, { at: 'external_account', isDefault: isWanted });
      if (!done.ok) return done;
      added = done.value.bank;
      return ok(done.value.data);
    },
    {
      id: nameIn(call),
      shownAs: (account) => {
        const bank = account.data.bankAccounts.find(({ id }) => id === added?.id);
        return bank === undefined ? { status: 200, body: null } : shownBank(account, bank);
      },
    },
  );
}

function update(means: ApiMeans, call: Call<z.output<typeof updateInput>>) {
  const { input, id } = call;
  return change(
    means,
    call,
    (account) => {
      const bank = bankIn(account, id);
      if (!bank.ok) return bank;
      const changed: BankAccount = {
        ...bank.value,
        holderName: input.account_holder_name ?? bank.value.holderName,
        holderType:
          input.account_holder_type === undefined
            ? bank.value.holderType
            : input.account_holder_type,
        accountType: input.account_type ?? bank.value.accountType,
        isDefault: bank.value.isDefault || input.default_for_currency === true,
        metadata: mergeMetadata(bank.value.metadata, input.metadata),
      };
      const bankAccounts = account.data.bankAccounts.map((one) => (one.id === id ? changed : one));
      return ok(withDefault({ ...account.data, bankAccounts }, changed));
    },
    {
      id: nameIn(call),
      shownAs: (account) => {
        const bank = bankIn(account, id);
        return bank.ok ? shownBank(account, bank.value) : { status: 200, body: null };
      },
    },
  );
}

function remove(means: ApiMeans, call: Call<unknown>) {
  const { id } = call;
  return change(
    means,
    call,
    (account) => {
      const bank = bankIn(account, id);
      if (!bank.ok) return bank;
      const { currency, isDefault } = bank.value;
      const { bankAccounts } = account.data;
      const hasOthers = bankAccounts.some((one) => one.id !== id && one.currency === currency);
      if (isDefault && (hasOthers || currency === account.data.currency)) {
        const message =
          'You cannot delete the default external account for its currency. Make another one the default first.';
        return err(invalid(message));
      }
      return ok({ ...account.data, bankAccounts: bankAccounts.filter((one) => one.id !== id) });
    },
    {
      id: nameIn(call),
      shownAs: () => ({ status: 200, body: { id, object: 'bank_account', deleted: true } }),
    },
  );
}
