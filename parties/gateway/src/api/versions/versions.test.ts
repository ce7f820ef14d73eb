import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { invalid } from '../kernel/api-error.ts';
import type { Json } from '../to-stripe/shape.ts';
import { inputChanges, outputChanges } from './changes/all-changes.ts';
import { currentVersion, isBefore, knownVersions } from './known-versions.ts';
import { errorAt, inputAt, outputAt, removedAt, versionOf } from './versions.ts';

describe('the version of a request', () => {
  test.each(knownVersions)('%s is spoken', (version) => {
    expect(versionOf(version)).toEqual({ ok: true, value: version });
  });

  test('is the pinned one without a header, the current one without a pin', () => {
    expect(versionOf(undefined)).toMatchObject({ value: currentVersion });
    expect(versionOf(undefined, '2023-08-16')).toMatchObject({ value: '2023-08-16' });
    expect(versionOf('2024-06-20', '2023-08-16')).toMatchObject({ value: '2024-06-20' });
  });

  test.each([
    '2023-01-01',
    '2024-09-30',
    '2020-08-27',
    '2027-01-01.fern',
    '2024-06-20; a_beta=v1',
    '2022-08-01, 2022-11-15',
    '',
    'latest',
  ])('%j is refused with the list of what is spoken', (header) => {
    const refused = versionOf(header);
    expect(refused).toMatchObject({ error: { status: 400, type: 'invalid_request_error' } });
    expect(refused.ok ? '' : refused.error.message).toMatch(
      /^Invalid Stripe API version: .*2022-08-01, .*2026-10-28\.endive\.$/,
    );
  });

  test('the newest is the one of the official client that these shapes are taken from', () => {
    const client = createRequire(import.meta.url).resolve('stripe');
    const text = readFileSync(
      client.replace(/stripe\.(cjs|esm)\.node\.js$/, 'apiVersion.js'),
      'utf8',
    );
    expect(text).toContain(`'${currentVersion}'`);
  });

  test('they stand in their order', () => {
    expect([...knownVersions].sort()).toEqual(knownVersions);
    expect(isBefore('2022-08-01', currentVersion)).toBe(true);
    expect(isBefore(currentVersion, currentVersion)).toBe(false);
  });
});

/** JSON as answers are: objects that say what they are, lists, expansions, the merchant's words. */
const json = fc.letrec<{ value: Json; object: Json }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    fc.constantFrom(null, true, 0, 42, 'hosted_page', 'ch_1', ''),
    fc.array(tie('value'), { maxLength: 3 }),
    tie('object'),
  ),
  object: fc.record(
    {
      object: fc.constantFrom(
        'charge',
        'payment_intent',
        'checkout.session',
        'product',
        'price',
        'list',
        'event',
        'customer',
        '__proto__',
      ),
      data: tie('value'),
      customer: tie('value'),
      ui_mode: fc.constantFrom('hosted_page', 'form', null),
      recurring: tie('value'),
      transfer_data: tie('value'),
      collected_information: tie('value'),
      metadata: fc.dictionary(fc.constantFrom('object', 'ui_mode', 'x', '__proto__'), fc.string()),
    },
    { requiredKeys: [] },
  ),
})).value;

const anyVersion = fc.constantFrom(...knownVersions);

