import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { eventTypes } from './event-types.ts';
import { snapshotTypes, thinTypes } from './known-event-types.ts';

const client = join(dirname(createRequire(import.meta.url).resolve('stripe')), '../esm/resources');
const declared = (file: string) => readFileSync(join(client, `${file}.d.ts`), 'utf8');
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
});
