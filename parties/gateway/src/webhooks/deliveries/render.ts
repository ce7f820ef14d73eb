// An event as an endpoint wants it: thin, or with the whole object at the version the endpoint speaks.

import type { Operation } from '../../api/kernel/operation.ts';
import { eventToStripe } from '../../api/to-stripe/event.ts';
import type { Json } from '../../api/to-stripe/shape.ts';
import { thinEventToStripe } from '../../api/to-stripe/thin-event.ts';
import { insidesAt, type LookUp } from '../../api/versions/insides-at.ts';
import { currentVersion } from '../../api/versions/known-versions.ts';
import { outputAt } from '../../api/versions/versions.ts';
import type { AccountId } from '../../ids.ts';
import type { Merchant } from '../../merchants/merchant.ts';
import type { Render } from './send.ts';

export type RenderMeans = {
  readonly merchant: (accountId: AccountId) => Promise<Merchant>;
  /** What only older versions show inside an object. */
  readonly lookUpFor: (accountId: AccountId) => LookUp;
  readonly operations: readonly Operation[];
};

export function renderer({ merchant, lookUpFor, operations }: RenderMeans): Render {
  return async (endpoint, event) => {
    const { accountId, apiVersion, payload } = endpoint;
    // Of a connected account's event the platform is told whose it is.
    const account = event.accountId === accountId ? undefined : event.accountId;
    // A ping is no object of the first interface, whatever the endpoint usually gets.
    if (payload === 'thin' || event.type.startsWith('v2.')) {
      return thinEventToStripe(event, { operations, context: account });
    }
    const version = apiVersion ?? (await merchant(accountId)).apiVersion ?? currentVersion;
    const current: Json = eventToStripe(event, account);
    return outputAt(version, await insidesAt(version, current, lookUpFor(event.accountId)));
  };
}
