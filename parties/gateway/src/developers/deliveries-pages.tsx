// Deliveries: a list, and one with all its tries.

import {
  Button,
  ButtonForm,
  Card,
  Empty,
  Facts,
  Form,
  More,
  Notice,
  Select,
  Stack,
  Status,
  Table,
  When,
} from '@kassa/pages';
import type { DeliveryState, TryFailure } from '../webhooks/deliveries/delivery.ts';
import type { ShownDelivery, ShownTry } from '../webhooks/deliveries/read.ts';
import type { Endpoint } from '../webhooks/endpoints/endpoint.ts';
import {
  type DeveloperPage,
  developerPage,
  HttpStatus,
  Pager,
  type Paging,
  pretty,
  Source,
} from './frame.tsx';
import { type DeveloperLanguage, texts } from './texts.ts';

const tones = { waiting: 'warn', delivered: 'good', failed: 'bad' } as const;

const failureWords = {
  timeout: 'failureTimeout',
  unreachable: 'failureUnreachable',
  bad_answer: 'failureBadAnswer',
  refused: 'failureRefused',
  endpoint_disabled: 'failureEndpointDisabled',
  endpoint_deleted: 'failureEndpointDeleted',
} as const satisfies Record<TryFailure, string>;

export const addressOfDelivery = (of: {
  readonly eventId: string;
  readonly endpointId: string;
}): string => `/developers/deliveries/${of.endpointId}/${of.eventId}`;

type Ended = { readonly status: number | null; readonly failure: TryFailure | null };

function Outcome({ of, lang }: { readonly of: Ended; readonly lang: DeveloperLanguage }) {
  if (of.status !== null) return <HttpStatus of={of.status} />;
  return of.failure === null ? '–' : texts(lang)(failureWords[of.failure]);
}

type TableShown = {
  readonly deliveries: readonly ShownDelivery[];
  readonly lang: DeveloperLanguage;
};

export function DeliveryTable({ deliveries, lang }: TableShown) {
  const t = texts(lang);
  return (
    <Table
      caption={t('deliveries')}
      quietCaption
      rows={deliveries}
      rowKey={({ eventId, endpointId }) => `${eventId} ${endpointId}`}
      columns={[
        { header: t('time'), cell: ({ createdAtMs: at }) => <When at={at} /> },
        {
          header: t('state'),
          cell: ({ state }) => <Status tone={tones[state]}>{t(state)}</Status>,
        },
        {
          header: t('event'),
          isHeader: true,
          cell: (delivery) => (
            <a href={addressOfDelivery(delivery)}>
              <code>{delivery.eventType}</code>
            </a>
          ),
        },
        {
          header: t('endpoint'),
          cell: ({ endpointUrl: url }) => <span className="mono">{url}</span>,
        },
        { header: t('tries'), numeric: true, cell: ({ tries }) => tries },
        {
          header: t('answer'),
          cell: ({ lastStatus: status, lastFailure: failure }) => (
            <Outcome of={{ status, failure }} lang={lang} />
          ),
        },
      ]}
    />
  );
}

export type DeliveriesShown = {
  readonly deliveries: readonly ShownDelivery[];
  readonly state: DeliveryState | '';
  readonly endpoint: string;
  readonly type: string;
  readonly endpoints: readonly Endpoint[];
  readonly paging: Paging;
};

export function deliveriesPage(page: DeveloperPage, shown: DeliveriesShown): string {
  const t = texts(page.lang);
  const isNarrowed = shown.state !== '' || shown.endpoint !== '' || !shown.paging.isFirst;
  return developerPage(page, {
    title: t('deliveries'),
    lead: t('deliveriesLead'),
    section: 'deliveries',
    body: (
      <>
        <Form method="get" action="/developers/deliveries" inline noValidate>
          <Select
            name="state"
            label={t('state')}
            value={shown.state}
            options={[
              { value: '', label: t('all') },
              ...(['waiting', 'delivered', 'failed'] as const).map((state) => ({
                value: state,
                label: t(state),
              })),
            ]}
          />
          <Select
            name="endpoint"
            label={t('endpoint')}
            value={shown.endpoint}
            options={[
              { value: '', label: t('all') },
              ...shown.endpoints.map(({ id, url }) => ({ value: id, label: url })),
            ]}
          />
          <Button look="plain">{t('filter')}</Button>
        </Form>
        {shown.deliveries.length === 0 ? (
          <Empty icon="mail" title={isNarrowed ? t('deliveriesNoneSuch') : t('deliveriesNone')} />
        ) : (
          <DeliveryTable deliveries={shown.deliveries} lang={page.lang} />
        )}
        <Pager of={shown.paging} lang={page.lang} />
      </>
    ),
  });
}

