// What is held back from a merchant's payouts, and when it is the merchant's.

import { Amount, Table, When } from '@kassa/pages';
import { netOfMovement, type ReserveMovement } from '../reserves/movement.ts';
import { type Lang, texts } from './texts.ts';

type ReservesShown = { readonly lang: Lang; readonly movements: readonly ReserveMovement[] };

/** Nothing, where nothing is held. */
export function Reserves({ lang, movements }: ReservesShown) {
  if (movements.length === 0) return null;
  const t = texts(lang);
  return (
    <Table
      caption={t('reserve')}
      rows={movements}
      rowKey={({ id }) => id}
      columns={[
        { header: t('state'), cell: ({ kind }) => t(kind), isHeader: true },
        { header: t('heldOn'), cell: ({ valueOn }) => <When on={valueOn} /> },
        { header: t('releasedOn'), cell: ({ releaseOn }) => <When on={releaseOn} /> },
        {
          header: t('amount'),
          cell: (movement) => <Amount of={netOfMovement(movement)} />,
          numeric: true,
        },
      ]}
    />
  );
}
