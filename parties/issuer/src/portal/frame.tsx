// The frame around every page of the net-bank.

import {
  ButtonForm,
  LanguageSwitch,
  Notice,
  PageTitle,
  renderPage,
  Shell,
  Stack,
  type Theme,
} from '@kassa/pages';
import type { ReactNode } from 'react';
import type { LoggedIn } from './log-in.ts';
import { type PortalLanguage, texts } from './texts.ts';

/** What every page knows of its request. */
export type PortalPage = {
  readonly theme: Theme;
  readonly lang: PortalLanguage;
  /** Path and query, for the language switch. */
  readonly here: string;
  readonly zone: string;
};

export function portalPage(
  page: PortalPage,
  content: {
    readonly title: string;
    readonly lead?: ReactNode;
    readonly who?: LoggedIn | undefined;
    readonly width?: 'narrow' | 'text' | 'wide';
    readonly body: ReactNode;
  },
): string {
  const { lang } = page;
  const t = texts(lang);
  const { who } = content;
  return renderPage({
    title: content.title,
    lang,
    theme: page.theme,
    zone: page.zone,
    body: (
      <Shell
        width={content.width}
        nav={
          who && [
            { href: '/', label: t('accounts') },
            { href: '/disputes', label: t('disputes') },
          ]
        }
        side={
          <>
            <LanguageSwitch languages={texts.languages} here={page.here} />
            {who && (
              <ButtonForm action="/log-out" look="quiet" size="s">
                {t('logOut')}
              </ButtonForm>
            )}
          </>
        }
        footer={<p className="small soft">{t('safe')}</p>}
      >
        <Stack gap="l">
          <PageTitle lead={content.lead}>{content.title}</PageTitle>
          {content.body}
        </Stack>
      </Shell>
    ),
  });
}

export function messagePage(page: PortalPage, who: LoggedIn | undefined, message: string): string {
  return portalPage(page, {
    title: texts(page.lang)('welcome'),
    who,
    width: 'narrow',
    body: <Notice tone="warn">{message}</Notice>,
  });
}
