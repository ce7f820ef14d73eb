// Endpoints: all of them, one with its secrets, and the secret that is shown once.

import {
  Button,
  ButtonForm,
  ButtonLink,
  Card,
  Empty,
  Facts,
  Field,
  Form,
  Notice,
  Row,
  Select,
  Stack,
  Status,
  Table,
  TextArea,
  When,
} from '@kassa/pages';
import type { Endpoint } from '../webhooks/endpoints/endpoint.ts';
import type { StoredSecret } from '../webhooks/endpoints/store.ts';
import { type DeveloperPage, developerPage, Source, shownOncePage } from './frame.tsx';
import { type DeveloperLanguage, texts } from './texts.ts';

/** What was typed for a new one, and why it was not made. */
export type EndpointEntry = {
  readonly url: string;
  readonly types: string;
  readonly refusal?: string;
};

export type EndpointsShown = {
  readonly endpoints: readonly Endpoint[];
  readonly entry: EndpointEntry;
};

export function endpointsPage(page: DeveloperPage, { endpoints, entry }: EndpointsShown): string {
  const t = texts(page.lang);
  return developerPage(page, {
    title: t('endpoints'),
    lead: t('endpointsLead'),
    section: 'endpoints',
    body: (
      <>
        {endpoints.length === 0 ? (
          <Empty icon="mail" title={t('endpointsNone')} />
        ) : (
          <Table
            caption={t('endpoints')}
            quietCaption
            rows={endpoints}
            rowKey={({ id }) => id}
            columns={[
              {
                header: t('endpoint'),
                isHeader: true,
                cell: ({ id, url }) => (
                  <a href={`/developers/endpoints/${id}`} className="mono">
                    {url}
                  </a>
                ),
              },
              {
                header: t('state'),
                cell: (endpoint) => <OpenOrClosed of={endpoint} lang={page.lang} />,
              },
              { header: t('types'), cell: (endpoint) => typesOf(endpoint, page.lang) },
              {
                header: t('created'),
                cell: ({ createdAtMs: at }) => <When at={at} show="date" />,
              },
            ]}
          />
        )}
        <Card title={t('addEndpoint')}>
          <Form action="/developers/endpoints" noValidate>
            {entry.refusal !== undefined && (
              <Notice tone="bad" title={t('endpointRefused')}>
                {entry.refusal}
              </Notice>
            )}
            <Field
              name="url"
              label={t('url')}
              hint={t('urlHint')}
              value={entry.url}
              spellCheck={false}
              maxLength={2000}
            />
            <TextArea
              name="types"
              label={t('types')}
              hint={t('typesHint')}
              value={entry.types}
              required={false}
              maxLength={5000}
            />
            <Button>{t('add')}</Button>
          </Form>
        </Card>
      </>
    ),
  });
}

function OpenOrClosed({ of, lang }: { readonly of: Endpoint; readonly lang: DeveloperLanguage }) {
  const t = texts(lang);
  const isOpen = of.status === 'enabled';
  return <Status tone={isOpen ? 'good' : 'plain'}>{t(isOpen ? 'open' : 'closed')}</Status>;
}

function typesOf({ enabledEvents }: Endpoint, lang: DeveloperLanguage): string {
  const t = texts(lang);
  if (enabledEvents.includes('*')) return t('everyType');
  return t('typeCount', { count: enabledEvents.length });
}

export const endpointNews = ['opened', 'closedNow', 'rolledAlready'] as const;
export type EndpointNews = (typeof endpointNews)[number];
const newsTones = { opened: 'good', closedNow: 'info', rolledAlready: 'warn' } as const;

export type EndpointShown = {
  readonly endpoint: Endpoint;
  readonly secrets: readonly StoredSecret[];
  readonly nowMs: number;
  readonly news: EndpointNews | undefined;
};

