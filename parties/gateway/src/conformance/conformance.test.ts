// Every operation of the official client that is in scope, called with that client on a gateway with
// real PostgreSQL, and held against what the client declares. Ends in a table.

import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { accounts } from './accounts.conformance.ts';
import { catalogue } from './catalogue.conformance.ts';
import { charges } from './charges.conformance.ts';
import { checkoutSessions } from './checkout-sessions.conformance.ts';
import { gapsOf } from './compare.ts';
import { customers } from './customers.conformance.ts';
import { events } from './events.conformance.ts';
import { expectRefused, type Family } from './family.ts';
import { knownGaps } from './known-gaps.ts';
import { money } from './money.conformance.ts';
import { notThereYet } from './not-there-yet.ts';
import { paymentIntents } from './payment-intents.conformance.ts';
import { paymentMethods } from './payment-methods.conformance.ts';
import { later, type Operation, operationsOf, resources } from './scope.ts';
import { searches } from './search.conformance.ts';
import { openSetting, type Setting } from './setting.ts';
import { setupIntents } from './setup-intents.conformance.ts';
import { smallThings } from './small-things.conformance.ts';
import { states } from './states.ts';
import { type Outcome, tableOf } from './table.ts';

const families: readonly Family[] = [
  paymentIntents,
  paymentMethods,
  setupIntents,
  customers,
  charges,
  checkoutSessions,
  catalogue,
  events,
  smallThings,
  money,
  searches,
  accounts,
];
const cases = new Map(families.flatMap((family) => Object.entries(family)));
const operations = resources.flatMap(operationsOf);

let setting: Setting;
const outcomes: Outcome[] = [];
beforeAll(async () => {
  setting = await openSetting();
});
beforeEach(() => {
  setting.gateway.acquirer.onAuthorization(() => ({ do: 'approve' }));
  setting.gateway.acquirer.onAdvice(() => ({ do: 'approve' }));
  setting.gateway.directory.onCard(() => 'Y');
});
afterAll(async () => {
  if (outcomes.length > 0) process.stdout.write(tableOf(outcomes));
  await setting[Symbol.asyncDispose]();
});

describe('the list', () => {
  test('is the client’s own: no case is for an operation that it does not have', () => {
    const titles = new Set(operations.map(({ title }) => title));
    expect([...cases.keys(), ...notThereYet].filter((title) => !titles.has(title))).toEqual([]);
  });

  test('counts 146 core operations: 174 less the 28 of subscriptions and invoices', () => {
    expect(resources.reduce((sum, { core }) => sum + core, 0)).toBe(146);
    expect(later.flatMap(operationsOf)).toHaveLength(28);
  });

  test('is whole: every operation of the client has a case or is named as to come', () => {
    const open = operations.filter(
      ({ title }) => !cases.has(title) && !notThereYet.includes(title),
    );
    expect(open.map(({ title }) => title)).toEqual([]);
  });
});

describe.each(resources)('$name', (resource) => {
  test.each(operationsOf(resource))('$title', async (operation) => {
    const { title } = operation;
    const played = await play(operation, cases.get(title));
    outcomes.push({ operation, ...played });
    if (!notThereYet.includes(title)) {
      expect(played.error).toBeUndefined();
      expect(played.gaps, 'as the client declares it').toEqual([]);
    } else if (played.end !== 'not there')
      process.stdout.write(`${title} is there now: take it off\n`);
  });
});

describe('as the client declares it', () => {
  test.each(states)('$name', async ({ declared: [type, file], reach }) => {
    expect(gapsIn(await reach(setting), type, file)).toEqual([]);
  });
});

type Played = Omit<Outcome, 'operation'> & { readonly error?: unknown };

async function play({ answers, resource }: Operation, how: Family[string] | undefined) {
  const failed = (error: unknown): Played => {
    const [why = ''] = String(error).split('\n');
    return { end: 'not there', gaps: [], error, why };
  };
  if (how === undefined) return failed(new Error('there is no case'));
  try {
    if (typeof how !== 'function') {
      await expectRefused(how, setting);
      return { end: 'refused', gaps: [] } satisfies Played;
    }
    const gaps = gapsIn(await how(setting), answers, resource.file);
    return { end: 'covered', gaps } satisfies Played;
  } catch (error) {
    return failed(error);
  }
}

/** But for those that are known. */
function gapsIn(answer: unknown, type: string, file: string): string[] {
  return gapsOf(answer, type, file)
    .map(({ kind, where }) => `${kind} ${where}`)
    .filter((gap) => knownGaps[gap] === undefined);
}
