// The frame around every page for developers, and the few parts that several of them share.

import {
  ButtonForm,
  ButtonLink,
  Card,
  Empty,
  LanguageSwitch,
  PageTitle,
  Row,
  renderPage,
  Shell,
  Stack,
  Status,
  type Theme,
} from '@kassa/pages';
import type { ReactNode } from 'react';
import { type DeveloperLanguage, texts } from './texts.ts';

/** What every page knows of its request. */
export type DeveloperPage = {
  readonly theme: Theme;
  readonly lang: DeveloperLanguage;
  /** Path and query, for the language switch. */
  readonly here: string;
  readonly zone: string | undefined;
  /** The merchant's name; undefined for nobody. */
  readonly who: string | undefined;
};

const sections = ['requests', 'events', 'deliveries', 'endpoints', 'keys'] as const;
export type Section = (typeof sections)[number];

export type Content = {
  readonly title: string;
  readonly eyebrow?: ReactNode;
  readonly lead?: ReactNode;
  readonly section?: Section | undefined;
  readonly width?: 'narrow' | 'text' | 'wide';
  readonly body: ReactNode;
};

export function developerPage(page: DeveloperPage, content: Content): string {
  const { lang, who } = page;
  const t = texts(lang);
  return renderPage({
    title: content.title,
    lang,
    theme: page.theme,
    zone: page.zone,
    body: (
      <Shell
        width={content.width}
        homeHref="/developers"
        nav={
          who === undefined
            ? undefined
            : sections.map((section) => ({
                href: `/developers/${section}`,
                label: t(section),
                isCurrent: section === content.section,
              }))
        }
        side={
          <>
            <LanguageSwitch languages={texts.languages} here={page.here} />
            {who !== undefined && (
              <ButtonForm action="/developers/log-out" look="quiet" size="s">
                {t('logOut')}
              </ButtonForm>
            )}
          </>
        }
        footer={who !== undefined && <p className="small soft">{t('footer', { who })}</p>}
      >
        <Stack gap="l">
          <PageTitle eyebrow={content.eyebrow} lead={content.lead}>
            {content.title}
          </PageTitle>
          {content.body}
        </Stack>
      </Shell>
    ),
  });
}

export function notFoundPage(page: DeveloperPage, why: string): string {
  const t = texts(page.lang);
  return developerPage(page, {
    title: t('notFound'),
    width: 'text',
    body: (
      <Empty
        icon="search"
        title={why}
        tone="info"
        actions={<ButtonLink href="/developers">{t('toStart')}</ButtonLink>}
      />
    ),
  });
}

/** Green for done, amber for refused by us or by them, red for broken. */
export function HttpStatus(props: { of: number }) {
  const tone = props.of < 300 ? 'good' : props.of < 500 ? 'warn' : 'bad';
  return <Status tone={tone}>{props.of}</Status>;
}

/** Headers or JSON, as they are. */
export function Source(props: { children: string }) {
  return (
    <pre>
      <code>{props.children}</code>
    </pre>
  );
}

export function pretty(json: string): string {
  try {
    return JSON.stringify(JSON.parse(json), null, 2);
  } catch {
    return json;
  }
}

/** The one page that a secret or a key ever stands on, in the answer to the form that made it. */
export function shownOncePage(
  page: DeveloperPage,
  { value, back, ...content }: Omit<Content, 'body' | 'width'> & ShownOnce,
): string {
  return developerPage(page, {
    ...content,
    width: 'text',
    body: (
      <>
        <Card look="tint">
          <Source>{value}</Source>
        </Card>
        <Row>
          <ButtonLink href={back.href}>{back.label}</ButtonLink>
        </Row>
      </>
    ),
  });
}

type ShownOnce = {
  readonly value: string;
  readonly back: { readonly href: string; readonly label: string };
};

export type Paging = {
  /** Path and filters of this list. */
  readonly path: string;
  readonly query: Readonly<Record<string, string | undefined>>;
  /** Where the next page begins; undefined on the last. */
  readonly next: string | undefined;
  readonly isFirst: boolean;
};

export function Pager({ of, lang }: { of: Paging; lang: DeveloperLanguage }) {
  const t = texts(lang);
  if (of.isFirst && of.next === undefined) return null;
  return (
    <Row>
      {!of.isFirst && (
        <ButtonLink look="plain" size="s" href={addressOf(of.path, of.query)}>
          {t('newest')}
        </ButtonLink>
      )}
      {of.next !== undefined && (
        <ButtonLink
          look="plain"
          size="s"
          href={addressOf(of.path, { ...of.query, before: of.next })}
        >
          {t('older')}
        </ButtonLink>
      )}
    </Row>
  );
}

export function addressOf(
  path: string,
  query: Readonly<Record<string, string | undefined>>,
): string {
  const given = Object.entries(query).filter(
    (entry): entry is [string, string] => entry[1] !== undefined && entry[1] !== '',
  );
  return given.length === 0 ? path : `${path}?${new URLSearchParams(given)}`;
}
