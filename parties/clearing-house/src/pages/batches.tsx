// Small-value batches: what is netted in a window, and what has been.

import { Amount, Status, Table, When } from '@kassa/pages';
import type { ShownBatch } from '../small-value/store.ts';
import { texts } from './texts.ts';

export function Batches(props: {
  lang: 'en' | 'bs';
  batches: readonly ShownBatch[];
  nameOf: (code: string) => string;
}) {
  const t = texts(props.lang);
  return (
    <Table
      caption={t('smallValue')}
      rows={props.batches}
      rowKey={({ id }) => id}
      empty={t('noSmallValue')}
      columns={[
        { header: t('message'), cell: ({ messageId }) => messageId, isHeader: true },
        { header: t('kind'), cell: ({ kind }) => t(kind) },
        { header: t('sender'), cell: ({ sender }) => props.nameOf(sender) },
        { header: t('receiver'), cell: ({ receiver }) => props.nameOf(receiver) },
        { header: t('day'), cell: ({ businessDate }) => <When on={businessDate} /> },
        {
          header: t('state'),
          cell: ({ isSettled }) => (
            <Status tone={isSettled ? 'good' : 'info'}>
              {t(isSettled ? 'settled' : 'waiting')}
            </Status>
          ),
        },
        { header: t('payments'), cell: ({ count }) => count, numeric: true },
        { header: t('amount'), cell: ({ total }) => <Amount of={total} />, numeric: true },
      ]}
    />
  );
}
