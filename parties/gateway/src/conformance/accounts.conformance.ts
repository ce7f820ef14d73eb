// Connected accounts with their people, bank accounts and capabilities, by the official client.

import type Stripe from 'stripe';
import { expect } from 'vitest';
import { filledIn } from '../testing/connected.ts';
import type { Family } from './family.ts';
import { oneOfAKind, type Setting } from './setting.ts';

const custom = ({ stripe }: Setting, more: Stripe.AccountCreateParams = {}) =>
  stripe.accounts.create({ ...filledIn, ...more });

const iban = {
  object: 'bank_account',
  country: 'NO',
  currency: 'nok',
  account_number: 'NO9386011117947',
} as const;

export const accounts: Family = {
  'accounts.create': async (setting) => {
    const account = await custom(setting, { metadata: { shelf: '7' } });
    expect(account).toMatchObject({
      ...{ type: 'custom', country: 'BA', default_currency: 'bam', metadata: { shelf: '7' } },
      ...{ charges_enabled: true, payouts_enabled: true, details_submitted: true },
      capabilities: { card_payments: 'active', transfers: 'active' },
      requirements: { currently_due: [], disabled_reason: null },
    });
    return account;
  },
  'accounts.retrieve': async (setting) => {
    const { id } = await custom(setting);
    const account = await setting.stripe.accounts.retrieve(id);
    expect(account).toMatchObject({ id, individual: { first_name: 'Amra' } });
    return account;
  },
  'accounts.retrieveCurrent': async ({ stripe }) => {
    const account = await stripe.accounts.retrieveCurrent();
    expect(account).toMatchObject({ id: 'acct_diva', charges_enabled: true });
    return account;
  },
  'accounts.update': async (setting) => {
    const { id } = await custom(setting);
    const name = oneOfAKind();
    const account = await setting.stripe.accounts.update(id, {
      business_profile: { name },
      metadata: { colour: 'red' },
    });
    expect(account.business_profile).toMatchObject({ name, mcc: '5977' });
    expect(account.metadata).toEqual({ colour: 'red' });
    return account;
  },
  'accounts.list': async (setting) => {
    const one = await custom(setting);
    const two = await custom(setting);
    const list = await setting.stripe.accounts.list({ limit: 2 });
    expect(list.data.map(({ id }) => id)).toEqual([two.id, one.id]);
    return list;
  },
  'accounts.del': async (setting) => {
    const { id } = await custom(setting);
    const gone = await setting.stripe.accounts.del(id);
    expect(gone).toMatchObject({ id, deleted: true });
    await expect(setting.stripe.accounts.retrieve(id)).rejects.toMatchObject({ statusCode: 403 });
    return gone;
  },
  'accounts.reject': async (setting) => {
    const { id } = await custom(setting);
    const account = await setting.stripe.accounts.reject(id, { reason: 'fraud_other' });
    expect(account).toMatchObject({
      ...{ charges_enabled: false, payouts_enabled: false },
      requirements: { disabled_reason: 'rejected.platform_fraud' },
    });
    return account;
  },
  'accounts.unreject': async (setting) => {
    const { id } = await custom(setting);
    await setting.stripe.accounts.reject(id, { reason: 'other' });
    const account = await setting.stripe.accounts.unreject(id);
    expect(account).toMatchObject({ charges_enabled: true, payouts_enabled: true });
    return account;
  },
  'accounts.listCapabilities': async (setting) => {
    const { id } = await custom(setting);
    const list = await setting.stripe.accounts.listCapabilities(id);
    expect(list.data.map(({ status }) => status)).toEqual(['active', 'active']);
    return list;
  },
  'accounts.retrieveCapability': async (setting) => {
    const { id } = await setting.stripe.accounts.create({ type: 'custom' });
    const found = await setting.stripe.accounts.retrieveCapability(id, 'transfers');
    expect(found).toMatchObject({ id: 'transfers', account: id, status: 'unrequested' });
    return found;
  },
  'accounts.updateCapability': async (setting) => {
    const { id } = await setting.stripe.accounts.create({ type: 'custom' });
    const asked = await setting.stripe.accounts.updateCapability(id, 'card_payments', {
      requested: true,
    });
    expect(asked).toMatchObject({ requested: true, status: 'inactive' });
    expect(asked.requirements?.currently_due).toContain('external_account');
    return asked;
  },
  'accounts.createExternalAccount': async (setting) => {
    const { id } = await custom(setting);
    const bank = await setting.stripe.accounts.createExternalAccount(id, {
      external_account: iban,
    });
    expect(bank).toMatchObject({ last4: '7947', account: id, default_for_currency: true });
    return bank;
  },
  'accounts.retrieveExternalAccount': async (setting) => {
    const { id, external_accounts: banks } = await custom(setting);
    const [first] = banks?.data ?? [];
    const bank = await setting.stripe.accounts.retrieveExternalAccount(id, String(first?.id));
    expect(bank).toMatchObject({ id: first?.id, object: 'bank_account' });
    return bank;
  },
  'accounts.updateExternalAccount': async (setting) => {
    const { id } = await custom(setting);
    const { stripe } = setting;
    const made = await stripe.accounts.createExternalAccount(id, { external_account: iban });
    const bank = await stripe.accounts.updateExternalAccount(id, made.id, {
      account_holder_name: 'Amra',
      metadata: { branch: 'west' },
    });
    expect(bank).toMatchObject({ account_holder_name: 'Amra', metadata: { branch: 'west' } });
    return bank;
  },
  'accounts.listExternalAccounts': async (setting) => {
    const { id } = await custom(setting);
    const { stripe } = setting;
    const made = await stripe.accounts.createExternalAccount(id, { external_account: iban });
    const list = await stripe.accounts.listExternalAccounts(id, { object: 'bank_account' });
    expect(list.data.map((bank) => bank.id)[0]).toBe(made.id);
    expect(list.data).toHaveLength(2);
    return list;
  },
  'accounts.deleteExternalAccount': async (setting) => {
    const { id } = await custom(setting);
    const { stripe } = setting;
    const made = await stripe.accounts.createExternalAccount(id, { external_account: iban });
    const gone = await stripe.accounts.deleteExternalAccount(id, made.id);
    expect(gone).toMatchObject({ id: made.id, deleted: true });
    return gone;
  },
  'accounts.createLoginLink': {
    refused: 'Connected accounts have no dashboard here.',
    attempt: async (setting: Setting) =>
      setting.stripe.accounts.createLoginLink((await custom(setting)).id),
  },
  'accounts.createPerson': async (setting) => {
    const { id } = await company(setting);
    const person = await setting.stripe.accounts.createPerson(id, {
      first_name: 'Mirza',
      relationship: { representative: true, title: 'CEO' },
      id_number: '0101990170001',
    });
    expect(person).toMatchObject({ account: id, first_name: 'Mirza', id_number_provided: true });
    expect(JSON.stringify(person)).not.toContain('0101990170001');
    return person;
  },
  'accounts.retrievePerson': async (setting) => {
    const { id } = await company(setting);
    const { id: made } = await setting.stripe.accounts.createPerson(id, { first_name: 'Lejla' });
    const person = await setting.stripe.accounts.retrievePerson(id, made);
    expect(person).toMatchObject({ id: made, first_name: 'Lejla' });
    return person;
  },
  'accounts.updatePerson': async (setting) => {
    const { id } = await company(setting);
    const { id: made } = await setting.stripe.accounts.createPerson(id, { first_name: 'Lejla' });
    const person = await setting.stripe.accounts.updatePerson(id, made, { last_name: 'Begić' });
    expect(person).toMatchObject({ first_name: 'Lejla', last_name: 'Begić' });
    return person;
  },
  'accounts.listPersons': async (setting) => {
    const { id } = await company(setting);
    const one = await setting.stripe.accounts.createPerson(id, { relationship: { owner: true } });
    await setting.stripe.accounts.createPerson(id, { relationship: { director: true } });
    const list = await setting.stripe.accounts.listPersons(id, { relationship: { owner: true } });
    expect(list.data.map((person) => person.id)).toEqual([one.id]);
    return list;
  },
  'accounts.deletePerson': async (setting) => {
    const { id } = await company(setting);
    const { id: made } = await setting.stripe.accounts.createPerson(id, {});
    const gone = await setting.stripe.accounts.deletePerson(id, made);
    expect(gone).toMatchObject({ id: made, deleted: true });
    return gone;
  },
};

const company = ({ stripe }: Setting) =>
  stripe.accounts.create({ type: 'custom', business_type: 'company', company: { name: 'Kuća' } });
