// Examples of customers with their balance, cash balance, tax ids and short-lived keys.

import type { Examples } from './example.ts';

const address = {
  line1: 'Ferhadija 1',
  city: 'Sarajevo',
  postal_code: '71000',
  country: 'BA',
};

export const customers: Examples = {
  'customers.create': {
    params: { name: 'Hana', email: 'hana@shop.example', phone: '+38761000000', address },
  },
  'customers.retrieve': {
    first: { customer: 'customers.create' },
    at: { id: '{customer}' },
  },
  'customers.update': {
    first: { customer: 'customers.create' },
    at: { id: '{customer}' },
    params: { name: 'Hana Maja', metadata: { since: '2026' } },
  },
  'customers.del': {
    first: { customer: 'customers.create' },
    at: { id: '{customer}' },
  },
  'customers.list': {
    first: { customer: 'customers.create' },
    params: { email: '{customer.email}', limit: 1 },
  },
  'customers.search': {
    first: { customer: 'customers.create' },
    params: { query: "email:'hana@shop.example'", limit: 1 },
  },
  'customers.deleteDiscount': {
    first: { customer: 'customers.create' },
    at: { customer: '{customer}' },
    refused: { status: 404, code: 'resource_missing' },
  },
  'customers.createBalanceTransaction': {
    first: { customer: 'customers.create' },
    at: { customer: '{customer}' },
    params: { amount: -500, currency: 'bam', description: 'A gift' },
  },
  'customers.retrieveBalanceTransaction': {
    first: { movement: 'customers.createBalanceTransaction' },
    at: { customer: '{movement.customer}', id: '{movement}' },
  },
  'customers.updateBalanceTransaction': {
    first: { movement: 'customers.createBalanceTransaction' },
    at: { customer: '{movement.customer}', id: '{movement}' },
    params: { description: 'A gift for the birthday' },
  },
  'customers.listBalanceTransactions': {
    first: { movement: 'customers.createBalanceTransaction' },
    at: { customer: '{movement.customer}' },
  },
  'customers.retrieveCashBalance': {
    first: { customer: 'customers.create' },
    at: { customer: '{customer}' },
  },
  'customers.updateCashBalance': {
    first: { customer: 'customers.create' },
    at: { customer: '{customer}' },
    params: { settings: { reconciliation_mode: 'manual' } },
  },
  'customers.listCashBalanceTransactions': {
    first: { customer: 'customers.create' },
    at: { customer: '{customer}' },
    isEmpty: true,
  },
  'customers.retrieveCashBalanceTransaction': {
    first: { customer: 'customers.create' },
    at: { customer: '{customer}', id: 'ccsbtxn_nothing' },
    refused: { status: 404, code: 'resource_missing' },
  },
  'customers.createFundingInstructions': {
    first: { customer: 'customers.create' },
    at: { customer: '{customer}' },
    params: {
      currency: 'eur',
      funding_type: 'bank_transfer',
      bank_transfer: { type: 'eu_bank_transfer', eu_bank_transfer: { country: 'DE' } },
    },
    refused: { status: 400, code: 'feature_not_available' },
  },
  'customers.createTaxId': {
    first: { customer: 'customers.create' },
    at: { customer: '{customer}' },
    params: { type: 'no_vat', value: '923609016MVA' },
  },
  'customers.retrieveTaxId': {
    first: { tax: 'customers.createTaxId' },
    at: { customer: '{tax.customer}', id: '{tax}' },
  },
  'customers.listTaxIds': {
    first: { tax: 'customers.createTaxId' },
    at: { customer: '{tax.customer}' },
  },
  'customers.deleteTaxId': {
    first: { tax: 'customers.createTaxId' },
    at: { customer: '{tax.customer}', id: '{tax}' },
  },
  'taxIds.create': { params: { type: 'no_vat', value: '923609016MVA' } },
  'taxIds.retrieve': {
    first: { tax: 'taxIds.create' },
    at: { id: '{tax}' },
  },
  'taxIds.list': {
    first: { tax: 'taxIds.create' },
    params: { limit: 1 },
  },
  'taxIds.del': {
    first: { tax: 'taxIds.create' },
    at: { id: '{tax}' },
  },
  'customerSessions.create': {
    first: { customer: 'customers.create' },
    params: { customer: '{customer}', components: { payment_element: { enabled: true } } },
  },
  'ephemeralKeys.create': {
    first: { customer: 'customers.create' },
    params: { customer: '{customer}' },
    version: '2026-10-28.endive',
  },
  'ephemeralKeys.del': {
    first: { key: 'ephemeralKeys.create' },
    at: { id: '{key}' },
  },
  'customers.createSource': {
    first: { customer: 'customers.create' },
    at: { customer: '{customer}' },
    params: { source: 'tok_visa' },
  },
  'customers.listSources': {
    first: { card: 'customers.createSource' },
    at: { customer: '{card.customer}' },
    params: { limit: 1 },
  },
  'customers.retrieveSource': {
    first: { card: 'customers.createSource' },
    at: { customer: '{card.customer}', id: '{card}' },
  },
  'customers.updateSource': {
    first: { card: 'customers.createSource' },
    at: { customer: '{card.customer}', id: '{card}' },
    params: { name: 'Hana Hodžić' },
  },
  'customers.deleteSource': {
    first: { card: 'customers.createSource' },
    at: { customer: '{card.customer}', id: '{card}' },
  },
  'customers.verifySource': {
    first: { card: 'customers.createSource' },
    at: { customer: '{card.customer}', id: '{card}' },
    params: { amounts: [32, 45] },
    refused: { status: 400, code: 'parameter_invalid' },
  },
  'testHelpers.customers.fundCashBalance': {
    first: { customer: 'customers.create' },
    at: { customer: '{customer}' },
    params: { amount: 5000, currency: 'bam' },
    refused: { status: 400, code: 'feature_not_available' },
  },
};
