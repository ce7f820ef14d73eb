// Examples of platforms: connected accounts, their people, bank accounts and capabilities.

import type { Examples } from './example.ts';

const bank = {
  object: 'bank_account',
  country: 'NO',
  currency: 'nok',
  account_number: 'NO9386011117947',
};

export const connect: Examples = {
  'accounts.create': {
    params: {
      type: 'custom',
      country: 'BA',
      email: 'amra@shop.example',
      business_type: 'individual',
      business_profile: { mcc: '5977', url: 'https://amra.example' },
      capabilities: { card_payments: { requested: true }, transfers: { requested: true } },
      individual: {
        first_name: 'Amra',
        last_name: 'Hodžić',
        dob: { day: 2, month: 5, year: 1990 },
        address: { line1: 'Ferhadija 1', city: 'Sarajevo', postal_code: '71000', country: 'BA' },
      },
      external_account: {
        object: 'bank_account',
        country: 'BA',
        currency: 'bam',
        account_number: 'BA391290079401028494',
      },
      tos_acceptance: { date: 1_790_000_000, ip: '127.0.0.1' },
      settings: { payments: { statement_descriptor: 'AMRA SAPUNI' } },
    },
  },
  'accounts.retrieve': {
    first: { account: 'accounts.create' },
    at: { id: '{account}' },
  },
  'accounts.retrieveCurrent': {},
  'accounts.update': {
    first: { account: 'accounts.create' },
    at: { id: '{account}' },
    params: { business_profile: { name: 'Amra sapuni' }, metadata: { region: 'west' } },
  },
  'accounts.list': {
    first: { account: 'accounts.create' },
    params: { limit: 1 },
  },
  'accounts.del': {
    first: { account: 'accounts.create' },
    at: { id: '{account}' },
  },
  'accounts.createLoginLink': {
    first: { account: 'accounts.create' },
    at: { account: '{account}' },
    refused: { status: 400, code: 'feature_not_available' },
  },
  'accounts.reject': {
    first: { account: 'accounts.create' },
    at: { id: '{account}' },
    params: { reason: 'fraud' },
  },
  'accounts.unreject': {
    first: {
      account: 'accounts.create',
      rejected: { call: 'accounts.reject', at: { id: '{account}' }, params: { reason: 'other' } },
    },
    at: { id: '{account}' },
  },
  'accounts.listCapabilities': {
    first: { account: 'accounts.create' },
    at: { account: '{account}' },
  },
  'accounts.retrieveCapability': {
    first: { account: 'accounts.create' },
    at: { account: '{account}', id: 'card_payments' },
  },
  'accounts.updateCapability': {
    first: { account: 'accounts.create' },
    at: { account: '{account}', id: 'transfers' },
    params: { requested: false },
  },
  'accounts.createExternalAccount': {
    first: { account: 'accounts.create' },
    at: { account: '{account}' },
    params: { external_account: bank },
  },
  'accounts.retrieveExternalAccount': {
    first: { bank: 'accounts.createExternalAccount' },
    at: { account: '{bank.account}', id: '{bank}' },
  },
  'accounts.updateExternalAccount': {
    first: { bank: 'accounts.createExternalAccount' },
    at: { account: '{bank.account}', id: '{bank}' },
    params: { account_holder_name: 'Amra Hodžić', metadata: { branch: 'west' } },
  },
  'accounts.listExternalAccounts': {
    first: { account: 'accounts.create' },
    at: { account: '{account}' },
    params: { object: 'bank_account' },
  },
  'accounts.deleteExternalAccount': {
    first: { bank: 'accounts.createExternalAccount' },
    at: { account: '{bank.account}', id: '{bank}' },
  },
  'accounts.createPerson': {
    first: {
      account: {
        call: 'accounts.create',
        params: {
          type: 'custom',
          country: 'BA',
          business_type: 'company',
          company: { name: 'Kuća sapuna' },
        },
      },
    },
    at: { account: '{account}' },
    params: {
      first_name: 'Mirza',
      last_name: 'Begić',
      relationship: { representative: true, title: 'CEO' },
    },
  },
  'accounts.retrievePerson': {
    first: { person: 'accounts.createPerson' },
    at: { account: '{person.account}', id: '{person}' },
  },
  'accounts.updatePerson': {
    first: { person: 'accounts.createPerson' },
    at: { account: '{person.account}', id: '{person}' },
    params: { email: 'mirza@shop.example' },
  },
  'accounts.listPersons': {
    first: { person: 'accounts.createPerson' },
    at: { account: '{person.account}' },
  },
  'accounts.deletePerson': {
    first: {
      speaker: 'accounts.createPerson',
      person: {
        call: 'accounts.createPerson',
        at: { account: '{speaker.account}' },
        params: { first_name: 'Lejla', relationship: { director: true } },
      },
    },
    at: { account: '{person.account}', id: '{person}' },
  },
};
