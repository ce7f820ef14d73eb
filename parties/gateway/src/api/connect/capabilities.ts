// What a connected account may do: take cards, and be transferred money.

import { err, ok } from '@kassa/result';
import { z } from 'zod';
import { type CapabilityName, capabilityNames } from '../../connect/account.ts';
import type { Api } from '../api.ts';
import { missing } from '../kernel/api-error.ts';
import { addEndpoint } from '../kernel/kernel.ts';
import { listAnswer } from '../kernel/lists.ts';
import { expansion, flag } from '../kernel/parameters.ts';
import { capabilityToStripe } from '../to-stripe/account.ts';
import { change, findAccount } from './accounts.ts';
import { requestedAs } from './merge-account.ts';

const url = '/v1/accounts/:account/capabilities';
const one = `${url}/:id`;

export function addCapabilities(api: Api): void {
  const { means } = api;
  addEndpoint(api, {
    name: 'accounts.listCapabilities',
    method: 'GET',
    url,
    summary: 'All that an account may do, or could ask for.',
    answers: 'list of capability',
    input: z.strictObject(expansion),
    run: async (call) => {
      const account = await findAccount(means, call, call.ids['account'] ?? '');
      if (!account.ok) return account;
      const shown = capabilityNames.map((name) => capabilityToStripe(account.value, name));
      return ok(listAnswer(url.replace(':account', account.value.id), {}, shown));
    },
  });
  addEndpoint(api, {
    name: 'accounts.retrieveCapability',
    method: 'GET',
    url: one,
    summary: 'One capability, and what is lacking for it.',
    answers: 'capability',
    input: z.strictObject(expansion),
    run: async (call) => {
      const account = await findAccount(means, call, call.ids['account'] ?? '');
      if (!account.ok) return account;
      const name = nameOf(call.id);
      if (name === undefined) return err(missing('capability', call.id, 'capability'));
      return ok({ status: 200, body: capabilityToStripe(account.value, name) });
    },
  });
  addEndpoint(api, {
    name: 'accounts.updateCapability',
    method: 'POST',
    url: one,
    summary: 'Asks for a capability, or does without it.',
    answers: 'capability',
    input: z.strictObject({ ...expansion, requested: flag.optional() }),
    run: async (call) => {
      const name = nameOf(call.id);
      if (name === undefined) return err(missing('capability', call.id, 'capability'));
      const { requested } = call.input;
      return change(
        means,
        call,
        ({ data }) => {
          if (requested === undefined) return ok(data);
          const asked = requestedAs(data.capabilities[name], requested, means.clock.nowMs());
          return ok({ ...data, capabilities: { ...data.capabilities, [name]: asked } });
        },
        {
          id: call.ids['account'] ?? '',
          shownAs: (account) => ({ status: 200, body: capabilityToStripe(account, name) }),
        },
      );
    },
  });
}

const nameOf = (text: string): CapabilityName | undefined =>
  capabilityNames.find((name) => name === text);
