import { describe, expect, test } from 'vitest';
import { priceCart } from '../pricing/price-cart.ts';
import { diva } from '../shops/diva/shop.ts';
import { checkDetails, type DetailField, detailsForm, emptyDetails } from './details.ts';

const at = Date.parse('2026-11-22T12:00:00Z');
const goods = priceCart(diva, { lines: [{ slug: 'rose-serum', quantity: 1 }] }, at);
const file = priceCart(diva, { lines: [{ slug: 'gift-guide', quantity: 1 }] }, at);
const good = {
  name: 'Hana Kovačević',
  email: 'hana@primjer.ba',
  phone: '+387 61 000 001',
  delivery: 'post',
  street: 'Titova 1',
  postalCode: '71000',
  city: 'Sarajevo',
};

describe('the details of a buyer', () => {
  test('that are all there are taken', () => {
    expect(checkDetails(diva, goods, good)).toEqual({
      ok: true,
      value: {
        deliveryId: 'post',
        buyer: {
          name: good.name,
          email: good.email,
          phone: good.phone,
          address: { street: 'Titova 1', postalCode: '71000', city: 'Sarajevo' },
        },
      },
    });
  });

  test('need no address where nothing travels to one', () => {
    const bare = { ...emptyDetails, name: 'Hana', email: 'hana@primjer.ba' };
    const pickup = checkDetails(diva, goods, { ...bare, delivery: 'pickup' });
    expect(pickup).toMatchObject({ ok: true, value: { buyer: { address: undefined } } });
    expect(checkDetails(diva, file, bare)).toMatchObject({
      ok: true,
      value: { deliveryId: undefined },
    });
  });

  test.each<[DetailField, string]>([
    ['name', ''],
    ['name', 'H'],
    ['email', 'hana'],
    ['email', 'hana@'],
    ['email', 'hana@primjer.ba\u0000'],
    ['phone', 'call me'],
    ['delivery', ''],
    ['delivery', 'by-pigeon'],
    ['street', ''],
    ['postalCode', '7100'],
    ['postalCode', 'abcde'],
    ['city', ''],
  ])('with the %s "%s" are refused at that field', (field, text) => {
    const written = { ...good, [field]: text };
    expect(checkDetails(diva, goods, written)).toEqual({ ok: false, error: { [field]: true } });
  });

  test('are one line each, whatever was sent', () => {
    const form = detailsForm.parse({
      name: '  Hana\r\nBcc: all@primjer.ba ',
      email: ['a', 'b'],
      city: 'x'.repeat(500),
    });
    expect(form.name).toBe('Hana Bcc: all@primjer.ba');
    expect(form.email).toBe('');
    expect(form.city.length).toBe(120);
  });
});
