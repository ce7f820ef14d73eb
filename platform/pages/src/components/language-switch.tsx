// The languages of a page as plain links: `?lang=` on the same address, which the party remembers.
import { type Language, ownNames } from '../language.ts';
import { usePage } from '../page-context.ts';
import { wordsOf } from '../words.ts';
import { Icon } from './icon.tsx';

export type LanguageSwitchProps = {
  readonly languages: readonly Language[];
  /** Path and query of this page; a former `lang` in it is replaced. */
  readonly here: string;
};

export function LanguageSwitch(props: LanguageSwitchProps) {
  const { lang } = usePage();
  const t = wordsOf(lang);
  return (
    <details className="languages">
      <summary aria-label={`${t('language')}: ${ownNames[lang]}`}>
        <Icon name="globe" />
        <span>{ownNames[lang]}</span>
      </summary>
      <ul>
        {props.languages.map((language) => (
          <li key={language}>
            <a
              href={withLanguage(props.here, language)}
              lang={language}
              hrefLang={language}
              aria-current={language === lang ? 'true' : undefined}
            >
              {ownNames[language]}
              {language === lang && <Icon name="check" />}
            </a>
          </li>
        ))}
      </ul>
    </details>
  );
}

function withLanguage(here: string, language: Language): string {
  const url = new URL(here, 'http://here');
  url.searchParams.set('lang', language);
  return url.pathname + url.search;
}
