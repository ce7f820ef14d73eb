// Changes of a customer's balance: each in the commit that changes the customer, so that the last
// one's ending balance is always the customer's balance.

import { unit } from '@kassa/database';
import { assert, err, ok, type Result } from '@kassa/result';
import { z } from 'zod';
import {
  type BalanceChange,
  type BalanceChangeData,
  balanceChanges,
} from '../../customers/balance-change.ts';
import { type Customer, type CustomerData, customers } from '../../customers/customer.ts';
import { type Along, changeRecord } from '../../records/change-record.ts';
import { madeRecord } from '../../records/record.ts';
import { insertRecord, loadRecord } from '../../records/store.ts';
import type { Api } from '../api.ts';
import { type Answer, type ApiError, invalid } from '../kernel/api-error.ts';
import { addEndpoint, type Call } from '../kernel/kernel.ts';
import {
  created,
  currencyCode,
  expansion,
  integer,
  mergeMetadata,
  metadata,
  page,
  text,
  unsettable,
} from '../kernel/parameters.ts';
import {
  addList,
  addRecordReader,
  addRetrieve,
  addUpdate,
  type RecordResource,
  recordError,
  updatedEvent,
} from '../kernel/record-resource.ts';
import type { ApiMeans } from '../ports.ts';
import { balanceChangeToStripe, customerToStripe } from '../to-stripe/customer.ts';
import { customerInAddress } from './find-customer.ts';

const createInput = z.strictObject({
  ...expansion,
  amount: integer(-99_999_999_999, 99_999_999_999),
  currency: currencyCode,
  description: text(350).optional(),
  metadata: metadata.optional(),
});

const name = 'customers';

export function addBalanceTransactions(api: Api): void {
  const of: RecordResource<BalanceChangeData> = {
    kind: balanceChanges,
    object: 'customer_balance_transaction',
    name,
    part: 'BalanceTransaction',
    url: '/v1/customers/:customer/balance_transactions',
    show: balanceChangeToStripe,
    parent: (call) => customerInAddress(api.means, call),
  };
  addRecordReader(api, of);
  addEndpoint(api, {
    name: `${name}.createBalanceTransaction`,
    method: 'POST',
    url: of.url,
    summary: 'Adds to what a customer owes; a negative amount is a credit.',
    answers: of.object,
    input: createInput,
    run: (call) => create(api, call),
  });
  addRetrieve(api, of);
  addUpdate(api, of, {
    input: z.strictObject({
      ...expansion,
      description: unsettable(text(350)).optional(),
      metadata: metadata.optional(),
    }),
    change: ({ data }, { input }) =>
      ok({
        data: {
          ...data,
          description: input.description === undefined ? data.description : input.description,
          metadata: mergeMetadata(data.metadata, input.metadata),
        },
      }),
  });
  addList(api, of, { input: z.strictObject({ ...page, ...created }), filter: () => ({}) });
}

async function create(
  api: Api,
  call: Call<z.output<typeof createInput>>,
): Promise<Result<Answer, ApiError>> {
  const { accountId, input, once, cause } = call;
  const currency = input.currency.toLowerCase();
  const id = call.ids['customer'] ?? '';
  const about = {
    description: input.description ?? null,
    metadata: mergeMetadata({}, input.metadata),
  };
  const answer = (change: BalanceChange): Answer => ({
    status: 200,
    body: balanceChangeToStripe(change),
  });
  const changeId = api.means.makeId('cbtxn');
  const done = await changeRecord<CustomerData, ApiError>(api.means.db, customers, {
    accountId,
    id,
    change: async ({ data, ...rest }) => {
      if (data.currency !== null && data.currency !== currency) {
        const message = `The customer's balance is in ${data.currency}; it cannot be changed in ${currency}.`;
        return err(invalid(message, { param: 'currency' }));
      }
      const balanceMinor = data.balanceMinor + input.amount;
      return ok({ record: { ...rest, data: { ...data, balanceMinor, currency } } });
    },
    along: (after, before) => {
      const change = changeOf(
        { before, after, id: changeId, nowMs: api.means.clock.nowMs() },
        about,
      );
      return unit(
        insertRecord(balanceChanges, change),
        updatedEvent(api, { before, after, cause }, customerEvent),
        once(answer).settle(change, change.id),
      );
    },
  });
  if (!done.ok) return err(recordError({ object: 'customer', param: 'customer' }, done.error));
  const change = await loadRecord(api.means.db, balanceChanges, accountId, changeId);
  assert(change !== undefined, 'a change of the balance was committed');
  return ok(answer(change));
}

const customerEvent = { type: 'customer.updated' as const, show: customerToStripe };

type About = Pick<BalanceChangeData, 'description' | 'metadata'>;

/** Whatever moves a customer's balance leaves its change beside it. */
export function balanceMoved(
  { makeId, clock }: Pick<ApiMeans, 'makeId' | 'clock'>,
  about: About,
): Along<CustomerData> {
  return (after, before) => {
    if (after.data.balanceMinor === (before?.data.balanceMinor ?? 0)) return {};
    const id = makeId('cbtxn');
    return insertRecord(
      balanceChanges,
      changeOf({ before, after, id, nowMs: clock.nowMs() }, about),
    );
  };
}

type Moving = {
  readonly before: Customer | null;
  readonly after: Customer;
  readonly id: string;
  readonly nowMs: number;
};

function changeOf({ before, after, id, nowMs }: Moving, about: About): BalanceChange {
  const { balanceMinor, currency } = after.data;
  const minor = balanceMinor - (before?.data.balanceMinor ?? 0);
  const data = { minor, currency: currency ?? '', endingMinor: balanceMinor, ...about };
  return madeRecord({
    ...{ accountId: after.accountId, id, parent: after.id, createdAtMs: nowMs, data },
  });
}
