// The acquirers of the configuration: the way to each, and where it is asked over HTTP.

import { assert, unreachable } from '@kassa/result';
import type { Secret } from '@kassa/secret';
import type { AcquirerConfig, Iso8583Config } from '../config.ts';
import { connectAdyen } from './adyen/connect-adyen.ts';
import { openReceiver, type Receive, type ReceiverMeans } from './adyen/receive-notification.ts';
import type { Connector } from './connector.ts';
import { connectIso8583 } from './iso8583/connect-iso8583.ts';
import type { ConnectorMeans } from './means.ts';
import { connectStripe } from './stripe/connect-stripe.ts';

export function connectTo(acquirer: AcquirerConfig, means: ConnectorMeans): Connector {
  switch (acquirer.kind) {
    case 'iso8583': {
      const { institutionId: id, countryCode } = acquirer;
      return connectIso8583({ ...acquirer, institution: { id, countryCode } }, means);
    }
    case 'stripe':
      return connectStripe(acquirer, means);
    case 'adyen':
      return connectAdyen(acquirer, means);
    default:
      return unreachable(acquirer, 'a kind of acquirer');
  }
}

/** Of those that tell by notification: who takes what they tell. */
export function receiversOf(
  acquirers: readonly AcquirerConfig[],
  means: ReceiverMeans,
): ReadonlyMap<string, Receive> {
  return new Map(
    acquirers
      .filter((one) => one.kind === 'adyen')
      .map((one) => [one.name, openReceiver(one, means)]),
  );
}

/** Where a provider is asked for its settlements and told what to pay, and with which key. */
export type Desk = {
  (provider: string): { readonly url: string; readonly key: Secret<string> };
  /** Payment service providers have none: what they pay out is not read here. */
  has(provider: string): boolean;
};

export function desksOf(acquirers: readonly AcquirerConfig[]): Desk {
  const desks = acquirers.filter((one): one is Iso8583Config => one.kind === 'iso8583');
  const deskOf = (provider: string) => {
    const found = desks.find(({ name }) => name === provider);
    assert(found !== undefined, `no acquirer ${provider} with a desk in the configuration`);
    return { url: found.url, key: found.key };
  };
  const has = (provider: string) => desks.some(({ name }) => name === provider);
  return Object.assign(deskOf, { has });
}
