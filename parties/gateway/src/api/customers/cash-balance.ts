// A customer's cash: what arrived by bank transfer and is not yet used for a payment. No transfer can
// be received yet, so there is none; the settings are kept for when there is.

import { err, ok } from '@kassa/result';
import { z } from 'zod';
import { type Customer, type CustomerData, customers } from '../../customers/customer.ts';
import { changeRecord } from '../../records/change-record.ts';
import type { Api } from '../api.ts';
import { type ApiError, invalid, missing } from '../kernel/api-error.ts';
import { addEndpoint } from '../kernel/kernel.ts';
import { listAnswer } from '../kernel/lists.ts';
import { expansion, page } from '../kernel/parameters.ts';
import { recordError } from '../kernel/record-resource.ts';
import { cashBalanceToStripe } from '../to-stripe/customer.ts';
import { customerInAddress, findCustomer } from './find-customer.ts';

const url = '/v1/customers/:customer/cash_balance';
const mode = z.enum(['automatic', 'manual', 'merchant_default']);

export function addCashBalance(api: Api): void {
  addEndpoint(api, {
    name: 'customers.retrieveCashBalance',
    method: 'GET',
    url,
    summary: 'The cash that a customer has with us: none, since no bank transfer is received yet.',
    answers: 'cash_balance',
    input: z.strictObject(expansion),
    run: async ({ accountId, ids }) => {
      const found = await findCustomer(api.means, accountId, ids['customer'] ?? '', {
        status: 404,
      });
      return found.ok ? ok({ status: 200, body: cashBalanceToStripe(found.value) }) : found;
    },
  });
  addUpdate(api);
  addTransactions(api);
  addFunding(api);
}

function addUpdate(api: Api): void {
  addEndpoint(api, {
    name: 'customers.updateCashBalance',
    method: 'POST',
    url,
    summary: 'How cash is to be matched with payments, when there is any.',
    answers: 'cash_balance',
    input: z.strictObject({
      ...expansion,
      settings: z.strictObject({ reconciliation_mode: mode.optional() }).optional(),
    }),
    run: async ({ accountId, ids, input, once }) => {
      const wished = input.settings?.reconciliation_mode;
      const answer = (customer: Customer) => ({ status: 200, body: cashBalanceToStripe(customer) });
      const done = await changeRecord<CustomerData, ApiError>(api.means.db, customers, {
        accountId,
        id: ids['customer'] ?? '',
        change: async ({ data, ...rest }) => {
          const given = wished === 'merchant_default' ? 'automatic' : wished;
          const cashReconciliation = given ?? data.cashReconciliation;
          return ok({ record: { ...rest, data: { ...data, cashReconciliation } } });
        },
        along: (after) => once(answer).settle(after, after.id),
      });
      if (done.ok) return ok(answer(done.value));
      return err(recordError({ object: 'customer', param: 'customer' }, done.error));
    },
  });
}

function addTransactions(api: Api): void {
  const transactions = '/v1/customers/:customer/cash_balance_transactions';
  addEndpoint(api, {
    name: 'customers.listCashBalanceTransactions',
    method: 'GET',
    url: transactions,
    summary: 'What moved a customer’s cash: nothing yet.',
    answers: 'list of customer_cash_balance_transaction',
    input: z.strictObject(page),
    run: async (call) => {
      const customer = await customerInAddress(api.means, call);
      if (!customer.ok) return customer;
      const address = transactions.replace(':customer', customer.value);
      return ok(listAnswer(address, call.input, []));
    },
  });
  addEndpoint(api, {
    name: 'customers.retrieveCashBalanceTransaction',
    method: 'GET',
    url: `${transactions}/:id`,
    summary: 'One move of a customer’s cash; there is none yet.',
    answers: 'customer_cash_balance_transaction',
    input: z.strictObject(expansion),
    run: async (call) => {
      const customer = await customerInAddress(api.means, call);
      if (!customer.ok) return customer;
      return err(missing('customer_cash_balance_transaction', call.id));
    },
  });
}

function addFunding(api: Api): void {
  addEndpoint(api, {
    name: 'testHelpers.customers.fundCashBalance',
    method: 'POST',
    url: '/v1/test_helpers/customers/:customer/fund_cash_balance',
    summary: 'Plays a bank transfer of a customer. Not here yet: it is refused.',
    answers: 'customer_cash_balance_transaction',
    input: z.looseObject({}),
    run: async (call) => {
      const customer = await customerInAddress(api.means, call);
      if (!customer.ok) return customer;
      const message = 'Kassa cannot receive bank transfers yet, so no cash balance can be funded.';
      return err(invalid(message, { code: 'feature_not_available' }));
    },
  });
  addEndpoint(api, {
    name: 'customers.createFundingInstructions',
    method: 'POST',
    url: '/v1/customers/:customer/funding_instructions',
    summary: 'Where a customer may transfer money to. Not here yet: it is refused.',
    answers: 'funding_instructions',
    input: z.looseObject({}),
    run: async (call) => {
      const customer = await customerInAddress(api.means, call);
      if (!customer.ok) return customer;
      const message =
        'Kassa cannot receive bank transfers yet, so there is no account to transfer to. Take a card instead.';
      return err(invalid(message, { code: 'feature_not_available' }));
    },
  });
}
