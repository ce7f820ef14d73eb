// The frame around every page for operators, and the few parts that several of them share. English
// only so far, but for the reconciliation desk: the languages come with the whole console.

import {
  ButtonForm,
  ButtonLink,
  Empty,
  LanguageSwitch,
  PageTitle,
  Row,
  renderPage,
  Shell,
  Stack,
} from '@kassa/pages';
import type { ReactNode } from 'react';
import type { Operator } from '../people/operator.ts';
import { operatorLook } from './look.ts';

const sections = {
  en: {
    payments: 'Payments',
    queue: 'Queue',
    discrepancies: 'Discrepancies',
    reconciliation: 'Reconciliation',
    disputes: 'Disputes',
    logOut: 'Log out',
  },
  bs: {
    payments: 'Plaćanja',
    queue: 'Red čekanja',
    discrepancies: 'Razlike',
    reconciliation: 'Usaglašavanje',
    disputes: 'Sporovi',
    logOut: 'Odjavi se',
  },
} as const;
const sectionNames = ['payments', 'queue', 'discrepancies', 'reconciliation', 'disputes'] as const;
export type Section = (typeof sectionNames)[number];
export type FrameLanguage = keyof typeof sections;

export type Content = {
  readonly title: string;
  /** The title as it stands on the page, if it is more than text. */
  readonly heading?: ReactNode;
  readonly eyebrow?: ReactNode;
  readonly lead?: ReactNode;
  readonly section?: Section;
  readonly width?: 'narrow' | 'text' | 'wide';
  readonly zone?: string;
  /** Of a page that speaks more than English: which language, and its own address. */
  readonly language?: { readonly lang: FrameLanguage; readonly here: string };
  readonly body: ReactNode;
};

export function operatorPage(who: Operator | undefined, content: Content): string {
  const lang = content.language?.lang ?? 'en';
  return renderPage({
    title: content.title,
    lang,
    theme: operatorLook,
    zone: content.zone ?? 'UTC',
    body: (
      <Shell
        width={content.width}
        homeHref="/operators/payments"
        nav={who && navOf(content.section, lang)}
        side={
          who && (
            <Row>
              {content.language && (
                <LanguageSwitch here={content.language.here} languages={['en', 'bs']} />
              )}
              <ButtonForm action="/operators/log-out" look="quiet" size="s">
                {sections[lang].logOut}
              </ButtonForm>
            </Row>
          )
        }
        footer={who && <p className="small soft">{`${who.name} · ${who.role}`}</p>}
      >
        <Stack gap="l">
          <PageTitle eyebrow={content.eyebrow} lead={content.lead}>
            {content.heading ?? content.title}
          </PageTitle>
          {content.body}
        </Stack>
      </Shell>
    ),
  });
}

function navOf(current: Section | undefined, lang: FrameLanguage) {
  return sectionNames.map((name) => ({
    href: `/operators/${name}`,
    label: sections[lang][name],
    isCurrent: name === current,
  }));
}

export function notFoundPage(who: Operator, title: string, why: string): string {
  return operatorPage(who, {
    title: 'Not found',
    width: 'text',
    body: (
      <Empty
        icon="search"
        title={title}
        tone="info"
        actions={<ButtonLink href="/operators/payments">To the payments</ButtonLink>}
      >
        <p>{why}</p>
      </Empty>
    ),
  });
}

export type Query = Readonly<Record<string, string | undefined>>;

export function addressOf(path: string, query: Query): string {
  const given = Object.entries(query).filter(
    (entry): entry is [string, string] => entry[1] !== undefined && entry[1] !== '',
  );
  return given.length === 0 ? path : `${path}?${new URLSearchParams(given)}`;
}

export type Paging = {
  /** Path and filters of this list. */
  readonly path: string;
  readonly query: Query;
  /** Where the next page begins; undefined on the last. */
  readonly next: string | undefined;
  readonly isFirst: boolean;
  readonly words?: { readonly first: string; readonly next: string };
};

const pagerWords = { first: 'Newest', next: 'Older' };

export function Pager({ path, query, next, isFirst, words = pagerWords }: Paging) {
  if (isFirst && next === undefined) return null;
  return (
    <Row>
      {!isFirst && (
        <ButtonLink look="plain" size="s" href={addressOf(path, query)}>
          {words.first}
        </ButtonLink>
      )}
      {next !== undefined && (
        <ButtonLink look="plain" size="s" href={addressOf(path, { ...query, before: next })}>
          {words.next}
        </ButtonLink>
      )}
    </Row>
  );
}
