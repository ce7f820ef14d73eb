// Charges: read, and listed. They are made by payments, or by create-charge.ts.

import { err, ok, type Result } from '@kassa/result';
import { z } from 'zod';
import {
  type FoundCharge,
  findCharge,
  findCharges,
  listCharges,
} from '../../payments/list-charges.ts';
import { newestOf } from '../../payments/newest-of.ts';
import type { Api } from '../api.ts';
import { type Answer, type ApiError, missing } from '../kernel/api-error.ts';
import { inSlices } from '../kernel/in-slices.ts';
import { addEndpoint, type Call } from '../kernel/kernel.ts';
import { listAnswer, pageOf } from '../kernel/lists.ts';
import { created, createdRange, expansion, page, text } from '../kernel/parameters.ts';
import { byId, idOf, type Reader } from '../kernel/resources.ts';
import { addSearch } from '../kernel/search-resource.ts';
import type { ApiMeans } from '../ports.ts';
import { chargeToStripe } from '../to-stripe/charge.ts';
import { addChangeCharge } from './change-charge.ts';
import { addCreateCharge } from './create-charge.ts';
import { checkEdges } from './page-edges.ts';

export const chargesUrl = '/v1/charges';

export function addCharges(api: Api): void {
  const { means, resources } = api;
  const shown = (found: FoundCharge) => chargeToStripe(found, means);
  const read: Reader = async (accountId, ids) =>
    byId((await findCharges(means.db, accountId, ids)).map(shown));
  resources.addReader('ch', read);
  addSearch(api, { kind: 'charge', name: 'charges', url: chargesUrl, read });
  resources.addOlderPart('payment_intent', 'charges', async (accountId, intents) => {
    const owners = { accountId, ids: intents.map(idOf), limit: pageOf({}).limit };
    const newest = await newestOf(means.db, { table: 'charge', of: 'intent_id' }, owners);
    const found = await inSlices([...newest.values()].flat(), (ids) =>
      findCharges(means.db, accountId, ids),
    );
    const byCharge = new Map(found.map((one) => [String(one.charge.id), shown(one)]));
    return intents.map(idOf).map((id) => {
      const charges = (newest.get(id) ?? []).flatMap((charge) => byCharge.get(charge) ?? []);
      return listAnswer(`${chargesUrl}?payment_intent=${id}`, {}, charges).body;
    });
  });
  addCreateCharge(api);
  addEndpoint(api, {
    name: 'charges.list',
    method: 'GET',
    url: chargesUrl,
    summary: 'Charges, newest first.',
    answers: 'list of charge',
    input: listInput,
    run: (call) => list(means, call, read),
  });
  addEndpoint(api, {
    name: 'charges.retrieve',
    method: 'GET',
    url: `${chargesUrl}/:id`,
    summary: 'One charge.',
    answers: 'charge',
    input: z.strictObject(expansion),
    run: async ({ accountId, id }) => {
      const found = await findCharge(means.db, accountId, id);
      if (found === undefined) return err(missing('charge', id));
      return ok({ status: 200, body: shown(found) });
    },
  });
  addChangeCharge(api);
}

const listInput = z.strictObject({
  ...page,
  ...created,
  customer: text(255).optional(),
  payment_intent: text(100).optional(),
  transfer_group: text(500).optional(),
});

async function list(
  means: ApiMeans,
  { accountId, input }: Call<z.output<typeof listInput>>,
  read: Reader,
): Promise<Result<Answer, ApiError>> {
  const edges = await checkEdges(read, 'charge', { accountId, input });
  if (!edges.ok) return edges;
  const found = await listCharges(means.db, accountId, {
    ...pageOf(input),
    ...createdRange(input.created),
    customer: input.customer,
    intent: input.payment_intent,
    group: input.transfer_group,
  });
  const shown = found.map((one) => chargeToStripe(one, means));
  return ok(listAnswer(chargesUrl, input, shown));
}
