import { inspect } from 'node:util';
import { unwrap } from '@kassa/result';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { findPans, luhnDigit, maskPansIn, Pan, passesLuhn, Secret } from './index.ts';

describe('a secret', () => {
  test('shows nothing in print, JSON, templates or the inspector', () => {
    const key = new Secret('sk_live_1');
    expect(`${key} ${JSON.stringify({ key })} ${inspect({ key })}`).not.toContain('sk_live_1');
    expect(key.reveal()).toBe('sk_live_1');
  });
});

describe('a card number', () => {
  test.each([
    ['4242 4242 4242 4242', undefined],
    ['4242-4242-4242-4242', undefined],
    ['4242424242424241', 'wrong_check_digit'],
    ['42424242', 'wrong_length'],
    ['4242x24242424242', 'not_digits'],
    ['', 'wrong_length'],
  ])('%j is read, or refused with %j', (text, code) => {
    const read = Pan.parse(text);
    expect(read.ok ? undefined : read.error.code).toBe(code);
  });

  test('prints its first six and last four digits only', () => {
    const pan = unwrap(Pan.parse('4000002760003184'));
    expect(`${pan} ${JSON.stringify(pan)} ${inspect(pan)}`).not.toContain('4000002760003184');
    expect(pan.masked).toBe('400000******3184');
  });

  test('one digit wrong never passes the check', () => {
    const numbers = fc.stringMatching(/^\d{15}$/).map((text) => text + luhnDigit(text));
    fc.assert(
      fc.property(numbers, fc.nat(15), fc.integer({ min: 1, max: 9 }), (number, at, by) => {
        const other = (Number(number[at]) + by) % 10;
        expect(passesLuhn(number)).toBe(true);
        expect(passesLuhn(number.slice(0, at) + other + number.slice(at + 1))).toBe(false);
      }),
    );
  });
});

describe('the scanner of free text', () => {
  test.each([
    ['paid with 4242424242424242.', 'paid with 424242******4242.'],
    ['4242 4242 4242 4242 and 5555-5555-5555-4444', '424242******4242 and 555555******4444'],
    ['order 1234567890123456', 'order 1234567890123456'],
    ['{"n":"4000002760003184"}', '{"n":"400000******3184"}'],
  ])('%j becomes %j', (text, masked) => {
    expect(maskPansIn(text)).toBe(masked);
    expect(findPans(masked)).toEqual([]);
  });
});
