// Balance and balance transactions: the account's view of what was settled and split.

import { err, ok } from '@kassa/result';
import { z } from 'zod';
import { listBalanceTransactions, sumBalance } from '../../settlement/read.ts';
import type { Api } from '../api.ts';
import { missing } from '../kernel/api-error.ts';
import { addEndpoint } from '../kernel/kernel.ts';
import { listAnswer, pageOf } from '../kernel/lists.ts';
import {
  created,
  createdRange,
  currencyCode,
  expansion,
  page,
  text,
} from '../kernel/parameters.ts';
import { byId } from '../kernel/resources.ts';
import { balanceToStripe, balanceTransactionToStripe } from '../to-stripe/money.ts';

export function addSettledMoney(api: Api): void {
  const { means } = api;
  const { db } = means;
  api.resources.addReader('txn', async (accountId, ids) => {
    const found = await listBalanceTransactions(db, accountId, { ids, limit: ids.length });
    return byId(found.map(balanceTransactionToStripe));
  });
  addEndpoint(api, {
    name: 'balance.retrieve',
    method: 'GET',
    url: '/v1/balance',
    summary: 'What is owed to the merchant: pending, and available for payout.',
    answers: 'balance',
    input: z.strictObject(expansion),
    run: async ({ accountId, account }) => {
      const sums = await sumBalance(db, accountId);
      return ok({ status: 200, body: balanceToStripe(sums, account) });
    },
  });

  addEndpoint(api, {
    name: 'balanceTransactions.list',
    method: 'GET',
    url: '/v1/balance_transactions',
    summary: 'What moved the balance, newest first.',
    answers: 'list of balance_transaction',
    input: z.strictObject({
      ...page,
      ...created,
      currency: currencyCode.optional(),
      payout: text(100).optional(),
      source: text(100).optional(),
      type: text(50).optional(),
    }),
    run: async ({ accountId, input }) => {
      const { currency, payout, source, type } = input;
      const narrowed = { ...createdRange(input.created), currency, payout, source, type };
      const filter = { ...pageOf(input), ...narrowed };
      const found = await listBalanceTransactions(db, accountId, filter);
      const shown = found.map(balanceTransactionToStripe);
      return ok(listAnswer('/v1/balance_transactions', input, shown));
    },
  });

  addEndpoint(api, {
    name: 'balanceTransactions.retrieve',
    method: 'GET',
    url: '/v1/balance_transactions/:id',
    summary: 'One balance transaction.',
    answers: 'balance_transaction',
    input: z.strictObject(expansion),
    run: async ({ accountId, id }) => {
      const [found] = await listBalanceTransactions(db, accountId, { ids: [id], limit: 1 });
      if (found === undefined) return err(missing('balance_transaction', id));
      return ok({ status: 200, body: balanceTransactionToStripe(found) });
    },
  });
}
