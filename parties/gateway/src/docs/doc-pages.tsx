// The gateway's own pages for developers: a front door, and what each error means.

import { Card, PageTitle, renderPage, Shell, Stack, Table, type Theme } from '@kassa/pages';
import type { ReactNode } from 'react';
import { apiCodes, type DeclineNote, declineNotes } from './error-list.ts';

export function homePage(look: Theme, publicUrl: string): string {
  return page(look, 'Kassa, the payment gateway', [
    <PageTitle key="title" lead="A Stripe-compatible API, hosted checkout and card vault.">
      Kassa
    </PageTitle>,
    <Card key="start" title="First request">
      <Stack>
        <p>
          Point the official <code>stripe</code> client at this host and port, or ask by hand:
        </p>
        <pre className="code">{`curl ${publicUrl}/v1/balance \\
  -u sk_test_diva:`}</pre>
        <p>
          <a href="/docs/api">The API reference</a>: every operation, with an example that runs
        </p>
        <p>
          <a href="/docs/errors">What each error means, and what to do</a>
        </p>
        <p>
          <a href="/developers">What your programs asked, and what they were told</a>
        </p>
      </Stack>
    </Card>,
  ]);
}

export function errorsPage(look: Theme): string {
  return page(look, 'Errors', [
    <PageTitle key="title" lead="What the API says when it cannot do what was asked.">
      Errors
    </PageTitle>,
    <Card key="api" title="The request">
      <Table
        caption="Codes of requests"
        rows={apiCodes}
        rowKey={(note) => note.code}
        columns={[
          { header: 'code', cell: (note) => <code id={note.code}>{note.code}</code> },
          { header: 'Meaning', cell: (note) => note.meaning },
        ]}
      />
    </Card>,
    <Card key="banks" title="The card">
      <Table
        caption="What banks and authentication refuse"
        rows={declineNotes}
        rowKey={(note) => `${note.response} ${note.message} ${note.declineCode}`}
        columns={[
          { header: 'Field 39', cell: (note) => note.response ?? '–' },
          { header: 'code', cell: (note) => <code id={anchorOf(note)}>{note.code}</code> },
          { header: 'decline_code', cell: (note) => <code>{note.declineCode}</code> },
          { header: 'Try again?', cell: (note) => note.retry.replaceAll('_', ' ') },
          { header: 'Message', cell: (note) => note.message },
        ]}
      />
    </Card>,
  ]);
}

/** Where `doc_url` leads: the first row that has the code. */
function anchorOf(note: DeclineNote): string | undefined {
  const isElsewhere = apiCodes.some(({ code }) => code === note.code);
  const first = declineNotes.find(({ code }) => code === note.code);
  return first === note && !isElsewhere ? note.code : undefined;
}

function page(look: Theme, title: string, body: readonly ReactNode[]): string {
  return renderPage({
    title,
    lang: 'en',
    theme: look,
    body: (
      <Shell>
        <Stack gap="l">{body}</Stack>
      </Shell>
    ),
  });
}
