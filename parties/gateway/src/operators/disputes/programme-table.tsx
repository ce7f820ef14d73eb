// What a network's programmes say of a month, measure by measure, and what we cannot know of it.

import { Stack, Table } from '@kassa/pages';
import type { Judgement, Measure } from '../../disputes/rates/judge.ts';
import type { Programme } from '../../disputes/rates/programmes.ts';
import { percent } from './rate-chart.tsx';
import { StandingMark, shareText } from './shown.tsx';

type Shown = { readonly brand: string; readonly judgements: readonly Judgement[] };

export function ProgrammeTable({ brand, judgements }: Shown) {
  if (judgements.length === 0) return <p>{`No programme is known for ${brand}.`}</p>;
  const programmes = [...new Set(judgements.map(({ programme }) => programme))];
  return (
    <Stack gap="s">
      <Table
        caption={`Programmes of ${brand}`}
        quietCaption
        rows={judgements}
        rowKey={({ programme, month }) => `${programme.name} ${programme.effectiveFrom} ${month}`}
        columns={[
          { header: 'Programme', isHeader: true, cell: ({ programme }) => programme.title },
          { header: 'Month', cell: ({ month }) => <span className="amounts">{month}</span> },
          { header: 'Measures', cell: ({ measures }) => <Measures measures={measures} /> },
          {
            header: 'Standing',
            cell: ({ standing, programme, share, isSpared }) =>
              isSpared ? (
                'spared'
              ) : (
                <>
                  <StandingMark {...{ standing, share }} programme={programme.name} />
                  {standing === 'fine' && <span className="soft small"> {shareText(share)}</span>}
                </>
              ),
          },
        ]}
      />
      <ul className="small soft">
        {notesOn(programmes).map((note) => (
          <li key={note}>{note}</li>
        ))}
      </ul>
    </Stack>
  );
}

function Measures({ measures }: { readonly measures: readonly Measure[] }) {
  return (
    <ul className="measures">
      {measures.map((one) => (
        <li key={one.name}>{textOf(one)}</li>
      ))}
    </ul>
  );
}

function textOf({ name, value, min }: Measure): string {
  switch (name) {
    case 'ratio':
      return `ratio ${percent(value)}, threshold ${percent(min)}`;
    case 'count':
      return `${value} disputes, threshold ${min}`;
    case 'sales':
      return `${value} sales in the month before, threshold ${min}`;
    case 'fraud amount':
      return value === null
        ? `disputed as fraud: in a currency without a rate here, threshold ${min} EUR or USD`
        : `${value} EUR or USD disputed as fraud, threshold ${min}`;
  }
}

function notesOn(programmes: readonly Programme[]): string[] {
  const has = (test: (one: Programme) => boolean) => programmes.some(test);
  const notes = [
    'A merchant is in a programme when all of its measures are reached in one month; the share is that of the measure that is farthest from its threshold.',
    has(({ by }) => by === 'same month') &&
      'Visa divides a month’s disputes by the same month’s settled sales, and counts issuers’ reports of fraud (TC40) besides disputes (TC15). Those reports do not reach us: its own figure may be higher than this one.',
    has(({ by }) => by === 'month before') &&
      'Mastercard divides a month’s chargebacks by the settled sales of the month before.',
    has(({ sparedFrom }) => sparedFrom !== null) &&
      'The fraud programme counts disputes for fraud only, and spares who has enough of its sales authenticated by 3-D Secure: a tenth, or half where the law asks for it.',
    'Networks judge a contract with an acquirer; here each account is judged by itself.',
  ];
  return notes.filter((note): note is string => note !== false);
}