export const deliveryNews = ['resent', 'notTaken', 'underWay'] as const;
export type DeliveryNews = (typeof deliveryNews)[number];

export type DeliveryShown = {
  readonly delivery: ShownDelivery;
  readonly tries: readonly ShownTry[];
  readonly news: DeliveryNews | undefined;
};

const newsTones = { resent: 'good', notTaken: 'warn', underWay: 'info' } as const;

export function deliveryPage(page: DeveloperPage, shown: DeliveryShown): string {
  const t = texts(page.lang);
  const { delivery, tries, news } = shown;
  const address = addressOfDelivery(delivery);
  return developerPage(page, {
    title: delivery.eventType,
    eyebrow: t('delivery'),
    lead: <span className="mono">{delivery.endpointUrl}</span>,
    section: 'deliveries',
    width: 'text',
    body: (
      <>
        {news && <Notice tone={newsTones[news]}>{t(news)}</Notice>}
        <Card>
          <Stack>
            <Facts
              facts={[
                {
                  term: t('state'),
                  value: <Status tone={tones[delivery.state]}>{t(delivery.state)}</Status>,
                },
                {
                  term: t('event'),
                  value: (
                    <a href={`/developers/events/${delivery.eventId}`}>
                      <code>{delivery.eventId}</code>
                    </a>
                  ),
                },
                {
                  term: t('endpoint'),
                  value: (
                    <a href={`/developers/endpoints/${delivery.endpointId}`}>
                      <code>{delivery.endpointId}</code>
                    </a>
                  ),
                },
                delivery.eventAccountId !== null && {
                  term: t('whose'),
                  value: <code>{delivery.eventAccountId}</code>,
                },
                { term: t('tries'), value: delivery.tries },
                delivery.dueAtMs !== null &&
                  delivery.dueAtMs > 0 && {
                    term: t('nextTry'),
                    value: <When at={delivery.dueAtMs} />,
                  },
              ]}
            />
            <ButtonForm action={`${address}/resend`} icon="refresh">
              {t('resend')}
            </ButtonForm>
          </Stack>
        </Card>
        {tries.length === 0 && (
          <p className="soft">{delivery.tries === 0 ? t('noTries') : t('triesForgotten')}</p>
        )}
        {tries.map((one, at) => (
          <TryCard key={one.number} of={one} lang={page.lang} isOpen={at === 0} />
        ))}
      </>
    ),
  });
}

type TryProps = {
  readonly of: ShownTry;
  readonly lang: DeveloperLanguage;
  readonly isOpen: boolean;
};

function TryCard({ of, lang, isOpen }: TryProps) {
  const t = texts(lang);
  const { status, failure, request, answer } = of;
  return (
    <Card title={t('tryNumber', { number: of.number })}>
      <Stack>
        <Facts
          facts={[
            { term: t('time'), value: <When at={of.atMs} /> },
            { term: t('answer'), value: <Outcome of={{ status, failure }} lang={lang} /> },
            { term: t('duration'), value: t('ms', { ms: of.durationMs }) },
            of.isByHand && { term: t('byHand'), value: t('yes') },
          ]}
        />
        {request === null ? (
          <p className="soft">{t('notSent')}</p>
        ) : (
          <More summary={t('sent')} open={isOpen}>
            <Message of={request} />
          </More>
        )}
        {request !== null && answer === null && <p className="soft">{t('noAnswer')}</p>}
        {answer !== null && (
          <More summary={t('answered')} open={isOpen}>
            <Message of={answer} />
          </More>
        )}
      </Stack>
    </Card>
  );
}

function Message({ of }: { readonly of: NonNullable<ShownTry['request']> }) {
  const headers = Object.entries(of.headers).map(([name, value]) => `${name}: ${value}`);
  return (
    <Stack>
      <Source>{headers.join('\n')}</Source>
      {of.body !== '' && <Source>{pretty(of.body)}</Source>}
    </Stack>
  );
}
