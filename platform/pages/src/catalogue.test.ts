import { describe, expect, test } from 'vitest';
import { catalogue } from './catalogue.ts';
import { words } from './words.ts';

const texts = catalogue({
  en: { hello: 'Hello {name}', items: { one: '{count} item', other: '{count} items' }, bye: 'Bye' },
  bs: {
    hello: 'Zdravo {name}',
    items: { one: '{count} artikal', few: '{count} artikla', other: '{count} artikala' },
    bye: 'Doviđenja',
  },
});

describe('a catalogue of texts', () => {
  test.each([
    [1, '1 artikal'],
    [2, '2 artikla'],
    [5, '5 artikala'],
    [11, '11 artikala'],
    [21, '21 artikal'],
    [24, '24 artikla'],
    [1000, '1.000 artikala'],
  ])('counts %i in Bosnian as "%s"', (count, text) => {
    expect(texts('bs')('items', { count })).toBe(text);
  });

  test('fills places, and leaves a word of the reader untouched', () => {
    expect(texts('en')('hello', { name: '{count} & Hana' })).toBe('Hello {count} & Hana');
    expect(texts('en')('bye')).toBe('Bye');
  });

  test('a key, a place or a plural form that one language lacks is found at start', () => {
    // @ts-expect-error the key "b" is missing in Bosnian: it does not compile either
    expect(() => catalogue({ en: { a: 'A', b: 'B' }, bs: { a: 'A' } })).toThrow(/"b" is missing/);
    expect(() => catalogue({ en: { a: 'A {x}' }, bs: { a: 'A' } })).toThrow(/places/);
    const few = { en: { a: { one: '1', other: '2' } }, bs: { a: { one: '1', other: '2' } } };
    expect(() => catalogue(few)).toThrow(/lacks the form few/);
    expect(() => catalogue({ en: { a: 'A' }, bs: { a: 'A', c: 'C' } })).toThrow(/not in en/);
  });

  test('the words of the components stand in both languages', () => {
    expect(words.languages).toEqual(['en', 'bs']);
    expect(words('bs')('step', { step: 1, steps: 3 })).toBe('Korak 1 od 3');
  });
});
