// Countries as the page offers them: by their names in its language, in its alphabet.

import type { Option } from '@kassa/pages';
import type { Lang } from './texts.ts';

const kept = new Map<Lang, readonly Option[]>();

/** All, or only those that are allowed. */
export function countriesIn(lang: Lang, allowed: readonly string[] | null): readonly Option[] {
  const all = kept.get(lang) ?? allIn(lang);
  kept.set(lang, all);
  return allowed === null ? all : all.filter(({ value }) => allowed.includes(value));
}

const letters = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'];
/** Codes that have a name and are no country that something is sent to. */
const noCountry = new Set(['CP', 'CQ', 'DG', 'EA', 'EU', 'EZ', 'IC', 'QO', 'UN', 'XA', 'XB', 'ZZ']);
/** Codes of old that stand for another: no form offers one country twice. */
const current = (code: string) => new Intl.Locale(`und-${code}`).region === code;

function allIn(lang: Lang): readonly Option[] {
  const names = new Intl.DisplayNames(lang, { type: 'region', fallback: 'none' });
  const found = letters.flatMap((first) =>
    letters.flatMap((second): Option[] => {
      const value = first + second;
      const label = noCountry.has(value) || !current(value) ? undefined : names.of(value);
      return label === undefined ? [] : [{ value, label }];
    }),
  );
  return found.sort((a, b) => a.label.localeCompare(b.label, lang));
}
