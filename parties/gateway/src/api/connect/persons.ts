// The people of a connected account: who speaks for it, who owns and who leads it.

import { err, ok, type Result } from '@kassa/result';
import { z } from 'zod';
import { type Account, mergeSaid, type Person, personsMax, saidAt } from '../../connect/account.ts';
import type { Api } from '../api.ts';
import { type Answer, type ApiError, invalid, missing } from '../kernel/api-error.ts';
import { addEndpoint, type Call } from '../kernel/kernel.ts';
import { listAnswer } from '../kernel/lists.ts';
import { expansion, flag, mergeMetadata, page } from '../kernel/parameters.ts';
import type { ApiMeans } from '../ports.ts';
import { personToStripe } from '../to-stripe/account.ts';
import { change, findAccount } from './accounts.ts';
import { pageIn } from './page-in.ts';
import { keptOf, personInput } from './person-input.ts';

const url = '/v1/accounts/:account/persons';
const one = `${url}/:id`;

const roles = ['authorizer', 'director', 'executive', 'legal_guardian', 'owner', 'representative'];
const listInput = z.strictObject({
  ...page,
  relationship: z
    .strictObject(Object.fromEntries(roles.map((role) => [role, flag.optional()])))
    .optional(),
});

type Input = z.output<typeof personInput>;

export function addPersons(api: Api): void {
  const { means } = api;
  addEndpoint(api, {
    name: 'accounts.createPerson',
    method: 'POST',
    url,
    summary: 'Adds a person to an account.',
    answers: 'person',
    input: personInput,
    run: (call) => create(means, call),
  });
  addEndpoint(api, {
    name: 'accounts.listPersons',
    method: 'GET',
    url,
    summary: 'The people of an account, newest first.',
    answers: 'list of person',
    input: listInput,
    run: async (call) => {
      const account = await findAccount(means, call, nameIn(call));
      if (!account.ok) return account;
      const wanted = Object.entries(call.input.relationship ?? {});
      const people = account.value.data.persons.filter((person) =>
        wanted.every(([role, is]) => is === undefined || hasRole(person, role) === is),
      );
      const shown = pageIn(people.toReversed(), call.input).map((person) =>
        personToStripe(account.value, person),
      );
      return ok(listAnswer(url.replace(':account', account.value.id), call.input, shown));
    },
  });
  addEndpoint(api, {
    name: 'accounts.retrievePerson',
    method: 'GET',
    url: one,
    summary: 'One person of an account.',
    answers: 'person',
    input: z.strictObject(expansion),
    run: async (call) => {
      const account = await findAccount(means, call, nameIn(call));
      if (!account.ok) return account;
      const person = personIn(account.value, call.id);
      return person.ok ? ok(shownPerson(account.value, person.value)) : person;
    },
  });
  addEndpoint(api, {
    name: 'accounts.updatePerson',
    method: 'POST',
    url: one,
    summary: 'Says more of a person; what is not given stays.',
    answers: 'person',
    input: personInput,
    run: (call) => update(means, call),
  });
  addEndpoint(api, {
    name: 'accounts.deletePerson',
    method: 'DELETE',
    url: one,
    summary: 'Removes a person, unless it is the one who speaks for the account.',
    answers: 'deleted person',
    input: z.strictObject(expansion),
    run: (call) => remove(means, call),
  });
}

const nameIn = ({ ids }: Call<unknown>) => ids['account'] ?? '';
const hasRole = ({ said }: Person, role: string) => saidAt(said, `relationship.${role}`) === true;

function personIn({ data }: Account, id: string): Result<Person, ApiError> {
  const person = data.persons.find((one) => one.id === id);
  return person === undefined ? err(missing('person', id)) : ok(person);
}

function shownPerson(account: Account, person: Person): Answer {
  return { status: 200, body: personToStripe(account, person) };
}

/** The person of that id in the account as it has become. */
const shownAs = (id: string) => (account: Account) => {
  const person = personIn(account, id);
  return person.ok ? shownPerson(account, person.value) : { status: 200, body: null };
};

function merge(old: Person, input: Input): Person {
  return {
    ...old,
    said: mergeSaid(old.said, keptOf(input)),
    metadata: mergeMetadata(old.metadata, input.metadata),
  };
}

function create(means: ApiMeans, call: Call<Input>) {
  const id = means.makeId('person');
  const createdAtMs = means.clock.nowMs();
  const fresh: Person = { id, createdAtMs, isIndividual: false, said: {}, metadata: {} };
  return change(
    means,
    call,
    ({ data }) => {
      if (data.businessType === 'individual') {
        const message =
          'The account is an individual: say it with the parameter individual of the account.';
        return err(invalid(message));
      }
      if (data.persons.length >= personsMax) {
        return err(invalid(`An account has at most ${personsMax} persons.`));
      }
      return ok({ ...data, persons: [...data.persons, merge(fresh, call.input)] });
    },
    { id: nameIn(call), shownAs: shownAs(id) },
  );
}

function update(means: ApiMeans, call: Call<Input>) {
  return change(
    means,
    call,
    (account) => {
      const person = personIn(account, call.id);
      if (!person.ok) return person;
      const changed = merge(person.value, call.input);
      const persons = account.data.persons.map((one) => (one.id === call.id ? changed : one));
      return ok({ ...account.data, persons });
    },
    { id: nameIn(call), shownAs: shownAs(call.id) },
  );
}

function remove(means: ApiMeans, call: Call<unknown>) {
  const { id } = call;
  return change(
    means,
    call,
    (account) => {
      const person = personIn(account, id);
      if (!person.ok) return person;
      if (person.value.isIndividual || hasRole(person.value, 'representative')) {
        const message =
          'This person speaks for the account and cannot be deleted. Make another one the representative first.';
        return err(invalid(message));
      }
      const persons = account.data.persons.filter((one) => one.id !== id);
      return ok({ ...account.data, persons });
    },
    {
      id: nameIn(call),
      shownAs: () => ({ status: 200, body: { id, object: 'person', deleted: true } }),
    },
  );
}
