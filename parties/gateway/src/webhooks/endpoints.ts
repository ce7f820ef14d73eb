// Where merchants want to be told, in memory: every payment's commit asks, none should have to wait.

import { column, type Database } from '@kassa/database';
import { type AccountId, idFrom } from '../ids.ts';

export type Endpoint = {
  readonly accountId: AccountId;
  readonly id: string;
  readonly url: string;
  /** The signing secret, sealed. */
  readonly secretSealed: string;
  /** `*` or the types wished for. */
  readonly events: readonly string[];
};

export type Endpoints = {
  wishing(accountId: AccountId, type: string): readonly Endpoint[];
  byId(accountId: AccountId, id: string): Endpoint | undefined;
};

export async function openEndpoints(db: Database): Promise<Endpoints> {
  const text = `select account_id, id, url, secret_sealed, enabled_events from webhook_endpoint
    where status = 'enabled' order by account_id, id limit 100000`;
  const all = await db.query({ text }, (row) => ({
    accountId: idFrom('acct', column.text(row, 'account_id')),
    id: column.text(row, 'id'),
    url: column.text(row, 'url'),
    secretSealed: column.text(row, 'secret_sealed'),
    events: column.texts(row, 'enabled_events'),
  }));
  const byAccount = new Map<AccountId, Endpoint[]>();
  for (const endpoint of all) {
    byAccount.set(endpoint.accountId, [...(byAccount.get(endpoint.accountId) ?? []), endpoint]);
  }
  const of = (accountId: AccountId) => byAccount.get(accountId) ?? [];
  return {
    wishing: (accountId, type) =>
      of(accountId).filter(({ events }) => events.includes('*') || events.includes(type)),
    byId: (accountId, id) => of(accountId).find((endpoint) => endpoint.id === id),
  };
}
