// A merchant's items as rows: with their state, or with every part of the fee.

import { Amount, type Column, Stack, Status, Table, type Tone, When } from '@kassa/pages';
import { grossOf, type Item, isPriced, netOf, partsOf } from '../captures/item.ts';
import type { Payout } from '../payouts/payout.ts';
import { type Lang, texts } from './texts.ts';

export const payoutTones: Record<Payout['state'], Tone> = {
  created: 'info',
  credited: 'good',
  paid: 'good',
  refused: 'bad',
  returned: 'bad',
};
const itemTones: Record<Item['state'], Tone> = {
  captured: 'plain',
  batched: 'info',
  cleared: 'info',
  rejected: 'bad',
  settled: 'good',
};

type ItemsShown = {
  readonly lang: Lang;
  readonly items: readonly Item[];
  /** With the parts of each fee, all known once settled, in place of time and state. */
  readonly hasParts?: boolean;
};

export function Items({ lang, items, hasParts = false }: ItemsShown) {
  const t = texts(lang);
  return (
    <Table
      caption={t('items')}
      rows={items}
      rowKey={({ id }) => id}
      empty={t('noItems')}
      columns={[
        { header: t('reference'), cell: ({ rrn }) => rrn, isHeader: true },
        { header: t('card'), cell: ({ cardMasked }) => cardMasked },
        ...(hasParts ? [] : stateColumns(lang)),
        { header: t('gross'), cell: (item) => <Amount of={grossOf(item)} />, numeric: true },
        { header: t('fee'), cell: (item) => <Fee lang={lang} item={item} />, numeric: true },
        ...(hasParts ? partColumns(lang) : []),
        {
          header: t('net'),
          cell: (item) => (isPriced(item) ? <Amount of={netOf(item)} /> : null),
          numeric: true,
        },
      ]}
    />
  );
}

/** Of an interchange-plus contract it is final once the network has said what the sale costs. */
function Fee({ lang, item }: { readonly lang: Lang; readonly item: Item }) {
  if (isPriced(item)) return <Amount of={item.fee} />;
  return <span className="hint">{texts(lang)('notPriced')}</span>;
}

function stateColumns(lang: Lang): Column<Item>[] {
  const t = texts(lang);
  return [
    {
      header: `${t('when')} → ${t('arrives')}`,
      cell: ({ capturedAtMs, state, valueOn, expectedOn }) => {
        const on = state === 'rejected' ? null : (valueOn ?? expectedOn);
        return (
          <Stack gap="xs">
            <When at={capturedAtMs} />
            {on !== null && <When on={on} />}
          </Stack>
        );
      },
    },
    {
      header: t('state'),
      cell: ({ state }) => <Status tone={itemTones[state]}>{t(state)}</Status>,
    },
  ];
}

function partColumns(lang: Lang): Column<Item>[] {
  const t = texts(lang);
  return [
    {
      header: t('interchange'),
      cell: (item) => <Amount of={partsOf(item).interchange} />,
      numeric: true,
    },
    {
      header: t('schemeFee'),
      cell: (item) => <Amount of={partsOf(item).schemeFee} />,
      numeric: true,
    },
    { header: t('kept'), cell: (item) => <Amount of={partsOf(item).margin} />, numeric: true },
  ];
}
