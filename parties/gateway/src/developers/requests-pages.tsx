// The log of requests: a list, and one line of it.

import { Button, Card, Empty, Facts, Form, Select, Table, When } from '@kassa/pages';
import type { LoggedRequest } from '../requests/logged-request.ts';
import { type DeveloperPage, developerPage, HttpStatus, Pager, type Paging } from './frame.tsx';
import { type DeveloperLanguage, texts } from './texts.ts';

export type RequestsShown = {
  readonly requests: readonly LoggedRequest[];
  readonly outcome: 'all' | 'refused';
  readonly method: string;
  readonly paging: Paging;
};

export function requestsPage(page: DeveloperPage, shown: RequestsShown): string {
  const t = texts(page.lang);
  const isNarrowed = shown.outcome !== 'all' || shown.method !== '' || !shown.paging.isFirst;
  return developerPage(page, {
    title: t('requests'),
    lead: t('requestsLead'),
    section: 'requests',
    body: (
      <>
        <Form method="get" action="/developers/requests" inline>
          <Select
            name="outcome"
            label={t('outcome')}
            value={shown.outcome}
            options={[
              { value: 'all', label: t('all') },
              { value: 'refused', label: t('refusedOnly') },
            ]}
          />
          <Select
            name="method"
            label={t('method')}
            value={shown.method}
            required
            options={[
              { value: '', label: t('all') },
              ...['GET', 'POST', 'DELETE'].map((method) => ({ value: method, label: method })),
            ]}
          />
          <Button look="plain">{t('filter')}</Button>
        </Form>
        {shown.requests.length === 0 ? (
          <Empty icon="search" title={isNarrowed ? t('requestsNoneSuch') : t('requestsNone')} />
        ) : (
          <RequestTable requests={shown.requests} lang={page.lang} />
        )}
        <Pager of={shown.paging} lang={page.lang} />
      </>
    ),
  });
}

type TableShown = { readonly requests: readonly LoggedRequest[]; readonly lang: DeveloperLanguage };

function RequestTable({ requests, lang }: TableShown) {
  const t = texts(lang);
  return (
    <Table
      caption={t('requests')}
      quietCaption
      rows={requests}
      rowKey={({ id }) => id}
      columns={[
        { header: t('time'), cell: ({ atMs }) => <When at={atMs} /> },
        { header: t('status'), cell: ({ status }) => <HttpStatus of={status} /> },
        {
          header: t('address'),
          isHeader: true,
          cell: ({ id, method, path }) => (
            <a href={`/developers/requests/${id}`}>
              <code>
                {method} {path}
              </code>
            </a>
          ),
        },
        {
          header: t('error'),
          cell: ({ error }) => <code>{error.declineCode ?? error.code ?? error.type ?? '–'}</code>,
        },
        {
          header: t('duration'),
          numeric: true,
          cell: ({ durationMs }) => t('ms', { ms: durationMs }),
        },
      ]}
    />
  );
}

const keyWords = {
  secret: 'keySecret',
  publishable: 'keyPublishable',
  restricted: 'keyRestricted',
  ephemeral: 'keyEphemeral',
} as const;

export function requestPage(page: DeveloperPage, request: LoggedRequest): string {
  const t = texts(page.lang);
  const { error } = request;
  return developerPage(page, {
    title: `${request.method} ${request.path}`,
    eyebrow: t('request'),
    lead: <code>{request.id}</code>,
    section: 'requests',
    width: 'text',
    body: (
      <Card>
        <Facts
          facts={[
            { term: t('status'), value: <HttpStatus of={request.status} /> },
            {
              term: t('time'),
              value: (
                <>
                  <When at={request.atMs} show="date" />, <When at={request.atMs} show="seconds" />
                </>
              ),
            },
            { term: t('duration'), value: t('ms', { ms: request.durationMs }) },
            {
              term: t('operation'),
              value:
                request.operation === null ? t('noOperation') : <code>{request.operation}</code>,
            },
            error.type !== null && { term: t('errorType'), value: <code>{error.type}</code> },
            error.code !== null && {
              term: t('errorCode'),
              value: (
                <a href={`/docs/errors#${encodeURIComponent(error.code)}`}>
                  <code>{error.code}</code>
                </a>
              ),
            },
            error.declineCode !== null && {
              term: t('declineCode'),
              value: <code>{error.declineCode}</code>,
            },
            error.param !== null && { term: t('errorParam'), value: <code>{error.param}</code> },
            request.idempotencyKey !== null && {
              term: t('idempotencyKey'),
              value: <code>{request.idempotencyKey}</code>,
            },
            request.apiVersion !== null && {
              term: t('version'),
              value: <code>{request.apiVersion}</code>,
            },
            { term: t('keyKind'), value: t(keyWords[request.keyKind]) },
            request.forAccountId !== null && {
              term: t('whose'),
              value: <code>{request.forAccountId}</code>,
            },
          ]}
        />
        {request.isReplayed && <p className="small soft">{t('replayed')}</p>}
      </Card>
    ),
  });
}
