import { err, ok } from '@kassa/result';
import { z } from 'zod';
import { findCharge, findCharges, listCharges } from '../../payments/list-charges.ts';
import type { Api } from '../api.ts';
import { missing } from '../kernel/api-error.ts';
import { addEndpoint } from '../kernel/kernel.ts';
import { listAnswer, pageOf } from '../kernel/lists.ts';
import { expansion, page, text } from '../kernel/parameters.ts';
import { byId, type Reader } from '../kernel/resources.ts';
import { addSearch } from '../kernel/search-resource.ts';
import { chargeToStripe } from '../to-stripe/charge.ts';

export function addCharges(api: Api): void {
  const { means, resources } = api;
  const read: Reader = async (accountId, ids) =>
    byId((await findCharges(means.db, accountId, ids)).map(chargeToStripe));
  resources.addReader('ch', read);
  addSearch(api, { kind: 'charge', name: 'charges', url: '/v1/charges', read });
  resources.addOlderPart('payment_intent', 'charges', async (accountId, intent) => {
    const id = String(intent['id']);
    const found = await listCharges(means.db, accountId, { ...pageOf({}), intent: id });
    const url = `/v1/charges?payment_intent=${id}`;
    return listAnswer(url, {}, found.map(chargeToStripe)).body;
  });
  addEndpoint(api, {
    name: 'charges.list',
    method: 'GET',
    url: '/v1/charges',
    summary: 'Charges, newest first.',
    answers: 'list of charge',
    input: z.strictObject({ ...page, payment_intent: text(100).optional() }),
    run: async ({ accountId, input }) => {
      const filter = { ...pageOf(input), intent: input.payment_intent };
      const found = await listCharges(means.db, accountId, filter);
      return ok(listAnswer('/v1/charges', input, found.map(chargeToStripe)));
    },
  });

  addEndpoint(api, {
    name: 'charges.retrieve',
    method: 'GET',
    url: '/v1/charges/:id',
    summary: 'One charge.',
    answers: 'charge',
    input: z.strictObject(expansion),
    run: async ({ accountId, id }) => {
      const found = await findCharge(means.db, accountId, id);
      if (found === undefined) return err(missing('charge', id));
      return ok({ status: 200, body: chargeToStripe(found) });
    },
  });
}
