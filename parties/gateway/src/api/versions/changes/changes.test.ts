import { describe, expect, test } from 'vitest';
import type { Json } from '../../to-stripe/shape.ts';
import type { InputChange, InsideChange, OutputChange } from '../change.ts';
import { insidesAt } from '../insides-at.ts';
import { knownVersions, type Version } from '../known-versions.ts';
import { inputAt, outputAt } from '../versions.ts';
import { inputChanges, insideChanges, outputChanges } from './all-changes.ts';

/** The last version that did not know the change yet. */
function beforeOf(version: Version): Version {
  const [first] = knownVersions;
  return knownVersions[knownVersions.indexOf(version) - 1] ?? first;
}

type Shown = readonly [version: Version, object: string, current: object, older: object];
const automatic = { automatic_payment_methods: { enabled: 'false' } };

const outputs: readonly Shown[] = [
  ['2023-08-16', 'charge', { transfer_data: null }, { destination: null }],
  [
    '2023-08-16',
    'charge',
    { transfer_data: { destination: 'acct_1' } },
    { destination: 'acct_1', transfer_data: { destination: 'acct_1' } },
  ],
  ['2023-08-16', 'product', { name: 'Soap' }, { attributes: [], name: 'Soap' }],
  [
    '2024-04-10',
    'product',
    { marketing_features: [{ name: 'Mild' }] },
    { features: [{ name: 'Mild' }], marketing_features: undefined },
  ],
  ['2025-03-31.basil', 'payment_intent', { amount: 1 }, { amount: 1, invoice: null }],
  ['2025-03-31.basil', 'charge', { amount: 1 }, { amount: 1, invoice: null }],
  [
    '2025-03-31.basil',
    'charge',
    { captured: true, amount: 9, amount_captured: 6, amount_refunded: 1 },
    { captured: true, amount: 9, amount_captured: 6, amount_refunded: 4, invoice: null },
  ],
  [
    '2025-03-31.basil',
    'charge',
    { captured: false, amount: 9, amount_captured: 6, amount_refunded: 0 },
    { captured: false, amount: 9, amount_captured: 6, amount_refunded: 0, invoice: null },
  ],
  [
    '2025-03-31.basil',
    'payment_intent',
    { cancellation_reason: 'expired' },
    { cancellation_reason: 'automatic', invoice: null },
  ],
  [
    '2025-03-31.basil',
    'checkout.session',
    { collected_information: { shipping_details: { name: 'Hana', address: { city: 'Tuzla' } } } },
    {
      shipping_details: {
        name: 'Hana',
        address: { city: 'Tuzla' },
        carrier: null,
        phone: null,
        tracking_number: null,
      },
    },
  ],
  [
    '2025-03-31.basil',
    'checkout.session',
    { collected_information: null },
    { shipping_details: null },
  ],
  [
    '2025-03-31.basil',
    'price',
    { recurring: { interval: 'month' } },
    { recurring: { interval: 'month', aggregate_usage: null } },
  ],
  ['2025-03-31.basil', 'price', { recurring: null }, { recurring: null }],
  ['2026-03-25.dahlia', 'checkout.session', { ui_mode: 'hosted_page' }, { ui_mode: 'hosted' }],
  ['2026-03-25.dahlia', 'checkout.session', { ui_mode: 'embedded_page' }, { ui_mode: 'embedded' }],
  ['2026-03-25.dahlia', 'checkout.session', { ui_mode: 'elements' }, { ui_mode: 'custom' }],
  ['2026-03-25.dahlia', 'checkout.session', { ui_mode: 'form' }, { ui_mode: 'form' }],
];

type Asked = readonly [version: Version, operation: string, older: object, current: object];

const inputs: readonly Asked[] = [
  [
    '2023-08-16',
    'paymentIntents.create',
    { amount: '1' },
    { amount: '1', allowed_payment_method_types: ['card'], ...automatic },
  ],
  [
    '2023-08-16',
    'setupIntents.create',
    {},
    { allowed_payment_method_types: ['card'], ...automatic },
  ],
  [
    '2023-08-16',
    'setupIntents.create',
    { automatic_payment_methods: { enabled: 'true' } },
    { automatic_payment_methods: { enabled: 'true' } },
  ],
  [
    '2024-04-10',
    'paymentIntents.create',
    { amount: '1' },
    { amount: '1', capture_method: 'automatic' },
  ],
  [
    '2024-04-10',
    'paymentIntents.create',
    { capture_method: 'manual' },
    { capture_method: 'manual' },
  ],
  [
    '2024-04-10',
    'products.create',
    { features: [{ name: 'Mild' }] },
    { marketing_features: [{ name: 'Mild' }] },
  ],
  ['2024-04-10', 'products.update', { features: '' }, { marketing_features: '' }],
  [
    '2026-03-25.dahlia',
    'checkout.sessions.create',
    { ui_mode: 'hosted' },
    { ui_mode: 'hosted_page' },
  ],
  ['2026-03-25.dahlia', 'checkout.sessions.create', { ui_mode: 'custom' }, { ui_mode: 'elements' }],
  ['2026-03-25.dahlia', 'checkout.sessions.create', { ui_mode: 'odd' }, { ui_mode: 'odd' }],
  ...['paymentIntents.create', 'setupIntents.create'].map(
    (operation): Asked => [
      '2026-09-30.endive',
      operation,
      { payment_method_types: ['card'] },
      { allowed_payment_method_types: ['card'], ...automatic },
    ],
  ),
  ...[
    'paymentIntents.update',
    'paymentIntents.confirm',
    'setupIntents.update',
    'checkout.sessions.create',
  ].map(
    (operation): Asked => [
      '2026-09-30.endive',
      operation,
      { payment_method_types: ['card'] },
      { allowed_payment_method_types: ['card'] },
    ],
  ),
  [
    '2026-09-30.endive',
    'paymentIntents.create',
    { payment_method_types: ['card'], automatic_payment_methods: { enabled: 'true' } },
    { allowed_payment_method_types: ['card'], automatic_payment_methods: { enabled: 'true' } },
  ],
];

