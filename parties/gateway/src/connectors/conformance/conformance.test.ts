import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { loadLibrary } from '../adyen/library.ts';
import { adyenSubject } from './adyen-subject.ts';
import { cases } from './cases.ts';
import { openGrounds } from './grounds.ts';
import { iso8583Subject } from './iso8583-subject.ts';
import { playAll } from './play.ts';
import { type Column, expectedOf, printTable } from './print-table.ts';
import { stripeSubject } from './stripe-subject.ts';

/** Who adds a connector adds a line. */
const subjects = { iso8583: iso8583Subject, stripe: stripeSubject, adyen: adyenSubject } as const;
const columns = new Map<string, Column>();

// Side by side: most of it is waiting for answers that do not come.
beforeAll(async () => {
  // It stops the machine for a second, in which no answer would be heard.
  loadLibrary();
  const playing = Object.entries(subjects).map(async ([name, open]) => {
    await using grounds = await openGrounds();
    await using subject = await open(grounds);
    const { exceptions } = subject;
    columns.set(name, { name, exceptions, played: await playAll(subject, cases) });
  });
  await Promise.all(playing);
});

afterAll(() => {
  const inOrder = Object.keys(subjects).flatMap((name) => columns.get(name) ?? []);
  process.stdout.write(`${printTable(cases, inOrder)}\n`);
});

describe.each(Object.keys(subjects))('the connector %s', (name) => {
  test.each(cases)('$name', (one) => {
    const column = columns.get(name);
    expect(column?.played.get(one.name)).toEqual(expectedOf(one, column?.exceptions ?? {}));
  });

  test('has exceptions for nothing but what ends otherwise', () => {
    const { exceptions = {} } = columns.get(name) ?? {};
    const idle = cases.filter((one) => {
      const told = expectedOf(one, exceptions);
      const usual = expectedOf(one, {});
      return exceptions[one.name] && told.ends.join() === usual.ends.join();
    });
    expect(idle).toEqual([]);
  });
});
