// The pages of the inbox: what everybody in the world received, newest first.

import {
  ButtonLink,
  Card,
  Empty,
  Facts,
  Icon,
  PageTitle,
  Row,
  renderPage,
  Shell,
  Stack,
  Status,
  Table,
  When,
} from '@kassa/pages';
import type { ReactNode } from 'react';
import { inboxLook } from './look.ts';
import type { Message, MessageFilter } from './message.ts';

export type InboxLinks = { readonly lobbyUrl: string };

export function listPage(
  messages: readonly Message[],
  filter: MessageFilter,
  links: InboxLinks,
): string {
  const isFiltered = filter.to !== undefined || filter.kind !== undefined;
  return renderPage({
    title: '',
    lang: 'en',
    theme: inboxLook,
    body: (
      <Frame links={links}>
        <PageTitle lead="Every e-mail and SMS of this world lands here. Nothing leaves it.">
          Inbox
        </PageTitle>
        <Row gap="s" apart>
          <Row gap="s">
            <Choice filter={filter} kind={undefined} label="All" />
            <Choice filter={filter} kind="email" label="E-mail" />
            <Choice filter={filter} kind="sms" label="SMS" />
          </Row>
          <ButtonLink href={hrefOf(filter)} look="quiet" size="s" icon="refresh">
            Look again
          </ButtonLink>
        </Row>
        {messages.length === 0 ? (
          <Empty
            icon="mail"
            title={isFiltered ? 'Nothing here for this choice' : 'No messages yet'}
          >
            <p>One-time codes from the banks and order confirmations from the shops arrive here.</p>
          </Empty>
        ) : (
          <MessageTable messages={messages} />
        )}
      </Frame>
    ),
  });
}

export function messagePage(message: Message, links: InboxLinks): string {
  return renderPage({
    title: message.subject || 'SMS',
    lang: 'en',
    theme: inboxLook,
    body: (
      <Frame links={links} width="text">
        <p>
          <a href="/">← All messages</a>
        </p>
        <PageTitle>{message.subject || `SMS from ${message.from}`}</PageTitle>
        <Card look="flat">
          <Facts
            facts={[
              { term: 'From', value: message.from },
              { term: 'To', value: message.to },
              { term: 'Received', value: <When at={message.at} /> },
            ]}
          />
        </Card>
        {message.html !== null && (
          <Card title="As its reader sees it">
            <iframe
              className="letter"
              src={`/messages/${message.seq}/html`}
              sandbox="allow-popups allow-popups-to-escape-sandbox"
              title="The letter"
            />
          </Card>
        )}
        <Card title={message.kind === 'sms' ? 'Text' : 'As plain text'}>
          <pre className="letter-text">{message.text}</pre>
        </Card>
      </Frame>
    ),
  });
}

export function missingPage(links: InboxLinks): string {
  return renderPage({
    title: 'Not found',
    lang: 'en',
    theme: inboxLook,
    body: (
      <Frame links={links}>
        <Empty
          icon="search"
          title="This message is not here"
          level={1}
          actions={<ButtonLink href="/">All messages</ButtonLink>}
        >
          <p>The inbox keeps the newest thousand; older ones go.</p>
        </Empty>
      </Frame>
    ),
  });
}

function Frame(props: { links: InboxLinks; children: ReactNode; width?: 'text' | 'wide' }) {
  return (
    <Shell
      width={props.width ?? 'wide'}
      nav={[
        { href: '/', label: 'Messages', isCurrent: true },
        { href: props.links.lobbyUrl, label: 'Lobby' },
      ]}
      footer={<p>For tests and demonstrations: everybody’s messages in one place.</p>}
    >
      <Stack gap="l">{props.children}</Stack>
    </Shell>
  );
}

function MessageTable({ messages }: { messages: readonly Message[] }) {
  return (
    <Table
      caption="Messages, newest first"
      quietCaption
      rows={messages}
      rowKey={(message) => String(message.seq)}
      columns={[
        {
          header: 'Kind',
          cell: ({ kind }) => (
            <Status tone={kind === 'sms' ? 'info' : 'brand'}>
              <Icon name={kind === 'sms' ? 'phone' : 'mail'} /> {kind === 'sms' ? 'SMS' : 'E-mail'}
            </Status>
          ),
        },
        {
          header: 'Message',
          isHeader: true,
          cell: (message) => (
            <a href={`/messages/${message.seq}`}>{message.subject || excerpt(message.text)}</a>
          ),
        },
        { header: 'From', cell: ({ from }) => from },
        { header: 'To', cell: ({ to }) => to },
        { header: 'Received', cell: ({ at }) => <When at={at} /> },
      ]}
    />
  );
}

function Choice(props: { filter: MessageFilter; kind: MessageFilter['kind']; label: string }) {
  const { filter, kind, label } = props;
  const isChosen = filter.kind === kind;
  return (
    <ButtonLink href={hrefOf({ ...filter, kind })} look={isChosen ? 'main' : 'plain'} size="s">
      {label}
    </ButtonLink>
  );
}

function hrefOf(filter: MessageFilter): string {
  const query = new URLSearchParams();
  if (filter.kind !== undefined) query.set('kind', filter.kind);
  if (filter.to !== undefined) query.set('to', filter.to);
  const text = query.toString();
  return text === '' ? '/' : `/?${text}`;
}

function excerpt(text: string): string {
  const line = text.replaceAll(/\s+/g, ' ').trim();
  return line.length > 120 ? `${line.slice(0, 117)}…` : line || '(empty)';
}
