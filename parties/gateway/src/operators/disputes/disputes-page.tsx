// Who has how many disputes: the merchants, those who stand worst with a network first, and what must
// be answered soonest.

import { ButtonForm, Empty, Notice, Row, Stack, Table, When } from '@kassa/pages';
import type { Dispute } from '../../disputes/dispute.ts';
import type { Figures } from '../../disputes/rates/figures.ts';
import { ratiosOf } from '../../disputes/rates/judge.ts';
import { programmesOf } from '../../disputes/rates/programmes.ts';
import type { StoredStanding } from '../../disputes/rates/store.ts';
import { reasonCode } from '../../disputes/reason-codes.ts';
import { operatorPage, Pager, type Paging } from '../pages/frame.tsx';
import { mayAct, type Operator } from '../people/operator.ts';
import { percent, RateChart } from './rate-chart.tsx';
import { Amounts, path, StandingMark } from './shown.tsx';

export type ShownMerchant = StoredStanding & {
  /** Thirteen months: the first divides the second, and is not shown. */
  readonly figures: readonly Figures[];
};

export type DisputesShown = {
  readonly merchants: readonly ShownMerchant[];
  readonly unanswered: readonly Dispute[];
  readonly zone: string;
  readonly paging: Paging;
  readonly news: string | undefined;
};

export function disputesPage(who: Operator, shown: DisputesShown): string {
  const { merchants, unanswered, zone, paging, news } = shown;
  const judgedAtMs = merchants[0]?.judgedAtMs;
  return operatorPage(who, {
    title: 'Disputes',
    lead: 'How often sales are disputed, as the networks count it, and what waits for an answer.',
    section: 'disputes',
    zone,
    body: (
      <Stack gap="l">
        {news !== undefined && <Notice tone="good" title={news} />}
        <Row apart>
          <p>
            {judgedAtMs === undefined ? (
              'Judged every evening of a banking day, or now.'
            ) : (
              <>
                Judged <When at={judgedAtMs} />
              </>
            )}
          </p>
          {mayAct(who) && (
            <ButtonForm action={`${path}/judge`} look="main">
              Judge now
            </ButtonForm>
          )}
        </Row>
        {merchants.length === 0 ? (
          <Empty icon="info" tone="info" title="Nobody has been judged yet, or nobody has sold." />
        ) : (
          <MerchantTable merchants={merchants} />
        )}
        <Pager {...paging} words={{ first: 'Worst', next: 'Next page' }} />
        <Unanswered disputes={unanswered} />
      </Stack>
    ),
  });
}

function MerchantTable({ merchants }: Pick<DisputesShown, 'merchants'>) {
  return (
    <Table
      caption="Merchants, the worst first"
      rows={merchants}
      rowKey={({ accountId, brand }) => `${accountId} ${brand}`}
      columns={[
        {
          header: 'Merchant',
          isHeader: true,
          cell: ({ accountId, merchant }) => (
            <a href={`${path}/merchants/${accountId}`}>{merchant}</a>
          ),
        },
        { header: 'Brand', cell: ({ brand }) => brand },
        { header: 'Standing', cell: (one) => <StandingMark {...one} /> },
        {
          header: 'Ratio of this month',
          numeric: true,
          cell: ({ brand, figures }) => percent(ratiosOf(brand, figures).at(-1) ?? null),
        },
        {
          header: 'Disputes in 12 months',
          numeric: true,
          cell: ({ figures }) =>
            String(figures.slice(1).reduce((sum, { disputes }) => sum + disputes, 0)),
        },
        { header: 'Last 12 months', cell: (one) => <BrandChart {...one} /> },
      ]}
    />
  );
}

type Charted = { readonly brand: string; readonly figures: readonly Figures[] };

export function BrandChart({ brand, figures }: Charted) {
  const months = figures.slice(1).map(({ month }) => month);
  const [programme] = programmesOf(brand, months.at(-1) ?? '');
  return (
    <RateChart
      months={months}
      ratios={ratiosOf(brand, figures)}
      threshold={programme?.ratioMin ?? null}
      of={`Disputes of ${brand}`}
    />
  );
}

function Unanswered({ disputes }: { readonly disputes: readonly Dispute[] }) {
  return (
    <Table
      caption="Waits for the merchant’s answer, the first that is due first"
      rows={disputes}
      rowKey={({ id }) => id}
      empty="Nothing waits."
      columns={[
        {
          header: 'Claim',
          isHeader: true,
          cell: ({ id, networkReasonCode }) => (
            <a href={`${path}/${id}`}>{reasonCode(networkReasonCode).words}</a>
          ),
        },
        { header: 'Brand', cell: ({ brand }) => brand },
        { header: 'Amount', numeric: true, cell: ({ amount }) => <Amounts of={[amount]} /> },
        { header: 'To be answered until', cell: ({ dueByMs }) => <When at={dueByMs} /> },
      ]}
    />
  );
}
