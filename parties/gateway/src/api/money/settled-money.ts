// Balance, balance transactions and payouts: the merchant's view of what was settled.

import type { HttpApp } from '@kassa/http';
import { err, ok } from '@kassa/result';
import { z } from 'zod';
import { listBalanceTransactions, listPayouts, sumBalance } from '../../settlement/read.ts';
import { missing } from '../kernel/api-error.ts';
import { addEndpoint } from '../kernel/kernel.ts';
import { listAnswer, pageOf } from '../kernel/lists.ts';
import { expansion, page, text } from '../kernel/parameters.ts';
import type { ApiMeans } from '../ports.ts';
import { balanceToStripe, balanceTransactionToStripe, payoutToStripe } from '../to-stripe/money.ts';

export function addSettledMoney(app: HttpApp, means: ApiMeans): void {
  const { db } = means;
  addEndpoint(app, means, {
    method: 'GET',
    url: '/v1/balance',
    input: z.strictObject(expansion),
    run: async ({ accountId, caller }) => {
      const sums = await sumBalance(db, accountId);
      return ok({ status: 200, body: balanceToStripe(sums, caller.merchant.currency) });
    },
  });

  addEndpoint(app, means, {
    method: 'GET',
    url: '/v1/balance_transactions',
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

  addEndpoint(app, means, {
    method: 'GET',
    url: '/v1/balance_transactions/:id',
    input: z.strictObject(expansion),
    run: async ({ accountId, id }) => {
      const [found] = await listBalanceTransactions(db, accountId, { id, limit: 1 });
      if (found === undefined) return err(missing('balance_transaction', id));
      return ok({ status: 200, body: balanceTransactionToStripe(found) });
    },
  });

  addEndpoint(app, means, {
    method: 'GET',
    url: '/v1/payouts',
    input: z.strictObject({ ...page, status: text(20).optional() }),
    run: async ({ accountId, input }) => {
      const filter = { ...pageOf(input), status: input.status };
      const found = await listPayouts(db, accountId, filter);
      return ok(listAnswer('/v1/payouts', input, found.map(payoutToStripe)));
    },
  });

  addEndpoint(app, means, {
    method: 'GET',
    url: '/v1/payouts/:id',
    input: z.strictObject(expansion),
    run: async ({ accountId, id }) => {
      const [found] = await listPayouts(db, accountId, { id, limit: 1 });
      if (found === undefined) return err(missing('payout', id));
      return ok({ status: 200, body: payoutToStripe(found) });
    },
  });
}
