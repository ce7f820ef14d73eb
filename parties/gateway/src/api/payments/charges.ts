import type { HttpApp } from '@kassa/http';
import { err, ok } from '@kassa/result';
import { z } from 'zod';
import { findCharge, listCharges } from '../../payments/list-charges.ts';
import { missing } from '../kernel/api-error.ts';
import { addEndpoint } from '../kernel/kernel.ts';
import { listAnswer, pageOf } from '../kernel/lists.ts';
import { expansion, page, text } from '../kernel/parameters.ts';
import type { ApiMeans } from '../ports.ts';
import { chargeToStripe } from '../to-stripe/charge.ts';

export function addCharges(app: HttpApp, means: ApiMeans): void {
  addEndpoint(app, means, {
    method: 'GET',
    url: '/v1/charges',
    input: z.strictObject({ ...page, payment_intent: text(100).optional() }),
    run: async ({ accountId, input }) => {
      const filter = { ...pageOf(input), intent: input.payment_intent };
      const found = await listCharges(means.db, accountId, filter);
      return ok(listAnswer('/v1/charges', input, found.map(chargeToStripe)));
    },
  });

  addEndpoint(app, means, {
    method: 'GET',
    url: '/v1/charges/:id',
    input: z.strictObject(expansion),
    run: async ({ accountId, id }) => {
      const found = await findCharge(means.db, accountId, id);
      if (found === undefined) return err(missing('charge', id));
      return ok({ status: 200, body: chargeToStripe(found) });
    },
  });
}
