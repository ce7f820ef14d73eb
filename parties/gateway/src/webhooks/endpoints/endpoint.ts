// Where a merchant wants to be told, of what, and how: the `webhook_endpoint` of the first interface
// and the `event_destination` of the second are this one thing.

import { randomToken } from '@kassa/crypto';
import type { Version } from '../../api/versions/known-versions.ts';
import type { AccountId } from '../../ids.ts';

export type Payload = 'snapshot' | 'thin';
/** The account's own events, or those of the accounts connected to it. */
export type EventsFrom = '@self' | '@accounts';

export type EndpointKey = { readonly accountId: AccountId; readonly id: string };

export type Endpoint = EndpointKey & {
  /** A change names the version it was made from, so that of two writers one wins. */
  readonly version: number;
  readonly url: string;
  readonly payload: Payload;
  /** `*`, or the types wished for; of thin events with their `v1.` before them. */
  readonly enabledEvents: readonly string[];
  readonly eventsFrom: readonly EventsFrom[];
  /** Null: objects are shown at the account's own version. */
  readonly apiVersion: Version | null;
  readonly name: string;
  readonly description: string | null;
  readonly metadata: Readonly<Record<string, string>>;
  readonly status: 'enabled' | 'disabled';
  /** Given by the configuration: address and types cannot be changed here, nor can it be deleted. */
  readonly isSeeded: boolean;
  readonly createdAtMs: number;
  readonly updatedAtMs: number;
  readonly deletedAtMs: number | null;
};

type Given = Partial<Endpoint> & Pick<Endpoint, 'accountId' | 'id' | 'url' | 'createdAtMs'>;

/** All events of the account itself, whole, unless something else is wished for. */
export function newEndpoint(given: Given): Endpoint {
  return {
    version: 1,
    payload: 'snapshot',
    enabledEvents: ['*'],
    eventsFrom: ['@self'],
    apiVersion: null,
    name: new URL(given.url).host,
    description: null,
    metadata: {},
    status: 'enabled',
    isSeeded: false,
    updatedAtMs: given.createdAtMs,
    deletedAtMs: null,
    ...given,
  };
}

/** As many as the original lets a test account have: each event is told to all of them. */
export const endpointsMax = 16;

export const newSecret = (): string => `whsec_${randomToken(24)}`;

/** Under which an endpoint's secrets are sealed. */
export const sealContext = ({ accountId, id }: EndpointKey): string =>
  `webhook_endpoint|${accountId}|${id}`;
