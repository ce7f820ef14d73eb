// Making, changing and deleting an endpoint, with the caller's idempotency record in the same commit.
// The next event, of whichever process, finds the endpoint as it is then.

import { type Database, type Refused, type Unit, unit } from '@kassa/database';
import { Bug, err, ok, type Result } from '@kassa/result';
import type { AccountId } from '../../ids.ts';
import { type Endpoint, endpointsMax } from './endpoint.ts';
import { insertEndpoint, listEndpoints, loadEndpoint, updateEndpoint } from './store.ts';

export type EndpointRefusal =
  | { readonly code: 'endpoint_unknown'; readonly id: string }
  | { readonly code: 'too_many_endpoints' }
  /** The configuration has given it, and would give it again at the next start. */
  | { readonly code: 'endpoint_configured' }
  | { readonly code: 'busy' }
  | { readonly code: 'key_used' };

export const unknownEndpoint = (id: string): EndpointRefusal => ({ code: 'endpoint_unknown', id });
export const configuredEndpoint: EndpointRefusal = { code: 'endpoint_configured' };

type Along = (endpoint: Endpoint) => Unit;

export async function makeEndpoint(
  db: Database,
  { endpoint, along }: { readonly endpoint: Endpoint; readonly along: Along },
): Promise<Result<Endpoint, EndpointRefusal>> {
  const others = await listEndpoints(db, endpoint.accountId, { limit: endpointsMax });
  if (others.length >= endpointsMax) return err({ code: 'too_many_endpoints' });
  const committed = await db.commit(unit(insertEndpoint(endpoint), along(endpoint)));
  return committed.ok ? ok(endpoint) : err(refusalOf(committed.error));
}

export type ChangingEndpoint<Refusal> = {
  readonly accountId: AccountId;
  readonly id: string;
  /** Made from what was loaded, anew at every try. */
  readonly change: (before: Endpoint) => Result<Endpoint, Refusal>;
  readonly along: Along;
};

const triesMax = 20;

export async function changeEndpoint<Refusal>(
  db: Database,
  { accountId, id, change, along }: ChangingEndpoint<Refusal>,
): Promise<Result<Endpoint, Refusal | EndpointRefusal>> {
  for (let tries = 1; ; tries++) {
    const before = await loadEndpoint(db, accountId, id);
    if (before === undefined || before.deletedAtMs !== null) {
      return err(unknownEndpoint(id));
    }
    const changed = change(before);
    if (!changed.ok) return changed;
    const after = { ...changed.value, version: before.version + 1 };
    const committed = await db.commit(unit(updateEndpoint(before, after), along(after)));
    if (committed.ok) return ok(after);
    const refusal = refusalOf(committed.error);
    if (refusal.code !== 'busy' || tries === triesMax) return err(refusal);
  }
}

function refusalOf(refused: Refused): EndpointRefusal {
  const name =
    refused.code === 'guard' ? refused.guard : 'constraint' in refused ? refused.constraint : '';
  if (name === 'idempotency_record_pk') return { code: 'key_used' };
  if (name === 'webhook_endpoint') return { code: 'busy' };
  throw new Bug(`an endpoint's unit was refused: ${JSON.stringify(refused)}`);
}
