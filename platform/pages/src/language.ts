// Which language a page speaks, and how its amounts and dates are written.

/** Languages of the house; a party offers those that its catalogue has. */
export type Language = 'en' | 'bs' | 'nb' | 'sv' | 'fr' | 'zh-TW';

const locales: Record<Language, string> = {
  en: 'en-GB',
  bs: 'bs-BA',
  nb: 'nb-NO',
  sv: 'sv-SE',
  fr: 'fr-FR',
  'zh-TW': 'zh-TW',
};

/** Each language in its own words, as a reader looks for it in a list. */
export const ownNames: Record<Language, string> = {
  en: 'English',
  bs: 'Bosanski',
  nb: 'Norsk',
  sv: 'Svenska',
  fr: 'Français',
  'zh-TW': '繁體中文',
};

// A browser set to the left one is better served by the right one than by English.
const neighbours: Readonly<Record<string, Language>> = {
  hr: 'bs',
  sr: 'bs',
  sh: 'bs',
  me: 'bs',
  no: 'nb',
  nn: 'nb',
  da: 'nb',
  zh: 'zh-TW',
};

export const localeOf = (language: Language): string => locales[language];

export type LanguageSigns = {
  /** `?lang=` of the address: the reader has just chosen. */
  readonly asked?: string | undefined;
  /** What the reader chose before. */
  readonly cookie?: string | undefined;
  /** The browser's `Accept-Language` header. */
  readonly acceptLanguage?: string | undefined;
};

/** Choice, then memory, then the browser's list by weight, then the party's first language. */
export function chooseLanguage<L extends Language>(
  signs: LanguageSigns,
  available: readonly [L, ...L[]],
): L {
  const wishes = [signs.asked, signs.cookie, ...byWeight(signs.acceptLanguage ?? '')];
  for (const wish of wishes) {
    const found = wish && match(wish, available);
    if (found) return found;
  }
  return available[0];
}

/** The name of the cookie that remembers a choice, and its `Set-Cookie` line for one year. */
export const languageCookieName = 'lang';
export const languageCookie = (language: Language): string =>
  `${languageCookieName}=${language}; Path=/; Max-Age=31536000; SameSite=Lax`;

function match<L extends Language>(wish: string, available: readonly L[]): L | undefined {
  const short = wish.toLowerCase().split('-')[0] ?? '';
  const same = (language: string) => language.toLowerCase().split('-')[0] === short;
  return available.find(same) ?? available.find((language) => language === neighbours[short]);
}

function byWeight(header: string): string[] {
  return header
    .slice(0, 500)
    .split(',')
    .map((part) => {
      const [tag = '', ...rest] = part.trim().split(';');
      const weight = rest.map((one) => /^\s*q=([\d.]+)/.exec(one)?.[1]).find(Boolean);
      return { tag: tag.trim(), weight: weight === undefined ? 1 : Number(weight) };
    })
    .filter(({ tag, weight }) => tag !== '' && weight > 0)
    .sort((a, b) => b.weight - a.weight)
    .map(({ tag }) => tag);
}
