// One merchant's sales and disputes: each brand with its months, and what its network's programmes say.

import type { Money } from '@kassa/money';
import { Card, Notice, Stack, Table, When } from '@kassa/pages';
import type { Dispute } from '../../disputes/dispute.ts';
import type { Figures } from '../../disputes/rates/figures.ts';
import { type Judgement, ratiosOf } from '../../disputes/rates/judge.ts';
import type { StandingMove, StoredStanding } from '../../disputes/rates/store.ts';
import { reasonCode } from '../../disputes/reason-codes.ts';
import { operatorPage, Pager, type Paging } from '../pages/frame.tsx';
import type { Operator } from '../people/operator.ts';
import { BrandChart } from './disputes-page.tsx';
import { ProgrammeTable } from './programme-table.tsx';
import { percent } from './rate-chart.tsx';
import { Amounts, DisputeState, path, StandingMark, shareText } from './shown.tsx';

export type ShownBrand = {
  readonly brand: string;
  readonly standing: StoredStanding | undefined;
  /** Thirteen months: the first divides the second, and is not shown. */
  readonly figures: readonly Figures[];
  /** Of the last whole month and of the one that runs. */
  readonly judgements: readonly Judgement[];
};

export type MerchantShown = {
  readonly merchant: { readonly accountId: string; readonly name: string };
  readonly zone: string;
  readonly brands: readonly ShownBrand[];
  readonly moves: readonly StandingMove[];
  readonly disputes: readonly Dispute[];
  readonly paging: Paging;
};

export function merchantPage(who: Operator, shown: MerchantShown): string {
  const { merchant, zone, brands, moves, disputes, paging } = shown;
  return operatorPage(who, {
    title: `Disputes of ${merchant.name}`,
    eyebrow: <a href={path}>Disputes</a>,
    lead: `Sales count in the month in which they were settled, disputes in that in which they reached us, by the clock of ${zone}.`,
    section: 'disputes',
    zone,
    body: (
      <Stack gap="l">
        {brands.length === 0 && (
          <Notice tone="info" title="Nothing was settled or disputed in these twelve months." />
        )}
        {brands.map((one) => (
          <Brand key={one.brand} {...one} />
        ))}
        {moves.length > 0 && <Moves moves={moves} />}
        <DisputeTable disputes={disputes} />
        <Pager {...paging} />
      </Stack>
    ),
  });
}

function Brand({ brand, standing, figures, judgements }: ShownBrand) {
  return (
    <Card title={brand}>
      <Stack>
        {standing !== undefined && (
          <p>
            <StandingMark {...standing} /> since <When at={standing.sinceMs} show="date" />
          </p>
        )}
        <BrandChart brand={brand} figures={figures} />
        <ProgrammeTable brand={brand} judgements={judgements} />
        <MonthTable brand={brand} figures={figures} />
      </Stack>
    </Card>
  );
}

function MonthTable({ brand, figures }: Pick<ShownBrand, 'brand' | 'figures'>) {
  const ratios = ratiosOf(brand, figures);
  const rows = figures.slice(1).map((one, index) => ({ ...one, ratio: ratios[index] ?? null }));
  return (
    <Table
      caption={`Months of ${brand}`}
      quietCaption
      rows={rows.toReversed()}
      rowKey={({ month }) => month}
      columns={[
        {
          header: 'Month',
          isHeader: true,
          cell: ({ month }) => <span className="amounts">{month}</span>,
        },
        {
          header: 'Sales',
          numeric: true,
          cell: ({ sales, sold }) => <Counted count={sales} amounts={sold} />,
        },
        {
          header: 'Disputes',
          numeric: true,
          cell: ({ disputes, disputed }) => <Counted count={disputes} amounts={disputed} />,
        },
        {
          header: 'Fraud, others',
          numeric: true,
          cell: ({ disputes, byCategory: { fraud } }) => `${fraud}, ${disputes - fraud}`,
        },
        { header: 'Ratio', numeric: true, cell: ({ ratio }) => percent(ratio) },
        {
          header: 'Won, lost, open',
          numeric: true,
          cell: ({ won, lost, open }) => `${won}, ${lost}, ${open}`,
        },
        {
          header: 'Money lost',
          numeric: true,
          cell: ({ moneyLost }) => <Amounts of={moneyLost} />,
        },
        { header: 'Fees', numeric: true, cell: ({ fees }) => <Amounts of={fees} /> },
      ]}
    />
  );
}

function Counted({ count, amounts }: { count: number; amounts: readonly Money[] }) {
  return (
    <>
      {String(count)}
      {amounts.length > 0 && <Amounts of={amounts} />}
    </>
  );
}

function Moves({ moves }: Pick<MerchantShown, 'moves'>) {
  return (
    <Table
      caption="How it has stood"
      rows={moves}
      rowKey={({ brand, atMs }) => `${brand} ${atMs}`}
      columns={[
        { header: 'When', isHeader: true, cell: ({ atMs }) => <When at={atMs} /> },
        { header: 'Brand', cell: ({ brand }) => brand },
        { header: 'Before', cell: ({ from }) => from.replace('_', ' ') },
        { header: 'Then', cell: ({ to }) => to.replace('_', ' ') },
        {
          header: 'By',
          cell: ({ programme, month, share }) =>
            programme === null ? '–' : `${programme} of ${month}, ${shareText(share)}`,
        },
      ]}
    />
  );
}

function DisputeTable({ disputes }: Pick<MerchantShown, 'disputes'>) {
  return (
    <Table
      caption="Disputes, the last first"
      rows={disputes}
      rowKey={({ id }) => id}
      empty="There is none."
      columns={[
        {
          header: 'Claim',
          isHeader: true,
          cell: ({ id, networkReasonCode }) => (
            <a href={`${path}/${id}`}>{reasonCode(networkReasonCode).words}</a>
          ),
        },
        { header: 'State', cell: ({ status }) => <DisputeState status={status} /> },
        { header: 'Brand', cell: ({ brand }) => brand },
        { header: 'Amount', numeric: true, cell: ({ amount }) => <Amounts of={[amount]} /> },
        { header: 'Began', cell: ({ createdAtMs }) => <When at={createdAtMs} /> },
      ]}
    />
  );
}
