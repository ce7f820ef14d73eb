// How a merchant stands: what will arrive on which day, what is held, what is owed.

import { isZero, type Money } from '@kassa/money';
import { Amount, Status, Table, When } from '@kassa/pages';
import type { Arrival } from '../forecast/forecast.ts';
import type { ReserveMovement } from '../reserves/movement.ts';
import { Owed, type OwedShown } from './owed.tsx';
import { Reserves } from './reserves.tsx';
import { type Lang, texts } from './texts.ts';

export type Standing = Pick<OwedShown, 'owed' | 'today'> & {
  readonly arrivals: readonly Arrival[];
  readonly reserves: readonly ReserveMovement[];
};

export function StandingOf({ lang, ...standing }: Standing & { readonly lang: Lang }) {
  return (
    <>
      <Owed lang={lang} owed={standing.owed} today={standing.today} />
      <Arrivals lang={lang} arrivals={standing.arrivals} />
      <Reserves lang={lang} movements={standing.reserves} />
    </>
  );
}

type ArrivalsShown = { readonly lang: Lang; readonly arrivals: readonly Arrival[] };

function Arrivals({ lang, arrivals }: ArrivalsShown) {
  const t = texts(lang);
  return (
    <Table
      caption={t('arriving')}
      rows={arrivals}
      empty={t('nothingArriving')}
      rowKey={({ on, sales }) => `${on} ${sales.currency}`}
      columns={[
        { header: t('arrives'), cell: ({ on }) => <When on={on} />, isHeader: true },
        { header: t('arrivingSales'), cell: ({ sales }) => <Amount of={sales} />, numeric: true },
        { header: t('arrivingHeld'), cell: ({ held }) => some(held), numeric: true },
        { header: t('arrivingReleased'), cell: ({ released }) => some(released), numeric: true },
        { header: t('arrivingCarried'), cell: ({ carried }) => some(carried), numeric: true },
        ...(arrivals.some(({ unpriced }) => unpriced > 0)
          ? [
              {
                header: t('unpriced'),
                cell: ({ unpriced }: Arrival) => (unpriced === 0 ? null : unpriced),
                numeric: true,
              },
            ]
          : []),
        {
          header: t('arrivingPayout'),
          cell: ({ payout }) =>
            payout === null ? <Status tone="info">{t('waits')}</Status> : <Amount of={payout} />,
          numeric: true,
        },
      ]}
    />
  );
}

const some = (amount: Money) => (isZero(amount) ? null : <Amount of={amount} />);
