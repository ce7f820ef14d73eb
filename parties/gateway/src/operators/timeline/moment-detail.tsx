// What opens below a moment: the fields of a message, the candidates of a routing, a transaction.

import { format, type Money } from '@kassa/money';
import { More, Table } from '@kassa/pages';
import type { Detail } from './moments.ts';

export function MomentDetail({ detail }: { detail: Detail }) {
  switch (detail.kind) {
    case 'fields':
      return (
        <More summary={`${detail.fields.length} fields`}>
          <dl className="wire-fields">
            {detail.fields.map(({ number, name, value, meaning }) => (
              <div key={`${number}-${name}`}>
                <dt>
                  {number !== undefined && <span className="wire-number">{number}</span>}
                  {name}
                </dt>
                <dd>
                  <code>{value}</code>
                  {meaning !== undefined && <span className="soft"> {meaning}</span>}
                </dd>
              </div>
            ))}
          </dl>
        </More>
      );
    case 'routing':
      return <Routing {...detail} />;
    case 'entries':
      return <Entries {...detail} />;
  }
}

function Routing({ candidates, remarks }: Extract<Detail, { kind: 'routing' }>) {
  return (
    <div className="routing">
      <ul className="routing-list">
        {candidates.map(({ provider, isChosen, reasons }) => (
          <li key={provider} className={isChosen ? 'is-chosen' : undefined}>
            <p className="routing-name">
              {provider}
              {isChosen && <span className="routing-chosen">chosen</span>}
            </p>
            {reasons.map((reason) => (
              <p key={reason} className="small soft">
                {reason}
              </p>
            ))}
          </li>
        ))}
      </ul>
      {remarks.map((remark) => (
        <p key={remark} className="small soft">
          {remark}
        </p>
      ))}
    </div>
  );
}

type Entry = {
  readonly account: string;
  readonly side: 'debit' | 'credit';
  readonly amount: Money;
};

function Entries({ caption, entries }: { caption: string; entries: readonly Entry[] }) {
  const on = (side: Entry['side']) => (entry: Entry) =>
    entry.side === side ? format(entry.amount, 'en') : '';
  return (
    <div className="entries">
      <Table
        caption={caption}
        quietCaption
        rows={entries.map((entry, line) => ({ ...entry, line }))}
        rowKey={({ line }) => String(line)}
        columns={[
          { header: 'Account', isHeader: true, cell: ({ account }) => account },
          { header: 'Debit', numeric: true, cell: on('debit') },
          { header: 'Credit', numeric: true, cell: on('credit') },
        ]}
      />
    </div>
  );
}
