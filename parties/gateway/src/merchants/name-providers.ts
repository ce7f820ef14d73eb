// Providers are named in three places: where they are connected, in contracts, in rules of routing. A
// name that is nobody's is found at the start and not at a payment.

import type { Strategy } from '../routing/strategy.ts';
import type { Contract } from './merchant.ts';

type Named = Pick<Contract, 'provider'>;

export type NamingFault = { readonly path: readonly (string | number)[]; readonly message: string };

type Naming = {
  readonly acquirer: Named;
  readonly otherAcquirers: readonly Named[];
  readonly routing?: Strategy | undefined;
};

/** Of one merchant; paths are within it. */
export function namingFaults(merchant: Naming, connected: readonly string[]): NamingFault[] {
  const contracts = [
    { at: ['acquirer'], provider: merchant.acquirer.provider },
    ...merchant.otherAcquirers.map(({ provider }, index) => ({
      at: ['otherAcquirers', index],
      provider,
    })),
  ];
  const names = contracts.map(({ provider }) => provider);
  return [
    ...contracts
      .filter(({ provider }) => !connected.includes(provider))
      .map(({ at, provider }) => ({
        path: [...at, 'provider'],
        message: `"${provider}" is not connected; there are: ${connected.join(', ')}`,
      })),
    ...contracts
      .filter(({ provider }, index) => names.indexOf(provider) !== index)
      .map(({ at, provider }) => ({
        path: [...at, 'provider'],
        message: `there is a contract with "${provider}" already; one is enough`,
      })),
    ...namedInRouting(merchant.routing)
      .filter(({ provider }) => !names.includes(provider))
      .map(({ at, provider }) => ({
        path: ['routing', ...at],
        message: `the merchant has no contract with "${provider}"; it has with: ${names.join(', ')}`,
      })),
  ];
}

function namedInRouting(routing: Strategy | undefined) {
  if (routing === undefined) return [];
  const ofRules = routing.rules.flatMap(({ prefer = [], split = {}, never = [] }, index) =>
    [...prefer, ...Object.keys(split), ...never].map((provider) => ({
      at: ['rules', index],
      provider,
    })),
  );
  const ofSplit = Object.keys(routing.split ?? {}).map((provider) => ({ at: ['split'], provider }));
  return [...ofRules, ...ofSplit];
}
