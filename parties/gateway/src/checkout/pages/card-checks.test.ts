import { passesLuhn } from '@kassa/secret';
import cardValidator from 'card-validator';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { brandOf, cardBrands, groupDigits } from './brands.ts';
import { type CardField, checkCard, readExpiry } from './card-checks.ts';
import { readCard } from './read-card.ts';
import { noonMs } from './testing/a-shop.ts';

const good = { number: '4242 4242 4242 4242', expiry: '12 / 29', cvc: '123', name: 'Hana Hadžić' };

describe('what is typed', () => {
  test('may be sent when nothing is wrong', () => {
    expect(checkCard(good, noonMs)).toEqual({});
  });

  test.each<[CardField, string, string | undefined]>([
    ['number', '', 'number_missing'],
    ['number', ' - ', 'number_missing'],
    ['number', '4242x24242424242', 'number_not_digits'],
    ['number', '٤٢٤٢٤٢٤٢٤٢٤٢٤٢٤٢', 'number_not_digits'],
    ['number', '4242 4242 4242 424', 'number_length'],
    ['number', '42424242424242424', 'number_length'],
    ['number', '4242 4242 4242 4241', 'number_wrong'],
    ['number', '4242-4242-4242-4242', undefined],
    ['number', '4242\u00a04242\u00a04242\u00a04242', undefined],
    ['number', '9999999999999999', 'number_wrong'],
    ['number', '9999999999999995', undefined],
    ['expiry', '', 'expiry_missing'],
    ['expiry', '13/29', 'expiry_unreadable'],
    ['expiry', '00/29', 'expiry_unreadable'],
    ['expiry', 'soon', 'expiry_unreadable'],
    ['expiry', '10/26', 'expiry_past'],
    ['expiry', '12/25', 'expiry_past'],
    ['expiry', '11/26', undefined],
    ['expiry', '11/51', undefined],
    ['expiry', '12/51', 'expiry_far'],
    ['cvc', '', 'cvc_missing'],
    ['cvc', '12', 'cvc_three'],
    ['cvc', '1234', 'cvc_three'],
    ['cvc', '12a', 'cvc_three'],
    ['name', '  ', 'name_missing'],
    ['name', '4242 4242 4242 4242', 'name_is_number'],
    ['name', 'H 424242', 'name_is_number'],
    ['name', '123', 'name_is_number'],
    ['name', '吳漢娜', undefined],
    ['name', 'x'.repeat(81), 'name_long'],
  ])('in %s, %j: %s', (field, text, code) => {
    expect(checkCard({ ...good, [field]: text }, noonMs)[field]).toBe(code);
  });

  test('is told that an American Express code has four digits', () => {
    const amex = { ...good, number: '3782 822463 10005' };
    expect(checkCard(amex, noonMs)).toEqual({ cvc: 'cvc_four' });
    expect(checkCard({ ...amex, cvc: '1234' }, noonMs)).toEqual({});
  });

  test('counts a card as good until its month has ended everywhere', () => {
    const lastHour = Date.UTC(2027, 0, 1, 11);
    expect(checkCard({ ...good, expiry: '12/26' }, lastHour)).toEqual({});
    expect(checkCard({ ...good, expiry: '12/26' }, lastHour + 3_600_000).expiry).toBe(
      'expiry_past',
    );
  });

  test('has the check digit that the rest of the house asks for', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^9\d{11,18}$/), (number) => {
        const isRefused = checkCard({ ...good, number }, noonMs).number === 'number_wrong';
        expect(isRefused).toBe(!passesLuhn(number));
      }),
    );
  });

  test.each([
    ['12/29', 12, 2029],
    ['12 / 2029', 12, 2029],
    ['1229', 12, 2029],
    ['122029', 12, 2029],
    ['1/29', 1, 2029],
    ['2029-12', 12, 2029],
    ['12.29', 12, 2029],
  ])('reads the expiry %j', (text, month, year) => {
    expect(readExpiry(text)).toEqual({ month, year });
  });
});

describe('the posted form', () => {
  test('becomes a card that does not print', () => {
    const read = readCard(good, noonMs);
    expect(read.ok && read.card.pan.reveal()).toBe('4242424242424242');
    expect(read.ok && read.card.cvc.reveal()).toBe('123');
    expect(JSON.stringify(read)).not.toMatch(/4242424242424242|123/);
  });

  test.each([
    [undefined],
    ['number=1'],
    [{ number: ['4242424242424242'], expiry: { a: '1' }, cvc: 3, name: null }],
  ])('%j is four empty fields', (body) => {
    const read = readCard(body, noonMs);
    expect(!read.ok && read.errors).toEqual({
      number: 'number_missing',
      expiry: 'expiry_missing',
      cvc: 'cvc_missing',
      name: 'name_missing',
    });
  });

  test('keeps no digit of a number or a code that stood in the wrong field', () => {
    const misplaced = { number: 'Hana', expiry: '4242424242424242', cvc: 'x', name: '987' };
    expect(readCard(misplaced, noonMs).kept).toEqual({ name: '', expiry: '' });
  });

  test('never throws and never keeps a number, whatever is sent', () => {
    const body = fc.record({
      number: fc.string({ maxLength: 300 }),
      expiry: fc.string(),
      cvc: fc.string(),
      name: fc.string({ unit: 'grapheme' }),
    });
    fc.assert(
      fc.property(body, (sent) => {
        const { kept } = readCard(sent, noonMs);
        expect(kept.name.replace(/\D/g, '').length).toBeLessThan(5);
        expect(kept.expiry).toMatch(/^(\d\d \/ \d\d)?$/);
      }),
    );
  });
});

describe('a brand', () => {
  test.each([
    ['4', 'visa', '4'],
    ['5', undefined, '5'],
    ['51', 'mastercard', '51'],
    ['222', undefined, '222'],
    ['2221', 'mastercard', '2221'],
    ['2720999', 'mastercard', '2720 999'],
    ['2721', undefined, '2721'],
    ['378282246310005', 'amex', '3782 822463 10005'],
    ['30569309025904', 'diners', '3056 930902 5904'],
    ['6759649826438453', 'maestro', '6759 6498 2643 8453'],
    ['3530111333300000', 'jcb', '3530 1113 3330 0000'],
    ['6200000000000005', 'unionpay', '6200 0000 0000 0005'],
    ['', undefined, ''],
  ])('of %j is %s, written %j', (digits, id, written) => {
    expect(brandOf(digits)?.id).toBe(id);
    expect(groupDigits(digits)).toBe(written);
  });

  test.each(cardBrands.map((brand) => [brand.id, brand] as const))(
    '%s agrees with card-validator on brand and code',
    (id, brand) => {
      const theirs: Record<string, string> = { amex: 'american-express', diners: 'diners-club' };
      for (const [from, to] of brand.ranges) {
        for (const start of new Set([from, to])) {
          const card = cardValidator.number(String(start).padEnd(12, '0')).card;
          expect(`${start} ${card?.type}`).toBe(`${start} ${theirs[id] ?? id}`);
          expect(card?.code.size).toBe(brand.cvcDigits);
        }
      }
    },
  );
});
