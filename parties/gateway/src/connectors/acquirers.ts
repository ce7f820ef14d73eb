// The acquirers of the configuration: the line to each, and where it is asked over HTTP.

import { assert } from '@kassa/result';
import type { Secret } from '@kassa/secret';
import type { AcquirerConfig } from '../config.ts';
import type { Connector } from './connector.ts';
import { connectIso8583, type Iso8583Means } from './iso8583/connect-iso8583.ts';

export function connectTo(acquirer: AcquirerConfig, means: Iso8583Means): Connector {
  const { name, host, port, signOnKey, institutionId: id, countryCode } = acquirer;
  const { timeoutMs, inquiryTimeoutMs } = acquirer;
  const institution = { id, countryCode };
  return connectIso8583(
    { name, host, port, signOnKey, institution, timeoutMs, inquiryTimeoutMs },
    means,
  );
}

/** Where a provider is asked for its settlements and told what to pay, and with which key. */
export type Desk = (provider: string) => { readonly url: string; readonly key: Secret<string> };

export function desksOf(acquirers: readonly AcquirerConfig[]): Desk {
  return (provider) => {
    const found = acquirers.find(({ name }) => name === provider);
    assert(found !== undefined, `no acquirer ${provider} in the configuration`);
    return { url: found.url, key: found.key };
  };
}
