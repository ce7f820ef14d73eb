// Connected accounts. The platform's own account is shown too, and changed by nobody here: it is what
// the configuration says.

import { err, ok, type Result } from '@kassa/result';
import { z } from 'zod';
import { type Account, type AccountData, accounts, rejectReasons } from '../../connect/account.ts';
import {
  changeAccount,
  closeAccount,
  hasMoney,
  makeAccount,
} from '../../connect/change-account.ts';
import { type Merchant, paysAccounts } from '../../merchants/merchant.ts';
import type { RecordRefusal } from '../../records/change-record.ts';
import { listRecords, loadRecord, loadRecords } from '../../records/store.ts';
import type { Api } from '../api.ts';
import { type Answer, type ApiError, invalid } from '../kernel/api-error.ts';
import { addEndpoint, type Call } from '../kernel/kernel.ts';
import { listAnswer, pageOf } from '../kernel/lists.ts';
import { created, createdRange, expansion, page } from '../kernel/parameters.ts';
import { refusedRecord } from '../kernel/record-resource.ts';
import { byId } from '../kernel/resources.ts';
import type { ApiMeans } from '../ports.ts';
import { accountToStripe } from '../to-stripe/account.ts';
import { ownAccountToStripe } from '../to-stripe/own-account.ts';
import { createInput, updateInput } from './account-input.ts';
import { mergeAccount, newAccount } from './merge-account.ts';

const url = '/v1/accounts';
const one = `${url}/:id`;

export function addAccounts(api: Api): void {
  const { means, resources } = api;
  resources.addReader('acct', async (accountId, ids) => {
    const found = await loadRecords(means.db, accounts, accountId, ids);
    const platform = await means.directory.merchant(accountId);
    return byId(found.filter(({ deletedAtMs }) => deletedAtMs === null).map(shownTo(platform)));
  });
  addEndpoint(api, {
    name: 'accounts.create',
    method: 'POST',
    url,
    summary: 'Makes an account that is connected to yours and sells under your contract.',
    answers: 'account',
    input: createInput,
    run: (call) => create(means, call),
  });
  addEndpoint(api, {
    name: 'accounts.list',
    method: 'GET',
    url,
    summary: 'The accounts connected to yours, newest first.',
    answers: 'list of account',
    input: z.strictObject({ ...page, ...created }),
    run: async ({ account, accountId, input }) => {
      const filter = { ...pageOf(input), ...createdRange(input.created) };
      const found = await listRecords(means.db, accounts, accountId, filter);
      return ok(listAnswer(url, input, found.map(shownTo(account))));
    },
  });
  addEndpoint(api, {
    name: 'accounts.retrieveCurrent',
    method: 'GET',
    url: '/v1/account',
    summary: 'The account that acts: yours, or the one named in Stripe-Account.',
    answers: 'account',
    input: z.strictObject(expansion),
    run: async (call) => retrieve(means, call, call.accountId),
  });
  addEndpoint(api, {
    name: 'accounts.retrieve',
    method: 'GET',
    url: one,
    summary: 'One account: yours, or one that is connected to it.',
    answers: 'account',
    input: z.strictObject(expansion),
    run: (call) => retrieve(means, call, call.id),
  });
  addEndpoint(api, {
    name: 'accounts.update',
    method: 'POST',
    url: one,
    summary: 'Says more of a connected account; what is not given stays.',
    answers: 'account',
    input: updateInput,
    run: (call) => change(means, call, ({ data }) => mergeAccount(means, data, call.input)),
  });
  addEndpoint(api, {
    name: 'accounts.del',
    method: 'DELETE',
    url: one,
    summary: 'Closes a connected account that has no money left.',
    answers: 'deleted account',
    input: z.strictObject(expansion),
    run: (call) => close(means, call),
  });
  addEndpoint(api, {
    name: 'accounts.createLoginLink',
    method: 'POST',
    url: `${url}/:account/login_links`,
    summary: 'Refused: connected accounts have no dashboard here.',
    answers: 'login_link',
    input: z.strictObject(expansion),
    run: async (call) => {
      const account = await findAccount(means, call, call.ids['account'] ?? '');
      if (!account.ok) return account;
      const message =
        'Kassa has no dashboard for connected accounts, so there is nothing to log in to. Show them their balance and payouts by the API.';
      return err(invalid(message, { code: 'feature_not_available' }));
    },
  });
  addRejections(api);
}

