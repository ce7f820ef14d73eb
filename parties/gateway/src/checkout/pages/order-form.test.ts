import { describe, expect, test } from 'vitest';
import { type OrderErrorCode, readOrder, typedFrom } from './order-form.ts';
import { answers, asking, marks } from './testing/a-shop.ts';

const read = (more: Record<string, string> = {}, view = asking) =>
  readOrder({ ...answers, ...more }, view);

describe('what the page asks', () => {
  test('is taken as it was answered, on one line each', () => {
    const { entry, errors } = read({ ship_city: ' Sara\n jevo ', promotions: 'yes' });
    expect(errors).toEqual({});
    expect(entry).toMatchObject({
      email: 'hana@example.ba',
      businessName: null,
      shipping: { name: 'Hana Hadžić', address: { city: 'Sara jevo', state: null } },
      billing: { city: 'Sara jevo' },
      fields: { wrap: 'cloth' },
      promotions: true,
      choices: { shippingRate: 'shr_1', quantities: { li_2: 3 }, country: 'BA' },
    });
  });

  test.each<[string, string, OrderErrorCode]>([
    ['email', '', 'field_missing'],
    ['email', 'hana', 'email_wrong'],
    ['phone', 'call me', 'phone_wrong'],
    ['ship_name', '', 'field_missing'],
    ['ship_country', 'US', 'choice_missing'],
    ['ship_line1', ' ', 'field_missing'],
    ['ship_postal', '', 'field_missing'],
    ['ship_city', 'x'.repeat(300), 'too_long'],
    ['cf_engraving', 'H', 'too_short'],
    ['cf_engraving', 'much too long a text', 'too_long'],
    ['cf_wrap', '', 'choice_missing'],
    ['cf_wrap', 'silk', 'choice_missing'],
    ['terms', '', 'terms_missing'],
    ['qty_li_2', '0', 'quantity_wrong'],
    ['qty_li_2', '10', 'quantity_wrong'],
    ['qty_li_2', '1.5', 'quantity_wrong'],
  ])('%s as %j is refused: %s', (name, text, code) => {
    expect(read({ [name]: text }).errors).toEqual({ [name]: code });
  });

  test('of another billing address is all of it, once it is begun', () => {
    const { errors } = read({ bill_city: 'Zagreb' });
    expect(Object.keys(errors)).toEqual(['bill_country', 'bill_line1', 'bill_postal']);
    const whole = { bill_country: 'HR', bill_line1: 'Ilica 1', bill_postal: '10000' };
    expect(read({ ...whole, bill_city: 'Zagreb' }).entry.billing).toMatchObject({ country: 'HR' });
  });

  test.each([
    ['25', 2_500n],
    ['25,5', 2_550n],
    ['1 000.00', 100_000n],
    ['4.99', undefined],
    ['2000.01', undefined],
    ['-1', undefined],
    ['all', undefined],
  ])('an amount of one’s own, %j, is %s', (text, minor) => {
    const own = { minimum: 500n, maximum: 200_000n };
    const [first, ...rest] = asking.lines;
    const lines = first ? [{ ...first, own, amount: marks(1_000) }, ...rest] : rest;
    const { entry, errors } = read({ own_li_1: text }, { ...asking, lines });
    expect(entry.choices.amounts['li_1']).toBe(minor);
    expect(errors['own_li_1']).toBe(minor === undefined ? 'amount_wrong' : undefined);
  });

  test('takes nothing that the session does not offer', () => {
    const { entry } = read({ shipping: 'shr_9', qty_li_1: '5', cf_other: 'x' });
    expect(entry.choices).toMatchObject({ shippingRate: null, quantities: { li_2: 3 } });
    expect(entry.fields).toEqual({ wrap: 'cloth' });
  });

  test('shows what is known already', () => {
    const entered = { ...asking.entered, email: 'hana@example.ba', fields: { wrap: 'paper' } };
    expect(typedFrom({ ...asking, entered })).toMatchObject({
      email: 'hana@example.ba',
      cf_wrap: 'paper',
      qty_li_2: '3',
      shipping: 'shr_1',
    });
  });
});
