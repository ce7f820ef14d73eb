// One dispute on one page, for who has to understand it: the claim, the answer, what we know, the money.

import { Amount, Card, Facts, Notice, Row, Stack, Table, When } from '@kassa/pages';
import { reasonCode } from '../../disputes/reason-codes.ts';
import { operatorPage } from '../pages/frame.tsx';
import type { Operator } from '../people/operator.ts';
import { SettledTable } from '../timeline/settled-table.tsx';
import { TimeLine } from '../timeline/time-line.tsx';
import type { Case, Earlier } from './case.ts';
import { caseMoments } from './case-moments.ts';
import { EvidenceCard } from './evidence-card.tsx';
import { KnownCard } from './known-card.tsx';
import { LifeCard } from './life-card.tsx';
import { DisputeState, path } from './shown.tsx';

export function casePage(who: Operator, found: Case, nowMs: number): string {
  const { dispute, story, earlier } = found;
  const { merchant } = story.headline;
  return operatorPage(who, {
    title: `Dispute ${dispute.id}`,
    heading: (
      <Row gap="m">
        <Amount of={dispute.amount} size="xl" />
        <DisputeState status={dispute.status} />
      </Row>
    ),
    eyebrow: <a href={`${path}/merchants/${dispute.accountId}`}>{merchant.name}</a>,
    lead: reasonCode(dispute.networkReasonCode).words,
    section: 'disputes',
    zone: merchant.zone,
    body: (
      <Stack gap="l">
        {dispute.status === 'needs_response' && (
          <Notice
            tone={nowMs > dispute.dueByMs ? 'bad' : 'warn'}
            title={
              nowMs > dispute.dueByMs
                ? 'Nobody answered in time'
                : 'It waits for the merchant’s answer'
            }
          >
            {'Until '}
            <When at={dispute.dueByMs} />
          </Notice>
        )}
        <div className="story-head">
          <ClaimCard found={found} />
          <EvidenceCard found={found} />
        </div>
        <LifeCard dispute={dispute} nowMs={nowMs} />
        <KnownCard found={found} />
        <EarlierTable earlier={earlier} />
        <SettledTable settled={story.settled} />
        <TimeLine moments={caseMoments(found)} spans={[]} zone={merchant.zone} nowMs={nowMs} />
      </Stack>
    ),
  });
}

function ClaimCard({ found: { dispute } }: { readonly found: Case }) {
  const { words, category } = reasonCode(dispute.networkReasonCode);
  return (
    <Card title="What the cardholder’s bank claims">
      <Facts
        facts={[
          { term: 'Reason', value: `${dispute.networkReasonCode}: ${words}` },
          { term: 'Kind', value: category },
          { term: 'Amount', value: <Amount of={dispute.amount} /> },
          { term: 'Reached us', value: <When at={dispute.createdAtMs} /> },
          { term: 'To be answered until', value: <When at={dispute.dueByMs} /> },
          dispute.endedAtMs !== null && {
            term: 'Ended',
            value: <When at={dispute.endedAtMs} />,
          },
          dispute.stage !== 'chargeback' && {
            term: 'Has come to',
            value: dispute.stage.replace('_', '-'),
          },
          dispute.isAccepted && { term: 'Given up', value: 'by the merchant' },
          { term: 'Id', value: <code>{dispute.id}</code> },
          {
            term: 'At the acquirer',
            value: (
              <>
                {`${dispute.provider} `}
                <code>{dispute.reference}</code>
              </>
            ),
          },
        ]}
      />
    </Card>
  );
}

function EarlierTable({ earlier }: { readonly earlier: readonly Earlier[] }) {
  return (
    <Table
      caption="Earlier payments of the same card or customer at this merchant"
      rows={earlier}
      rowKey={({ chargeId }) => chargeId}
      empty="None is known."
      columns={[
        {
          header: 'When',
          isHeader: true,
          cell: ({ intentId, atMs }) => (
            <a href={`/operators/payments/${intentId}`}>
              <When at={atMs} />
            </a>
          ),
        },
        { header: 'Amount', numeric: true, cell: ({ amount }) => <Amount of={amount} /> },
        {
          header: 'Same',
          cell: ({ sameCard, sameCustomer }) =>
            [sameCard && 'card', sameCustomer && 'customer'].filter(Boolean).join(', '),
        },
        {
          header: 'How it ended',
          cell: ({ state, isRefunded, isDisputed }) =>
            [state, isRefunded && 'refunded', isDisputed && 'disputed'].filter(Boolean).join(', '),
        },
      ]}
    />
  );
}
