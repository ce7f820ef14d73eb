// What a change of an account is told by: read from what is different, so that no change of any kind
// goes untold. The events are the account's own; its platform hears them on its connect endpoints.

import { changedFrom } from '../api/kernel/previous-attributes.ts';
import {
  accountToStripe,
  bankAccountToStripe,
  capabilityToStripe,
  personToStripe,
} from '../api/to-stripe/account.ts';
import type { Resource } from '../api/to-stripe/shape.ts';
import { idFrom } from '../ids.ts';
import { type Merchant, paysAccounts } from '../merchants/merchant.ts';
import type { Cause } from '../payments/ports.ts';
import type { NewEvent } from '../webhooks/record-event.ts';
import { type Account, applicationOf, capabilityNames } from './account.ts';

type Shown = Resource & { readonly id: string };
export type Told = {
  readonly platform: Merchant;
  readonly cause: Cause | null;
  readonly atMs: number;
};

export function accountEvents(
  after: Account,
  before: Account | null,
  { platform, ...told }: Told,
): NewEvent[] {
  const about = { accountId: idFrom('acct', after.id), ...told };
  const shown = (account: Account) => accountToStripe(account, paysAccounts(platform));
  if (after.deletedAtMs !== null) {
    const object = { id: applicationOf(after.accountId), name: null, object: 'application' };
    return [{ ...about, type: 'account.application.deauthorized', objectId: after.id, object }];
  }
  const differing = (type: Types, now: readonly Shown[], then: readonly Shown[]): NewEvent[] => [
    ...now.flatMap((object) => {
      const old = then.find(({ id }) => id === object.id);
      if (old === undefined) {
        return type.created ? [{ ...about, type: type.created, objectId: object.id, object }] : [];
      }
      const previous = changedFrom(old, object);
      if (Object.keys(previous).length === 0) return [];
      return [{ ...about, type: type.updated, objectId: object.id, object, previous }];
    }),
    ...then.flatMap((object) => {
      const isGone = type.deleted !== undefined && !now.some(({ id }) => id === object.id);
      return isGone ? [{ ...about, type: type.deleted, objectId: object.id, object }] : [];
    }),
  ];
  return [
    ...differing(
      { updated: 'account.updated' },
      [shown(after)],
      before === null ? [] : [shown(before)],
    ),
    ...differing(capabilityTypes, capabilitiesIn(after), before ? capabilitiesIn(before) : []),
    ...differing(bankTypes, banksIn(after), before ? banksIn(before) : []),
    ...differing(personTypes, personsIn(after), before ? personsIn(before) : []),
  ];
}

type Type = NewEvent['type'];
type Types = { readonly created?: Type; readonly updated: Type; readonly deleted?: Type };

const capabilityTypes: Types = { created: 'capability.updated', updated: 'capability.updated' };
const bankTypes: Types = {
  created: 'account.external_account.created',
  updated: 'account.external_account.updated',
  deleted: 'account.external_account.deleted',
};
const personTypes: Types = {
  created: 'person.created',
  updated: 'person.updated',
  deleted: 'person.deleted',
};

const capabilitiesIn = (account: Account) =>
  capabilityNames
    .filter((name) => account.data.capabilities[name] !== undefined)
    .map((name) => capabilityToStripe(account, name));

const banksIn = (account: Account) =>
  account.data.bankAccounts.map((one) => bankAccountToStripe(account, one));

const personsIn = (account: Account) =>
  account.data.persons.map((one) => personToStripe(account, one));