export function endpointPage(page: DeveloperPage, shown: EndpointShown): string {
  const t = texts(page.lang);
  const { endpoint, news } = shown;
  const address = `/developers/endpoints/${endpoint.id}`;
  const isOpen = endpoint.status === 'enabled';
  return developerPage(page, {
    title: endpoint.url,
    eyebrow: t('endpoint'),
    lead: <code>{endpoint.id}</code>,
    section: 'endpoints',
    width: 'text',
    body: (
      <>
        {news && <Notice tone={newsTones[news]}>{t(news)}</Notice>}
        <Card>
          <Stack>
            <EndpointFacts of={endpoint} lang={page.lang} />
            <Row>
              <ButtonForm action={`${address}/${isOpen ? 'close' : 'open'}`} look="plain">
                {isOpen ? t('closeIt') : t('openIt')}
              </ButtonForm>
              <ButtonLink look="quiet" href={`/developers/deliveries?endpoint=${endpoint.id}`}>
                {t('itsDeliveries')}
              </ButtonLink>
            </Row>
          </Stack>
        </Card>
        <Secrets of={shown} page={page} address={address} />
      </>
    ),
  });
}

function EndpointFacts({ of, lang }: { readonly of: Endpoint; readonly lang: DeveloperLanguage }) {
  const t = texts(lang);
  const from = of.eventsFrom.map((one) => t(one === '@self' ? 'fromSelf' : 'fromAccounts'));
  const isEvery = of.enabledEvents.includes('*');
  return (
    <>
      <Facts
        facts={[
          { term: t('state'), value: <OpenOrClosed of={of} lang={lang} /> },
          of.description !== null && { term: of.name, value: of.description },
          { term: t('payload'), value: t(of.payload) },
          { term: t('eventsFrom'), value: from.join(', ') },
          of.payload === 'snapshot' && {
            term: t('apiVersion'),
            value: of.apiVersion === null ? t('accountVersion') : <code>{of.apiVersion}</code>,
          },
          { term: t('created'), value: <When at={of.createdAtMs} /> },
          isEvery && { term: t('types'), value: t('everyType') },
        ]}
      />
      {!isEvery && <Source>{of.enabledEvents.join('\n')}</Source>}
      {of.isSeeded && <p className="small soft">{t('configured')}</p>}
    </>
  );
}

type SecretsProps = {
  readonly of: EndpointShown;
  readonly page: DeveloperPage;
  readonly address: string;
};

function Secrets({ of, page, address }: SecretsProps) {
  const t = texts(page.lang);
  const alive = of.secrets.filter(({ expiresAtMs: end }) => end === null || end > of.nowMs);
  const current = alive.find(({ expiresAtMs }) => expiresAtMs === null);
  return (
    <Card title={t('secrets')}>
      <Stack>
        <Table
          caption={t('secrets')}
          quietCaption
          rows={alive}
          rowKey={({ number }) => String(number)}
          columns={[
            { header: '№', cell: ({ number }) => number },
            { header: t('secretSince'), cell: ({ createdAtMs: at }) => <When at={at} /> },
            {
              header: t('secretUntil'),
              cell: ({ expiresAtMs: at }) => (at === null ? t('currentSecret') : <When at={at} />),
            },
          ]}
        />
        <p>{t('rollLead')}</p>
        <Form action={`${address}/roll`} hidden={{ number: String(current?.number ?? 0) }} inline>
          <Select
            name="overlap"
            label={t('overlap')}
            value="day"
            options={[
              { value: 'day', label: t('overlapDay') },
              { value: 'hour', label: t('overlapHour') },
              { value: 'none', label: t('overlapNone') },
            ]}
          />
          <Button look="plain">{t('roll')}</Button>
        </Form>
      </Stack>
    </Card>
  );
}

export function secretPage(
  page: DeveloperPage,
  { endpoint, secret }: { readonly endpoint: Endpoint; readonly secret: string },
): string {
  const t = texts(page.lang);
  return shownOncePage(page, {
    title: t('newSecret'),
    eyebrow: t('endpoint'),
    lead: t('newSecretLead'),
    section: 'endpoints',
    value: secret,
    back: { href: `/developers/endpoints/${endpoint.id}`, label: t('toEndpoint') },
  });
}
