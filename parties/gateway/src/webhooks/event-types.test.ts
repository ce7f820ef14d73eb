import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { eventTypes } from './event-types.ts';
import { snapshotTypes, thinTypes } from './known-event-types.ts';

const client = join(dirname(createRequire(import.meta.url).resolve('stripe')), '../esm/resources');
const declared = (file: string) => readFileSync(join(client, `${file}.d.ts`), 'utf8');
const own = new URL('../', import.meta.url);
/** All that runs; not the lists themselves, and nothing that only plays with the API. */
const sources = readdirSync(own, { recursive: true, encoding: 'utf8' })
  .filter((name) => /\.tsx?$/.test(name))
  .filter((name) => !/\.test\.|event-types|^conformance|^testing|^api\/examples/.test(name))
  .map((name) => readFileSync(new URL(name, own), 'utf8'))
  .join('\n');

/** Of rooms that are being built. */
const toCome = [
  'balance.available',
  'cash_balance.funds_available',
  'charge.refund.updated',
  'customer_cash_balance_transaction.created',
  'payout.canceled',
  'payout.reconciliation_completed',
  'payout.updated',
];

const sorted = (types: Iterable<string>) => [...types].sort();

describe('types of event', () => {
  test('that endpoints may wish for are those of the official client', () => {
    const list = /namespace WebhookEndpointCreateParams \{\s*type EnabledEvent = ([^;]+);/.exec(
      declared('WebhookEndpoints'),
    );
    const types = [...(list?.[1] ?? '').matchAll(/'([a-z_.]+)'/g)].map(([, type = '']) => type);
    expect(types.length).toBeGreaterThan(200);
    expect(sorted(snapshotTypes)).toEqual(sorted(types));
  });

  test('of thin events have all that the official client knows', () => {
    const found = declared('V2/Core/Events').matchAll(/^ {4}type: '(v[12]\.[^']+)';$/gm);
    const types = new Set([...found].map(([, type = '']) => type));
    expect(types.size).toBeGreaterThan(200);
    expect(sorted(types).filter((type) => !thinTypes.has(type))).toEqual([]);
  });

  test('that Kassa tells of are names of the original, each once', () => {
    const isKnown = (type: string) => snapshotTypes.has(type) || thinTypes.has(type);
    expect(eventTypes.filter((type) => !isKnown(type))).toEqual([]);
    expect(new Set(eventTypes).size).toBe(eventTypes.length);
  });

  test('that Kassa tells of are told somewhere', () => {
    const silent = eventTypes.filter((type) => !sources.includes(`'${type}'`));
    expect(silent.filter((type) => !toCome.includes(type))).toEqual([]);
  });
});
