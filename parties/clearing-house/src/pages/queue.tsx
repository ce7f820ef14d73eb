// Large-value payments: what waits for money, in the order in which it is tried, then what has ended.

import { Amount, Status, Table, type Tone, When } from '@kassa/pages';
import type { LargePayment } from '../rtgs/store.ts';
import { texts } from './texts.ts';

const tones: Readonly<Record<LargePayment['state'], Tone>> = {
  queued: 'info',
  settled: 'good',
  rejected: 'bad',
  cancelled: 'plain',
};

export function Queue(props: {
  lang: 'en' | 'bs';
  payments: readonly LargePayment[];
  nameOf: (code: string) => string;
}) {
  const t = texts(props.lang);
  return (
    <Table
      caption={t('largeValue')}
      rows={props.payments}
      rowKey={({ id }) => id}
      empty={t('noLargeValue')}
      columns={[
        { header: t('reference'), cell: ({ endToEndId }) => endToEndId, isHeader: true },
        { header: t('sender'), cell: ({ sender }) => props.nameOf(sender) },
        { header: t('receiver'), cell: ({ creditor }) => props.nameOf(creditor) },
        { header: t('priority'), cell: ({ priority }) => t(priority) },
        { header: t('received'), cell: ({ receivedAtMs }) => <When at={receivedAtMs} /> },
        {
          header: t('state'),
          cell: ({ state, reason }) => (
            <>
              <Status tone={tones[state]}>{t(state)}</Status>
              {reason !== null && <div className="small">{reason}</div>}
            </>
          ),
        },
        { header: t('amount'), cell: ({ amount }) => <Amount of={amount} />, numeric: true },
      ]}
    />
  );
}
