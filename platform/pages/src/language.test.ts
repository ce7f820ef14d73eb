import { describe, expect, test } from 'vitest';
import { chooseLanguage, type LanguageSigns } from './language.ts';

describe('the language of a page', () => {
  test.each<[string, LanguageSigns, string]>([
    ['nothing known: the first of the party', {}, 'bs'],
    ['the choice just made', { asked: 'en', cookie: 'bs', acceptLanguage: 'bs' }, 'en'],
    ['the choice made before', { cookie: 'en', acceptLanguage: 'bs' }, 'en'],
    ['the browser, by weight', { acceptLanguage: 'fr;q=0.9, bs;q=0.3, en;q=0.8' }, 'en'],
    ['a region is no hindrance', { acceptLanguage: 'en-US' }, 'en'],
    ['a neighbour reads Bosnian', { acceptLanguage: 'hr-HR,en;q=0.5' }, 'bs'],
    ['rubbish asked is passed over', { asked: '<script>', acceptLanguage: 'en' }, 'en'],
    ['a language with weight nought is refused', { acceptLanguage: 'en;q=0' }, 'bs'],
    ['a header of rubbish', { acceptLanguage: ';;;,,q=' }, 'bs'],
  ])('%s', (_, signs, language) => {
    expect(chooseLanguage(signs, ['bs', 'en'])).toBe(language);
  });
});