describe('answers at a version', () => {
  test('the current one is the same value, not even copied', () => {
    fc.assert(
      fc.property(json, (body) => {
        expect(outputAt(currentVersion, body)).toBe(body);
      }),
    );
  });

  test('no transform changes what it was given', () => {
    fc.assert(
      fc.property(json, anyVersion, (body, version) => {
        const before = JSON.stringify(body);
        outputAt(version, freeze(body));
        expect(JSON.stringify(body)).toBe(before);
      }),
    );
  });

  test('objects that no version has changed stay as they are, and so do the words of merchants', () => {
    const changed = new Set(outputChanges.map(({ object }) => object));
    fc.assert(
      fc.property(json, anyVersion, (body, version) => {
        const same = (now: Json, then: Json): void => {
          if (!isObject(now)) {
            if (Array.isArray(now)) expect(then).toHaveLength(now.length);
            else expect(then).toBe(now);
            return;
          }
          expect(isObject(then)).toBe(true);
          if (!isObject(then)) return;
          expect(then['metadata']).toEqual(now['metadata']);
          if (changed.has(String(now['object']))) return;
          expect(Object.keys(then)).toEqual(Object.keys(now));
          for (const [name, inner] of Object.entries(now)) same(inner, then[name] ?? null);
        };
        same(body, outputAt(version, body));
      }),
    );
  });

  test('a step down at a time is the same as all at once', () => {
    const session = {
      object: 'checkout.session',
      ui_mode: 'elements',
      collected_information: null,
    };
    const body = { object: 'list', data: [session, { object: 'product', marketing_features: [] }] };
    const oldest = outputAt('2022-08-01', body);
    expect(oldest).toEqual({
      object: 'list',
      data: [
        { ...session, ui_mode: 'custom', shipping_details: null },
        { object: 'product', features: [], attributes: [] },
      ],
    });
  });

  test('what stands in events and errors is shown at it too, and an event says so', () => {
    const intent = { object: 'payment_intent', id: 'pi_1' };
    const older = { ...intent, invoice: null };
    const event = { object: 'event', api_version: currentVersion, data: { object: intent } };
    expect(outputAt('2024-06-20', event)).toEqual({
      object: 'event',
      api_version: '2024-06-20',
      data: { object: older },
    });
    expect(outputAt('2024-06-20', { error: { payment_intent: intent } })).toEqual({
      error: { payment_intent: older },
    });
  });

  test('what was deleted is not dressed up', () => {
    const gone = { id: 'prod_1', object: 'product', deleted: true };
    expect(outputAt('2022-08-01', gone)).toEqual(gone);
  });
});

describe('parameters at a version', () => {
  const operations = [...new Set(inputChanges.flatMap((change) => change.operations))];

  test('the current one takes them as they are', () => {
    const raw = { payment_method_types: ['card'], ui_mode: 'hosted' };
    for (const operation of operations) {
      expect(inputAt(currentVersion, operation, raw)).toBe(raw);
    }
  });

  test.each([undefined, null, 'text', 7, ['card']])('what is no record is left: %j', (raw) => {
    for (const operation of operations) {
      expect(inputAt('2022-08-01', operation, raw)).toBe(raw);
    }
  });

  test('other operations are left alone', () => {
    const raw = { payment_method_types: ['card'], ui_mode: 'hosted', features: [] };
    expect(inputAt('2022-08-01', 'paymentLinks.create', raw)).toBe(raw);
  });

  test('the old and the new name together are left to be refused', () => {
    const raw = { features: [], marketing_features: [] };
    expect(inputAt('2022-08-01', 'products.create', raw)).toEqual(raw);
  });

  test('one that is gone is refused from its version on, by its own code', () => {
    const raw = { payment_method_types: ['card'] };
    expect(removedAt('2026-09-30.endive', 'paymentIntents.confirm', raw)).toMatchObject({
      status: 400,
      code: 'payment_method_types_no_longer_supported',
      param: 'payment_method_types',
    });
    expect(removedAt('2026-08-26.dahlia', 'paymentIntents.confirm', raw)).toBeUndefined();
    expect(removedAt(currentVersion, 'paymentLinks.create', raw)).toBeUndefined();
    expect(removedAt(currentVersion, 'paymentIntents.confirm', undefined)).toBeUndefined();
  });

  test('an error names the parameter that was given', () => {
    const raw = { payment_method_types: ['sepa_debit'] };
    const error = invalid('allowed_payment_method_types[0]: only cards', {
      param: 'allowed_payment_method_types[0]',
    });
    const asked = { operation: 'paymentIntents.create', raw };
    expect(errorAt('2024-06-20', asked, error)).toMatchObject({
      param: 'payment_method_types[0]',
      message: 'payment_method_types[0]: only cards',
    });
    expect(errorAt(currentVersion, asked, error)).toBe(error);
    const direct = { operation: 'paymentIntents.create', raw: { allowed_payment_method_types: 1 } };
    expect(errorAt('2026-08-26.dahlia', direct, error)).toBe(error);
  });
});

function isObject(value: Json): value is { readonly [name: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function freeze(value: Json): Json {
  if (typeof value === 'object' && value !== null) {
    for (const inner of Object.values(value)) freeze(inner);
    Object.freeze(value);
  }
  return value;
}
