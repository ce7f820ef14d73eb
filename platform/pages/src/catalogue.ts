// The texts of a party in every language of its pages. English is the measure: another language
// that lacks a key, or a plural form its grammar needs, does not compile or does not start.
import { assert } from '@kassa/result';

/** One text, or one per plural category of the language (`count` chooses). */
export type Text = string | Plural;
export type Plural = { readonly [category in Intl.LDMLPluralRule]?: string } & {
  readonly other: string;
};
type Texts = { readonly [key: string]: Text };
type SameKeys<E extends Texts> = { readonly [K in keyof E]: E[K] extends string ? string : Plural };

type Values = {
  readonly count?: string | number;
  readonly [name: string]: string | number | undefined;
};

type NamesIn<S> = S extends `${string}{${infer Name}}${infer Rest}` ? Name | NamesIn<Rest> : never;
type NamesOf<T> = T extends Plural ? 'count' | NamesIn<T[keyof T & 'other']> : NamesIn<T>;
type Params<T> = [NamesOf<T>] extends [never] ? [] : [params: Record<NamesOf<T>, string | number>];

/** The texts of one language: `t('cart.lines', { count: 3 })`. */
export type Translate<E extends Texts> = <K extends keyof E & string>(
  key: K,
  ...params: Params<E[K]>
) => string;

/** Every language of a catalogue: `texts('bs')` gives its translator. */
export type Catalogue<E extends Texts, L extends string> = {
  (language: L): Translate<E>;
  readonly languages: readonly L[];
};

/** Texts may hold `{name}` places; a number there is written as the language writes numbers. */
export function catalogue<
  const E extends Texts,
  O extends { readonly [language: string]: SameKeys<E> },
>(texts: { readonly en: E } & O): Catalogue<E, ('en' | keyof O) & string> {
  type L = ('en' | keyof O) & string;
  const all: { readonly [language: string]: Texts } = texts;
  const english: Texts = texts.en;
  for (const [language, own] of Object.entries(all)) check(language, own, english);
  const of = (language: L): Translate<E> => {
    const own = all[language] ?? english;
    const rules = new Intl.PluralRules(language);
    const numbers = new Intl.NumberFormat(language);
    return (key, ...[params]) => {
      const values: Values = params ?? {};
      const text = own[key];
      assert(text !== undefined, `no text "${key}" in ${language}`);
      return fill(choose(text, values.count, rules), values, numbers);
    };
  };
  const languages = Object.keys(texts).filter((key): key is L => key in texts);
  return Object.assign(of, { languages });
}

function choose(text: Text, count: string | number | undefined, rules: Intl.PluralRules): string {
  if (typeof text === 'string') return text;
  return text[rules.select(Number(count))] ?? text.other;
}

function fill(text: string, values: Values, numbers: Intl.NumberFormat): string {
  return text.replace(/\{(\w+)\}/g, (place, name: string) => {
    const value = values[name];
    if (value === undefined) return place;
    return typeof value === 'number' ? numbers.format(value) : value;
  });
}

// What the types cannot see: keys too many, plural categories, places inside the sentences.
function check(language: string, own: Texts, english: Texts): void {
  const categories = new Intl.PluralRules(language).resolvedOptions().pluralCategories;
  for (const key of new Set([...Object.keys(english), ...Object.keys(own)])) {
    const [mine, measure] = [own[key], english[key]];
    assert(mine !== undefined, `the text "${key}" is missing in ${language}`);
    assert(measure !== undefined, `the text "${key}" is in ${language}, but not in en`);
    if (typeof mine !== 'string') {
      const lacking = categories.filter((category) => mine[category] === undefined);
      assert(lacking.length === 0, `"${key}" in ${language} lacks the form ${lacking.join()}`);
    }
    const [here, there] = [placesOf(mine), placesOf(measure)];
    assert(here === there, `"${key}" in ${language} has the places ${here}, en has ${there}`);
  }
}

function placesOf(text: Text): string {
  const sentences = typeof text === 'string' ? [text] : [text.other];
  const names = sentences.flatMap((one) => [...one.matchAll(/\{(\w+)\}/g)].map((hit) => hit[1]));
  return [...new Set(names)].sort().join();
}
