// One payment's whole story: what it is, its attempts, and everything that happened on one line.

import { format, money } from '@kassa/money';
import { Amount, Card, Facts, Notice, Row, Stack, Table, When } from '@kassa/pages';
import { operatorPage } from '../pages/frame.tsx';
import type { Operator } from '../people/operator.ts';
import { momentsOf } from './moments.ts';
import { SettledTable } from './settled-table.tsx';
import { PaymentState } from './state-words.tsx';
import type { ShownAttempt, Story } from './story.ts';
import { TimeLine } from './time-line.tsx';
import { unknownSpans } from './unknown-spans.ts';

export type StoryShown = {
  readonly story: Story;
  readonly nowMs: number;
  /** Where more of a cut list is shown; null where it is shown already. */
  readonly moreHref: string | null;
};

export function paymentPage(who: Operator, { story, nowMs, moreHref }: StoryShown): string {
  const { headline, attempts, cut } = story;
  const { zone } = headline.merchant;
  const last = attempts.at(-1)?.state ?? null;
  const spans = unknownSpans(story);
  const isOpen = spans.some(({ toMs }) => toMs === null);
  return operatorPage(who, {
    title: `Payment ${headline.id}`,
    heading: (
      <Row gap="m">
        <Amount of={headline.amount} size="xl" />
        <PaymentState status={headline.status} attempt={last} />
      </Row>
    ),
    eyebrow: headline.merchant.name,
    lead: headline.description,
    section: 'payments',
    zone,
    body: (
      <Stack gap="l">
        {isOpen && (
          <Notice tone="warn" title="Nobody knows yet whether money is held">
            The bank has not answered, and its reversal is not acknowledged. Do not charge this
            buyer again by another way.
          </Notice>
        )}
        <div className="story-head">
          <Card title="Payment">
            <PaymentFacts headline={headline} disputes={story.disputes} />
          </Card>
          <Card title="Attempts">
            <AttemptTable attempts={attempts} />
          </Card>
        </div>
        {headline.capturedMinor > 0n && <SettledTable settled={story.settled} />}
        {cut.length > 0 && (
          <Notice tone="info" title={`Only a part is shown of: ${cut.join(', ')}`}>
            {moreHref === null ? 'The rest is in the database.' : <a href={moreHref}>Show more</a>}
          </Notice>
        )}
        <TimeLine moments={momentsOf(story)} spans={spans} zone={zone} nowMs={nowMs} />
      </Stack>
    ),
  });
}

function PaymentFacts({ headline, disputes }: Pick<Story, 'headline' | 'disputes'>) {
  const { card, capturedMinor, refundedMinor, amount } = headline;
  const shown = (minor: bigint) => format(money(amount.currency, minor), 'en');
  return (
    <Facts
      facts={[
        { term: 'Id', value: <code>{headline.id}</code> },
        headline.chargeId !== null && { term: 'Charge', value: <code>{headline.chargeId}</code> },
        headline.sessionId !== null && {
          term: 'Session',
          value: <code>{headline.sessionId}</code>,
        },
        { term: 'Made', value: <When at={headline.createdAtMs} /> },
        card !== null && {
          term: 'Card',
          value: `${card.brand} ···· ${card.last4}, ${card.country}, ${card.expiry}`,
        },
        headline.authorizationCode !== null && {
          term: 'Authorization code',
          value: <code>{headline.authorizationCode}</code>,
        },
        capturedMinor > 0n && { term: 'Captured', value: shown(capturedMinor) },
        refundedMinor > 0n && { term: 'Refunded', value: shown(refundedMinor) },
        ...disputes.map(({ id, status }) => ({
          term: 'Dispute',
          value: <a href={`/operators/disputes/${id}`}>{status.replaceAll('_', ' ')}</a>,
        })),
        headline.problem !== null && { term: 'Last problem', value: headline.problem },
      ]}
    />
  );
}

function AttemptTable({ attempts }: { attempts: readonly ShownAttempt[] }) {
  return (
    <Table
      caption="Attempts"
      quietCaption
      rows={attempts}
      rowKey={({ id }) => id}
      empty="None yet: nothing was asked of any bank."
      columns={[
        { header: 'Provider', isHeader: true, cell: ({ provider }) => provider },
        {
          header: 'End',
          cell: ({ state, responseCode }) =>
            `${state.replaceAll('_', ' ')}${responseCode === null ? '' : ` ${responseCode}`}`,
        },
        { header: 'RRN', cell: ({ rrn }) => <code>{rrn}</code> },
        { header: 'STAN', cell: ({ stan }) => <code>{stan}</code> },
      ]}
    />
  );
}
