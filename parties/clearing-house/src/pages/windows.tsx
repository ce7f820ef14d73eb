// The latest settlement windows: their states, and what each member pays or gets in them.

import { Amount, Row, Status, Table, type Tone, When } from '@kassa/pages';
import type { Position } from '../windows/shortfalls.ts';
import { nameOf, type SettlementWindow, type WindowStateName } from '../windows/window.ts';
import { texts } from './texts.ts';

export type ShownWindow = {
  readonly window: SettlementWindow;
  /** So far, while it is open. */
  readonly nets: readonly Position[];
};

const tones: Readonly<Record<WindowStateName, Tone>> = {
  open: 'info',
  closed: 'info',
  settling: 'info',
  settled: 'good',
  aborted: 'bad',
};

export function Windows(props: {
  lang: 'en' | 'bs';
  windows: readonly ShownWindow[];
  nameOf: (code: string) => string;
}) {
  const t = texts(props.lang);
  return (
    <Table
      caption={t('windows')}
      rows={props.windows}
      rowKey={({ window }) => nameOf(window)}
      empty={t('noWindows')}
      columns={[
        {
          header: t('day'),
          cell: ({ window }) => <When on={window.businessDate} />,
          isHeader: true,
        },
        { header: t('currency'), cell: ({ window }) => window.currency },
        {
          header: t('state'),
          cell: ({ window }) => (
            <>
              <Status tone={tones[window.state]}>{t(window.state)}</Status>
              {window.state === 'aborted' && <div className="small">{window.reason}</div>}
            </>
          ),
        },
        { header: t('nets'), cell: ({ nets }) => <Nets nets={nets} nameOf={props.nameOf} /> },
      ]}
    />
  );
}

function Nets(props: { nets: readonly Position[]; nameOf: (code: string) => string }) {
  if (props.nets.length === 0) return <>–</>;
  return (
    <>
      {props.nets.map(({ member, amount }) => (
        <Row key={member} apart>
          <span>{props.nameOf(member)}</span>
          <Amount of={amount} signed />
        </Row>
      ))}
    </>
  );
}
