// What waits, in tabs: for people first.

import { responseMeaning } from '@kassa/iso8583';
import { Amount, Empty, Table, When } from '@kassa/pages';
import { operatorPage, Pager, type Paging } from '../pages/frame.tsx';
import type { Operator } from '../people/operator.ts';
import { durationOf } from '../timeline/times.ts';
import type { QueueKind, QueueLine } from './store.ts';

export type QueueShown = {
  readonly kind: QueueKind;
  readonly counts: Readonly<Record<QueueKind, number>>;
  readonly lines: readonly QueueLine[];
  readonly nowMs: number;
  readonly paging: Paging;
};

const tabs: Readonly<Record<QueueKind, { readonly label: string; readonly none: string }>> = {
  manual: { label: 'For people', none: 'Nothing waits for a person.' },
  waiting: { label: 'Being told', none: 'Everything that was told is acknowledged.' },
  refused: { label: 'Refunds refused', none: 'No refund was refused.' },
  corrected: { label: 'Corrected by hand', none: 'Nothing was corrected by hand.' },
};

export function queuePage(who: Operator, shown: QueueShown): string {
  const { kind, counts, lines, paging } = shown;
  return operatorPage(who, {
    title: 'Queue',
    lead: 'What was decided here and is not acknowledged there: captures, voids, refunds, reversals.',
    section: 'queue',
    body: (
      <>
        <nav className="tabs" aria-label="Parts of the queue">
          {Object.entries(tabs).map(([name, { label }]) => (
            <a
              key={name}
              href={`/operators/queue?kind=${name}`}
              aria-current={name === kind ? 'page' : undefined}
            >
              {label}
              <span className="tab-count">{countOf(counts, name)}</span>
            </a>
          ))}
        </nav>
        {lines.length === 0 ? (
          <Empty icon="done" tone="good" title={tabs[kind].none} />
        ) : (
          <QueueTable {...shown} />
        )}
        <Pager {...paging} />
      </>
    ),
  });
}

function countOf(counts: QueueShown['counts'], name: string): string {
  const found = Object.entries(counts).find(([one]) => one === name)?.[1] ?? 0;
  return found > 1_000 ? 'over 1000' : String(found);
}

function QueueTable({ lines, nowMs, kind }: QueueShown) {
  const isOver = kind === 'corrected' || kind === 'refused';
  return (
    <Table
      caption={tabs[kind].label}
      quietCaption
      rows={lines}
      rowKey={({ advice }) => advice.id}
      columns={[
        {
          header: 'Advice',
          isHeader: true,
          cell: ({ advice }) => (
            <a href={`/operators/queue/${advice.id}`}>{`${advice.kind} ${advice.stan}`}</a>
          ),
        },
        { header: 'Merchant', cell: ({ merchant }) => merchant },
        { header: 'Provider', cell: ({ provider }) => provider },
        { header: 'Amount', numeric: true, cell: ({ advice }) => <Amount of={advice.amount} /> },
        {
          header: isOver ? 'Ended (UTC)' : 'Waits',
          cell: ({ sinceMs }) =>
            isOver ? <When at={sinceMs} zone="UTC" /> : durationOf(nowMs - sinceMs),
        },
        { header: 'Tries', numeric: true, cell: ({ advice }) => String(advice.tries) },
        {
          header: 'Last answer',
          cell: ({ responseCode, decided }) => {
            if (decided !== null) return `by ${decided.by}: ${decided.why}`;
            return responseCode === null
              ? 'none'
              : `${responseCode} ${responseMeaning(responseCode)}`;
          },
        },
        {
          header: 'Payment',
          cell: ({ advice }) => (
            <a className="mono nowrap" href={`/operators/payments/${advice.intentId}`}>
              {`pi_…${advice.intentId.slice(-8)}`}
            </a>
          ),
        },
      ]}
    />
  );
}
