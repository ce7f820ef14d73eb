// Customers with their balance, cash balance, payment methods, sources and tax ids, by the official
// client.

import { expect } from 'vitest';
import { errorOf } from '../testing/paying.ts';
import type { Family } from './family.ts';
import { cardMethod, customerOf, oneOfAKind, withBalance, withCard } from './setting.ts';

export const customers: Family = {
  'customers.create': async ({ stripe }) => {
    const customer = await stripe.customers.create({
      ...{ email: 'hana@shop.example', name: 'Hana', phone: '+38761000000' },
      address: { line1: 'Ferhadija 1', city: 'Sarajevo', country: 'BA', postal_code: '71000' },
      metadata: { since: '2026' },
    });
    expect(customer).toMatchObject({
      ...{ object: 'customer', email: 'hana@shop.example', balance: 0, livemode: false },
      ...{ address: { city: 'Sarajevo', country: 'BA' }, metadata: { since: '2026' } },
    });
    expect(await stripe.customers.retrieve(customer.id)).toEqual(customer);
    return customer;
  },
  'customers.retrieve': async (setting) => {
    const made = await customerOf(setting);
    const customer = await setting.stripe.customers.retrieve(made.id);
    expect(customer).toEqual(made);
    return customer;
  },
  'customers.update': async (setting) => {
    const { id } = await customerOf(setting);
    const { stripe } = setting;
    const customer = await stripe.customers.update(id, { name: 'Hana Maja', phone: '' });
    expect(customer).toMatchObject({ id, name: 'Hana Maja', phone: null });
    expect(await stripe.customers.retrieve(id)).toMatchObject({ name: 'Hana Maja', phone: null });
    return customer;
  },
  'customers.del': async (setting) => {
    const { id } = await customerOf(setting);
    const gone = await setting.stripe.customers.del(id);
    expect(gone).toEqual({ id, object: 'customer', deleted: true });
    expect(await setting.stripe.customers.retrieve(id)).toMatchObject({ id, deleted: true });
    return gone;
  },
  'customers.list': async (setting) => {
    const email = `${oneOfAKind()}@shop.example`;
    const one = await setting.stripe.customers.create({ email });
    const two = await setting.stripe.customers.create({ email });
    const list = await setting.stripe.customers.list({ email });
    expect(list.data.map(({ id }) => id)).toEqual([two.id, one.id]);
    return list;
  },
  'customers.createBalanceTransaction': async (setting) => {
    const { id, transaction } = await withBalance(setting, -500);
    expect(transaction).toMatchObject({ amount: -500, ending_balance: -500, customer: id });
    expect(await setting.stripe.customers.retrieve(id)).toMatchObject({ balance: -500 });
    return transaction;
  },
  'customers.retrieveBalanceTransaction': async (setting) => {
    const { id, transaction } = await withBalance(setting, 250);
    const found = await setting.stripe.customers.retrieveBalanceTransaction(id, transaction.id);
    expect(found).toEqual(transaction);
    return found;
  },
  'customers.updateBalanceTransaction': async (setting) => {
    const { id, transaction } = await withBalance(setting, 250);
    const changed = await setting.stripe.customers.updateBalanceTransaction(id, transaction.id, {
      description: 'a gift',
    });
    expect(changed).toEqual({ ...transaction, description: 'a gift' });
    return changed;
  },
  'customers.listBalanceTransactions': async (setting) => {
    const { id, transaction } = await withBalance(setting, 250);
    const list = await setting.stripe.customers.listBalanceTransactions(id);
    expect(list.data).toEqual([transaction]);
    return list;
  },
  'customers.listPaymentMethods': async (setting) => {
    const { id, method } = await withCard(setting);
    const list = await setting.stripe.customers.listPaymentMethods(id, { type: 'card' });
    expect(list.data.map((one) => one.id)).toEqual([method.id]);
    return list;
  },
  'customers.retrievePaymentMethod': async (setting) => {
    const { id, method } = await withCard(setting);
    const found = await setting.stripe.customers.retrievePaymentMethod(id, method.id);
    expect(found).toMatchObject({ id: method.id, customer: id });
    const foreign = await cardMethod(setting);
    const error = await errorOf(setting.stripe.customers.retrievePaymentMethod(id, foreign.id));
    expect(error.code).toBe('resource_missing');
    return found;
  },
  'customers.createTaxId': async (setting) => {
    const { id } = await customerOf(setting);
    const taxId = await setting.stripe.customers.createTaxId(id, noVat);
    expect(taxId).toMatchObject({ ...noVat, object: 'tax_id', customer: id, country: 'NO' });
    return taxId;
  },
  'customers.retrieveTaxId': async (setting) => {
    const { id } = await customerOf(setting);
    const made = await setting.stripe.customers.createTaxId(id, noVat);
    const found = await setting.stripe.customers.retrieveTaxId(id, made.id);
    expect(found).toEqual(made);
    return found;
  },
  'customers.listTaxIds': async (setting) => {
    const { id } = await customerOf(setting);
    const made = await setting.stripe.customers.createTaxId(id, noVat);
    const list = await setting.stripe.customers.listTaxIds(id);
    expect(list.data).toEqual([made]);
    return list;
  },
  'customers.deleteTaxId': async (setting) => {
    const { id } = await customerOf(setting);
    const made = await setting.stripe.customers.createTaxId(id, noVat);
    const gone = await setting.stripe.customers.deleteTaxId(id, made.id);
    expect(gone).toMatchObject({ id: made.id, deleted: true });
    expect((await setting.stripe.customers.listTaxIds(id)).data).toEqual([]);
    return gone;
  },
  'customers.retrieveCashBalance': async (setting) => {
    const { id } = await customerOf(setting);
    const cash = await setting.stripe.customers.retrieveCashBalance(id);
    expect(cash).toMatchObject({ object: 'cash_balance', customer: id, livemode: false });
    return cash;
  },
  'customers.updateCashBalance': async (setting) => {
    const { id } = await customerOf(setting);
    const cash = await setting.stripe.customers.updateCashBalance(id, {
      settings: { reconciliation_mode: 'manual' },
    });
    expect(cash.settings.reconciliation_mode).toBe('manual');
    const again = await setting.stripe.customers.retrieveCashBalance(id);
    expect(again.settings.reconciliation_mode).toBe('manual');
    return cash;
  },
  'customers.listCashBalanceTransactions': async (setting) => {
    const { id } = await customerOf(setting);
    const list = await setting.stripe.customers.listCashBalanceTransactions(id);
    expect(list.data).toEqual([]);
    return list;
  },
  'customers.retrieveCashBalanceTransaction': {
    refused: 'No bank transfers come in, so a customer’s cash balance never moves.',
    attempt: async (setting) => {
      const { id } = await customerOf(setting);
      return setting.stripe.customers.retrieveCashBalanceTransaction(id, 'ccsbtxn_nothing');
    },
  },
  'customers.createFundingInstructions': {
    refused: 'There are no accounts to transfer to: only cards are taken.',
    attempt: async (setting) => {
      const { id } = await customerOf(setting);
      return setting.stripe.customers.createFundingInstructions(id, {
        ...{ currency: 'eur', funding_type: 'bank_transfer' },
        bank_transfer: { type: 'eu_bank_transfer', eu_bank_transfer: { country: 'DE' } },
      });
    },
  },
  'customers.deleteDiscount': {
    refused: 'Coupons and discounts come with billing: there is none to take away.',
    attempt: async (setting) => {
      const { id } = await customerOf(setting);
      return setting.stripe.customers.deleteDiscount(id);
    },
  },
  'customers.createSource': async (setting) => {
    const { id } = await customerOf(setting);
    const source = await setting.stripe.customers.createSource(id, { source: 'tok_visa' });
    expect(source).toMatchObject({ object: 'card', brand: 'Visa', last4: '4242', customer: id });
    return source;
  },
  'customers.retrieveSource': async (setting) => {
    const { id } = await customerOf(setting);
    const made = await setting.stripe.customers.createSource(id, { source: 'tok_visa' });
    const source = await setting.stripe.customers.retrieveSource(id, made.id);
    expect(source).toEqual(made);
    return source;
  },
  'customers.updateSource': async (setting) => {
    const { id } = await customerOf(setting);
    const made = await setting.stripe.customers.createSource(id, { source: 'tok_visa' });
    const source = await setting.stripe.customers.updateSource(id, made.id, {
      metadata: { a: 'b' },
    });
    expect(source).toMatchObject({ id: made.id, metadata: { a: 'b' } });
    return source;
  },
  'customers.listSources': async (setting) => {
    const { id } = await customerOf(setting);
    const made = await setting.stripe.customers.createSource(id, { source: 'tok_visa' });
    const list = await setting.stripe.customers.listSources(id);
    expect(list.data.map((one) => one.id)).toEqual([made.id]);
    return list;
  },
  'customers.deleteSource': async (setting) => {
    const { id } = await customerOf(setting);
    const made = await setting.stripe.customers.createSource(id, { source: 'tok_visa' });
    const gone = await setting.stripe.customers.deleteSource(id, made.id);
    expect(gone).toMatchObject({ id: made.id });
    expect((await setting.stripe.customers.listSources(id)).data).toEqual([]);
    return gone;
  },
  'customers.verifySource': {
    refused: 'Sources are cards here; only a bank account is verified by small deposits.',
    attempt: async (setting) => {
      const { id } = await customerOf(setting);
      return setting.stripe.customers.verifySource(id, 'ba_nothing', { amounts: [32, 45] });
    },
  },
};

const noVat = { type: 'no_vat', value: '923609016MVA' } as const;