type Inside = readonly [
  version: Version,
  object: string,
  current: object,
  part: string,
  otherwise: Json,
];
const emptyList = (url: string) => ({ object: 'list', data: [], has_more: false, url });

const insides: readonly Inside[] = [
  [
    '2022-11-15',
    'payment_intent',
    { id: 'pi_1', latest_charge: null },
    'charges',
    emptyList('/v1/charges?payment_intent=pi_1'),
  ],
  [
    '2022-11-15',
    'charge',
    { id: 'ch_1', amount_refunded: 0 },
    'refunds',
    emptyList('/v1/charges/ch_1/refunds'),
  ],
  ['2023-08-16', 'charge', { id: 'ch_1', disputed: false }, 'dispute', null],
];

const asJson = (value: unknown): Json => JSON.parse(JSON.stringify(value));
const isOf = (change: OutputChange | InsideChange, [version, object]: Shown | Inside) =>
  change.version === version && change.object === object;

describe('answers before a version', () => {
  test.each(outputs)('%s: %s %j is %j', (version, object, current, older) => {
    const shown = asJson({ object, ...current });
    expect(outputAt(beforeOf(version), shown)).toMatchObject(JSON.parse(JSON.stringify(older)));
    const later = outputAt(version, shown);
    for (const name of Object.keys(older).filter((one) => !(one in current))) {
      expect(later).not.toHaveProperty(name);
    }
  });

  test('a name that was renamed is gone', () => {
    const product = { object: 'product', marketing_features: [] };
    expect(outputAt('2023-10-16', product)).not.toHaveProperty('marketing_features');
  });

  test.each(outputChanges)('$version of $object has its row above', (change) => {
    expect(outputs.some((row) => isOf(change, row))).toBe(true);
  });
});

describe('parameters before a version', () => {
  test.each(inputs)('%s: %s %j means %j', (version, operation, older, current) => {
    expect(inputAt(beforeOf(version), operation, older)).toMatchObject(current);
    const left = { ...older };
    inputAt(beforeOf(version), operation, older);
    expect(older).toEqual(left);
  });

  test.each(inputChanges)('$version of $operations has its rows above', (change: InputChange) => {
    const rows = inputs.filter(([version]) => version === change.version);
    const missing = change.operations.filter((name) => !rows.some(([, asked]) => asked === name));
    expect(missing).toEqual([]);
  });
});

describe('what was shown inside before a version', () => {
  test.each(insides)('%s: %s %j has %s, %j', async (version, object, current, part, otherwise) => {
    const shown = asJson({ object, ...current });
    const never = () => Promise.reject(new Error('there is nothing to look up'));
    const older = await insidesAt(beforeOf(version), shown, never);
    expect(older).toMatchObject({ [part]: otherwise });
    expect(await insidesAt(version, shown, never)).not.toHaveProperty(part);
  });

  test.each(insideChanges)('$version of $object has its row above', (change) => {
    expect(insides.some((row) => isOf(change, row))).toBe(true);
  });

  test('is looked up at any depth, also inside what was looked up', async () => {
    const event = {
      object: 'event',
      data: { object: { object: 'payment_intent', id: 'pi_1', latest_charge: 'ch_1' } },
    };
    const asked: string[] = [];
    const older = await insidesAt('2022-08-01', event, async (_kind, part, objects) => {
      asked.push(...objects.map((object) => `${object['id']}.${part}`));
      if (part === 'charges') {
        const charge = { object: 'charge', id: 'ch_1', amount_refunded: 5, disputed: true };
        return objects.map(() => ({ object: 'list', data: [charge] }));
      }
      const refunds = { object: 'list', data: [{ object: 'refund' }] };
      return objects.map(() => (part === 'refunds' ? refunds : 'dp_1'));
    });
    expect(asked).toEqual(['pi_1.charges', 'ch_1.refunds', 'ch_1.dispute']);
    expect(older).toMatchObject({
      data: {
        object: {
          charges: { data: [{ refunds: { data: [{ object: 'refund' }] }, dispute: 'dp_1' }] },
        },
      },
    });
  });
});
