// Negative balances with their age: what merchants owe, and what later sales have made up for.

import { Amount, Status, Table, When } from '@kassa/pages';
import type { PlainDate } from '@kassa/time';
import { type Age, ageOf, daysOwed, type NegativeBalance } from '../debts/negative-balance.ts';
import { type Lang, texts } from './texts.ts';

const tones: Readonly<Record<Age, 'info' | 'warn' | 'bad'>> = {
  '0-30': 'info',
  '31-60': 'warn',
  '61-90': 'bad',
  '90+': 'bad',
};

export type OwedShown = {
  readonly lang: Lang;
  readonly owed: readonly NegativeBalance[];
  readonly today: PlainDate;
  /** Of all merchants: says which. */
  readonly hasMerchant?: boolean;
};

/** Nothing, where nothing was ever owed. */
export function Owed({ lang, owed, today, hasMerchant = false }: OwedShown) {
  if (owed.length === 0) return null;
  const t = texts(lang);
  return (
    <Table
      caption={t('owed')}
      rows={owed}
      rowKey={({ mid, openedOn, owed: { currency } }) => `${mid} ${openedOn} ${currency}`}
      columns={[
        ...(hasMerchant
          ? [{ header: t('merchantNumber'), cell: ({ mid }: NegativeBalance) => mid }]
          : []),
        { header: t('owedSince'), cell: ({ openedOn }) => <When on={openedOn} />, isHeader: true },
        { header: t('owedDays'), cell: (one) => daysOwed(one, today), numeric: true },
        {
          header: t('owedAge'),
          cell: (one) => <Status tone={tones[ageOf(one, today)]}>{ageOf(one, today)}</Status>,
        },
        {
          header: t('state'),
          cell: ({ recoveredOn }) =>
            recoveredOn === null ? <Status tone="warn">{t('open')}</Status> : t('recovered'),
        },
        {
          header: t('recoveredOn'),
          cell: ({ recoveredOn }) => (recoveredOn === null ? null : <When on={recoveredOn} />),
        },
        {
          header: t('owedAtMost'),
          cell: ({ owedAtMost }) => <Amount of={owedAtMost} />,
          numeric: true,
        },
        { header: t('amount'), cell: ({ owed: amount }) => <Amount of={amount} />, numeric: true },
      ]}
    />
  );
}