function addRejections(api: Api): void {
  const { means } = api;
  addEndpoint(api, {
    name: 'accounts.reject',
    method: 'POST',
    url: `${one}/reject`,
    summary: 'Lets a connected account sell and receive no more.',
    answers: 'account',
    input: z.strictObject({
      ...expansion,
      reason: z.enum(rejectReasons),
      payouts_action: z.enum(['none', 'pause']).optional(),
    }),
    run: (call) =>
      change(means, call, ({ data }) => {
        if (data.controller.losses !== 'application') {
          const message =
            'Only accounts whose losses are yours (controller.losses.payments is "application") can be rejected.';
          return err(invalid(message));
        }
        const { reason, payouts_action: action } = call.input;
        return ok({ ...data, rejection: { reason, isPaidOut: action === 'none' } });
      }),
  });
  addEndpoint(api, {
    name: 'accounts.unreject',
    method: 'POST',
    url: `${one}/unreject`,
    summary: 'Takes a rejection back.',
    answers: 'account',
    input: z.strictObject(expansion),
    run: (call) =>
      change(means, call, ({ data }) =>
        data.rejection === null
          ? err(invalid('This account is not rejected.'))
          : ok({ ...data, rejection: null }),
      ),
  });
}

async function create(
  means: ApiMeans,
  call: Call<z.output<typeof createInput>>,
): Promise<Result<Answer, ApiError>> {
  const { account: platform, input, cause, once } = call;
  if (platform.platform !== null) {
    return err(invalid('A connected account has no connected accounts of its own.'));
  }
  const fresh = newAccount(platform, input);
  if (!fresh.ok) return fresh;
  const data = mergeAccount(means, fresh.value, input);
  if (!data.ok) return data;
  const made = await makeAccount(means, {
    platform: platform.accountId,
    id: means.makeId('acct'),
    data: data.value,
    cause,
    once: once(answerTo(platform)),
  });
  return shown(made, { shownAs: answerTo(platform) });
}

async function retrieve(
  means: ApiMeans,
  call: Call<unknown>,
  id: string,
): Promise<Result<Answer, ApiError>> {
  if (id === call.account.accountId && call.account.platform === null) {
    return ok({ status: 200, body: ownAccountToStripe(call.account) });
  }
  const found = await findAccount(means, call, id);
  return found.ok ? ok(answerTo(call.caller.merchant)(found.value)) : found;
}

/** A connected account that the caller may speak of: one of theirs, or the one that acts. */
export async function findAccount(
  { db }: ApiMeans,
  { account, caller }: Call<unknown>,
  id: string,
): Promise<Result<Account, ApiError>> {
  const isTheirs = account.platform === null || account.accountId === id;
  const record = isTheirs
    ? await loadRecord(db, accounts, caller.merchant.accountId, id)
    : undefined;
  if (record === undefined || record.deletedAtMs !== null) return err(notYours(id));
  return ok(record);
}

function notYours(id: string): ApiError {
  const message = `The provided key does not have access to account '${id.slice(0, 100)}' (or that account does not exist). Application access may have been revoked.`;
  return invalid(message, { status: 403, code: 'account_invalid' });
}

export type Changing = (account: Account) => Result<AccountData, ApiError>;

export async function change(
  means: ApiMeans,
  call: Call<unknown>,
  how: Changing,
  {
    id = call.id,
    shownAs = answerTo(call.caller.merchant),
  }: { id?: string; shownAs?: (account: Account) => Answer } = {},
): Promise<Result<Answer, ApiError>> {
  const { account, caller, cause, once } = call;
  if (id === caller.merchant.accountId) {
    return err(invalid('Your own account is what its contract says: it cannot be changed here.'));
  }
  if (account.platform !== null && account.accountId !== id) return err(notYours(id));
  const changed = await changeAccount(means, {
    platform: caller.merchant.accountId,
    id,
    change: how,
    cause,
    once: once(shownAs),
  });
  return shown(changed, { id, shownAs });
}

async function close(means: ApiMeans, call: Call<unknown>): Promise<Result<Answer, ApiError>> {
  const found = await findAccount(means, call, call.id);
  if (!found.ok) return found;
  const { id } = found.value;
  if (await hasMoney(means.db, id)) {
    const message =
      'This account has money, or owes some, or some is under way. Pay it out first, or transfer it back.';
    return err(invalid(message, { code: 'account_invalid' }));
  }
  const { caller, cause, once } = call;
  const platform = caller.merchant.accountId;
  const deleted = () => ({ status: 200, body: { id, object: 'account', deleted: true } });
  const closed = await closeAccount(means, { platform, id, cause, once: once(deleted) });
  return shown(closed, { id, shownAs: deleted });
}

const shownTo = (platform: Merchant) => (account: Account) =>
  accountToStripe(account, paysAccounts(platform));

const answerTo =
  (platform: Merchant) =>
  (account: Account): Answer => ({ status: 200, body: shownTo(platform)(account) });

function shown(
  done: Result<Account, ApiError | RecordRefusal>,
  { id = '', shownAs }: { id?: string; shownAs: (account: Account) => Answer },
): Result<Answer, ApiError> {
  if (done.ok) return ok(shownAs(done.value));
  if ('status' in done.error) return err(done.error);
  return err(
    done.error.code === 'record_unknown'
      ? notYours(id)
      : refusedRecord({ object: 'account' }, done.error),
  );
}
