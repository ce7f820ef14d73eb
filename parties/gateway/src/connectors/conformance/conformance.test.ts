import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { adyenSubject } from './adyen-subject.ts';
import { type CaseName, cases } from './cases.ts';
import { type Grounds, openGrounds } from './grounds.ts';
import { iso8583Subject } from './iso8583-subject.ts';
import { type Played, playAll } from './play.ts';
import { type Column, printTable } from './print-table.ts';
import { stripeSubject } from './stripe-subject.ts';
import type { Subject } from './subject.ts';

const opened = { iso8583: iso8583Subject, stripe: stripeSubject, adyen: adyenSubject } as const;
const columns: Column[] = [];

describe.each(Object.entries(opened))('the connector %s', (name, open) => {
  let grounds: Grounds;
  let subject: Subject | undefined;
  let played: ReadonlyMap<CaseName, Played>;
  beforeAll(async () => {
    grounds = await openGrounds();
    subject = await open(grounds);
    played = await playAll(subject, cases);
    columns.push({ name, played, exceptions: subject.exceptions });
  });
  afterAll(async () => {
    await subject?.[Symbol.asyncDispose]();
    await grounds[Symbol.asyncDispose]();
  });

  test.each(cases)('$name', (one) => {
    const exception = subject?.exceptions[one.name];
    const ends = exception?.ends ?? one.steps.flatMap((step) => step.ends ?? []);
    expect(played.get(one.name)).toEqual({ ends, effect: exception?.effect ?? one.effect });
  });
});

afterAll(() => process.stdout.write(`${printTable(cases, columns)}\n`));
