import { passesLuhn } from '@kassa/secret';
import { expect, test } from 'vitest';
import { arnOf } from './arn.ts';

test('an acquirer reference number has 23 digits that say who, when and which', () => {
  const arn = arnOf('416100', 42n, '2026-11-20');
  expect(arn).toMatch(/^7416100632400000000042\d$/);
  expect(passesLuhn(arn)).toBe(true);
  expect(arnOf('416100', 43n, '2026-01-01')).toMatch(/^7416100600100000000043\d$/);
});
