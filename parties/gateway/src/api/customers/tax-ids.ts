// Tax ids: of a customer, and of the merchant itself.

import { ok } from '@kassa/result';
import { z } from 'zod';
import { countryOfTaxId, type TaxIdData, taxIds } from '../../customers/tax-id.ts';
import type { Api } from '../api.ts';
import { created, expansion, page } from '../kernel/parameters.ts';
import {
  addCreate,
  addDelete,
  addList,
  addRecordReader,
  addRetrieve,
  type RecordResource,
} from '../kernel/record-resource.ts';
import { taxIdToStripe } from '../to-stripe/customer.ts';
import { customerInAddress } from './find-customer.ts';
import { checkTaxId, taxIdFields } from './tax-id-input.ts';

const createInput = z.strictObject({ ...expansion, ...taxIdFields }).superRefine(checkTaxId);

export function addTaxIds(api: Api): void {
  const common = { kind: taxIds, object: 'tax_id', show: taxIdToStripe };
  const ofCustomers: RecordResource<TaxIdData> = {
    ...common,
    name: 'customers',
    part: 'TaxId',
    url: '/v1/customers/:customer/tax_ids',
    parent: (call) => customerInAddress(api.means, call),
    events: {
      created: 'customer.tax_id.created',
      updated: 'customer.tax_id.updated',
      deleted: 'customer.tax_id.deleted',
    },
  };
  addRecordReader(api, ofCustomers, ['tax_id']);
  for (const of of [ofCustomers, { ...common, name: 'taxIds', url: '/v1/tax_ids' }]) {
    addCreate(api, of, {
      input: createInput,
      make: ({ input: { type, value } }) =>
        ok({ data: { type, value, country: countryOfTaxId(type, value) ?? null } }),
    });
    addRetrieve(api, of);
    addList(api, of, { input: z.strictObject({ ...page, ...created }), filter: () => ({}) });
    addDelete(api, of);
  }
}
