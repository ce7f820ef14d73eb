// Events: a list, and one with what it says and whom it was told to.

import { Button, Card, Empty, Facts, Field, Form, Select, Stack, Table, When } from '@kassa/pages';
import type { ShownDelivery } from '../webhooks/deliveries/read.ts';
import type { Endpoint } from '../webhooks/endpoints/endpoint.ts';
import type { StoredEvent } from '../webhooks/read.ts';
import { DeliveryTable } from './deliveries-pages.tsx';
import { type DeveloperPage, developerPage, Pager, type Paging, Source } from './frame.tsx';
import { texts } from './texts.ts';

export type EventsShown = {
  readonly events: readonly StoredEvent[];
  readonly type: string;
  /** Offered while typing. */
  readonly types: readonly string[];
  readonly paging: Paging;
};

export function eventsPage(page: DeveloperPage, shown: EventsShown): string {
  const t = texts(page.lang);
  const isNarrowed = shown.type !== '' || !shown.paging.isFirst;
  return developerPage(page, {
    title: t('events'),
    lead: t('eventsLead'),
    section: 'events',
    body: (
      <>
        <Form method="get" action="/developers/events" inline noValidate>
          <Field
            name="type"
            label={t('type')}
            value={shown.type}
            list="event-types"
            spellCheck={false}
            maxLength={100}
          />
          <datalist id="event-types">
            {shown.types.map((type) => (
              <option key={type} value={type} />
            ))}
          </datalist>
          <Button look="plain">{t('filter')}</Button>
        </Form>
        {shown.events.length === 0 ? (
          <Empty icon="search" title={isNarrowed ? t('eventsNoneSuch') : t('eventsNone')} />
        ) : (
          <Table
            caption={t('events')}
            quietCaption
            rows={shown.events}
            rowKey={({ id }) => id}
            columns={[
              { header: t('time'), cell: ({ createdAtMs: at }) => <When at={at} /> },
              {
                header: t('event'),
                isHeader: true,
                cell: ({ id, type }) => (
                  <a href={`/developers/events/${id}`}>
                    <code>{type}</code>
                  </a>
                ),
              },
              { header: t('object'), cell: ({ objectId }) => <code>{objectId}</code> },
            ]}
          />
        )}
        <Pager of={shown.paging} lang={page.lang} />
      </>
    ),
  });
}

export type EventShown = {
  readonly event: StoredEvent;
  readonly json: string;
  readonly deliveries: readonly ShownDelivery[];
  /** Open ones, that it may be sent to. */
  readonly endpoints: readonly Endpoint[];
};

export function eventPage(page: DeveloperPage, shown: EventShown): string {
  const t = texts(page.lang);
  const { event, deliveries, endpoints } = shown;
  return developerPage(page, {
    title: event.type,
    eyebrow: t('event'),
    lead: <code>{event.id}</code>,
    section: 'events',
    body: (
      <>
        <Card>
          <Facts
            facts={[
              { term: t('time'), value: <When at={event.createdAtMs} /> },
              { term: t('object'), value: <code>{event.objectId}</code> },
              {
                term: t('causedBy'),
                value:
                  event.requestId === null ? (
                    t('byItself')
                  ) : (
                    <a href={`/developers/requests/${event.requestId}`}>
                      <code>{event.requestId}</code>
                    </a>
                  ),
              },
            ]}
          />
        </Card>
        <Card title={t('toldTo')}>
          <Stack>
            {deliveries.length === 0 ? (
              <p>{t('toldToNobody')}</p>
            ) : (
              <DeliveryTable deliveries={deliveries} lang={page.lang} />
            )}
            {endpoints.length > 0 && (
              <Form action={`/developers/events/${event.id}/send`} inline>
                <Select
                  name="endpoint"
                  label={t('sendTo')}
                  options={endpoints.map(({ id, url }) => ({ value: id, label: url }))}
                />
                <Button look="plain">{t('send')}</Button>
              </Form>
            )}
          </Stack>
        </Card>
        <Card title={t('asJson')}>
          <Source>{shown.json}</Source>
        </Card>
      </>
    ),
  });
}
