// Balance, balance transactions and payouts: the merchant's view of what was settled.

import { err, ok } from '@kassa/result';
import { z } from 'zod';
import { listBalanceTransactions, listPayouts, sumBalance } from '../../settlement/read.ts';
import type { Api } from '../api.ts';
import { missing } from '../kernel/api-error.ts';
import { addEndpoint } from '../kernel/kernel.ts';
import { listAnswer, pageOf } from '../kernel/lists.ts';
import { expansion, page, text } from '../kernel/parameters.ts';
import { byId } from '../kernel/resources.ts';
import { balanceToStripe, balanceTransactionToStripe, payoutToStripe } from '../to-stripe/money.ts';

export function addSettledMoney(api: Api): void {
  const { means } = api;
  const { db } = means;
  api.resources.addReader('txn', async (accountId, ids) => {
    const found = await listBalanceTransactions(db, accountId, { ids, limit: ids.length });
    return byId(found.map(balanceTransactionToStripe));
  });
  api.resources.addReader('po', async (accountId, ids) => {
    const found = await listPayouts(db, accountId, { ids, limit: ids.length });
    return byId(found.map(payoutToStripe));
  });
  addEndpoint(api, {
    name: 'balance.retrieve',
    method: 'GET',
    url: '/v1/balance',
    summary: 'What is owed to the merchant: pending, and available for payout.',
    answers: 'balance',
    input: z.strictObject(expansion),
    run: async ({ accountId, caller }) => {
      const sums = await sumBalance(db, accountId);
      return ok({ status: 200, body: balanceToStripe(sums, caller.merchant.currency) });
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
      payout: text(100).optional(),
      source: text(100).optional(),
      type: text(50).optional(),
    }),
    run: async ({ accountId, input }) => {
      const { payout, source, type } = input;
      const filter = { ...pageOf(input), payout, source, type };
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

  addEndpoint(api, {
    name: 'payouts.list',
    method: 'GET',
    url: '/v1/payouts',
    summary: 'Payouts, newest first.',
    answers: 'list of payout',
    input: z.strictObject({ ...page, status: text(20).optional() }),
    run: async ({ accountId, input }) => {
      const filter = { ...pageOf(input), status: input.status };
      const found = await listPayouts(db, accountId, filter);
      return ok(listAnswer('/v1/payouts', input, found.map(payoutToStripe)));
    },
  });

  addEndpoint(api, {
    name: 'payouts.retrieve',
    method: 'GET',
    url: '/v1/payouts/:id',
    summary: 'One payout.',
    answers: 'payout',
    input: z.strictObject(expansion),
    run: async ({ accountId, id }) => {
      const [found] = await listPayouts(db, accountId, { ids: [id], limit: 1 });
      if (found === undefined) return err(missing('payout', id));
      return ok({ status: 200, body: payoutToStripe(found) });
    },
  });
}
