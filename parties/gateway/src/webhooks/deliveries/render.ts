// An event as an endpoint wants it: with the whole object, at the version the endpoint speaks.

import { eventToStripe } from '../../api/to-stripe/event.ts';
import type { Json } from '../../api/to-stripe/shape.ts';
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
};

export function renderer({ merchant, lookUpFor }: RenderMeans): Render {
  return async (endpoint, event) => {
    const { accountId, apiVersion } = endpoint;
    const version = apiVersion ?? (await merchant(accountId)).apiVersion ?? currentVersion;
    // Of a connected account's event the platform is told whose it is.
    const account = event.accountId === accountId ? undefined : event.accountId;
    const current: Json = eventToStripe(event, account);
    return outputAt(version, await insidesAt(version, current, lookUpFor(event.accountId)));
  };
}
