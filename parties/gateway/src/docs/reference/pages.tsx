// The reference of the API: a front page with all chapters, and a page for each resource. Drawn from
// the registry, so that a route that is added stands here by itself.

import {
  Card,
  CodeBlock,
  Grid,
  PageTitle,
  renderPage,
  Shell,
  Stack,
  type Theme,
} from '@kassa/pages';
import type { ReactNode } from 'react';
import type { Operation } from '../../api/kernel/operation.ts';
import { currentVersion } from '../../api/versions/known-versions.ts';
import type { Records } from '../recorded.ts';
import { type Chapter, partsOf } from './chapters.ts';
import { OperationPart } from './operation-part.tsx';
import { Shared } from './shared-part.tsx';

export type Reference = {
  readonly operations: readonly Operation[];
  readonly records: Records;
  readonly publicUrl: string;
  readonly look: Theme;
};

export function overviewPage(reference: Reference): string {
  const { operations, publicUrl, look } = reference;
  const lead = `${operations.length} operations, Stripe’s own by name and shape: point the official client here, and it works.`;
  return page(look, 'API reference', [
    <PageTitle key="title" eyebrow={`Version ${currentVersion}`} lead={lead}>
      API reference
    </PageTitle>,
    <Grid key="start" size="l">
      <Card title="Begin">
        <Stack>
          <CodeBlock title="With the official client" text={firstLines(publicUrl)} />
          <CodeBlock title="A first payment" text={firstPayment} />
          <p>
            Test cards have names: <code>pm_card_visa</code> pays,{' '}
            <code>pm_card_chargeDeclinedInsufficientFunds</code> has no money,{' '}
            <code>pm_card_threeDSecure2Required</code> asks for a code.
          </p>
          <p>
            The same for machines: <a href="/docs/openapi.json">openapi.json</a>, OpenAPI 3.1.
          </p>
        </Stack>
      </Card>
      <Card title="What all operations share">
        <Shared />
      </Card>
    </Grid>,
    ...partsOf(operations).map(({ title, chapters }) => (
      <Stack key={title}>
        <h2>{title}</h2>
        <Grid>
          {chapters.map((chapter) => (
            <ChapterCard key={chapter.resource} of={chapter} />
          ))}
        </Grid>
      </Stack>
    )),
  ]);
}

function firstLines(publicUrl: string): string {
  const { hostname, port, protocol } = new URL(publicUrl);
  const standard = protocol === 'https:' ? 443 : 80;
  return `import Stripe from 'stripe';

const stripe = new Stripe('sk_test_diva', {
  host: '${hostname}',
  port: ${port === '' ? standard : port},
  protocol: '${protocol.slice(0, -1)}',
});`;
}

const firstPayment = `const payment = await stripe.paymentIntents.create({
  amount: 2500,
  currency: 'bam',
  payment_method: 'pm_card_visa',
  confirm: true,
  return_url: 'https://shop.example/back',
});
console.log(payment.status); // succeeded`;

function ChapterCard({ of }: { readonly of: Chapter }) {
  return (
    <Card look="flat">
      <h3>
        <a href={`/docs/api/${of.resource}`}>{of.title}</a>
      </h3>
      {of.about !== '' && <p>{of.about}</p>}
      <p className="soft small">
        {of.operations.length === 1 ? '1 operation' : `${of.operations.length} operations`}
      </p>
    </Card>
  );
}

/** Undefined when there is no such resource. */
export function chapterPage(reference: Reference, resource: string): string | undefined {
  const all = partsOf(reference.operations).flatMap(({ chapters }) => chapters);
  const at = all.findIndex((one) => one.resource === resource);
  const chapter = all[at];
  if (chapter === undefined) return undefined;
  return page(reference.look, chapter.title, [
    <PageTitle key="title" eyebrow="API reference" lead={chapter.about}>
      {chapter.title}
    </PageTitle>,
    <nav key="list" aria-label="Operations of this chapter">
      <ul className="operations">
        {chapter.operations.map(({ name, method, url }) => (
          <li key={name}>
            <a href={`#${name}`}>{name}</a>{' '}
            <code className="soft">
              {method} {url}
            </code>
          </li>
        ))}
      </ul>
    </nav>,
    ...chapter.operations.map((operation) => (
      <OperationPart key={operation.name} of={operation} reference={reference} />
    )),
    <Neighbours key="on" before={all[at - 1]} after={all[at + 1]} />,
  ]);
}

function Neighbours(props: {
  readonly before: Chapter | undefined;
  readonly after: Chapter | undefined;
}) {
  const { before, after } = props;
  return (
    <nav className="cluster apart" aria-label="Other chapters">
      <span>{before && <a href={`/docs/api/${before.resource}`}>← {before.title}</a>}</span>
      <a href="/docs/api">All chapters</a>
      <span>{after && <a href={`/docs/api/${after.resource}`}>{after.title} →</a>}</span>
    </nav>
  );
}

function page(look: Theme, title: string, body: readonly ReactNode[]): string {
  return renderPage({
    title,
    lang: 'en',
    theme: look,
    listed: true,
    body: (
      <Shell
        nav={[
          { href: '/docs/api', label: 'API reference', isCurrent: title === 'API reference' },
          { href: '/docs/errors', label: 'Errors' },
        ]}
      >
        <Stack gap="xl">{body}</Stack>
      </Shell>
    ),
  });
}
