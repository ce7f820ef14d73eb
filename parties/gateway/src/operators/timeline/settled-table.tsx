// What was settled of a payment, and where its fee went: read from the balance transactions, so to the
// last minor unit what the acquirer's report said.

import { currencyOf, format, money } from '@kassa/money';
import { Table } from '@kassa/pages';
import { unwrap } from '@kassa/result';
import { feeDetailsIn } from '../../settlement/fee-parts.ts';
import type { BalanceTransaction } from '../../settlement/read.ts';

export function SettledTable({ settled }: { settled: readonly BalanceTransaction[] }) {
  return (
    <Table
      caption="Settled, and where the fee went"
      rows={settled}
      rowKey={({ id }) => id}
      empty="Nothing yet: the acquirer has not settled it."
      columns={[
        { header: 'What', isHeader: true, cell: ({ type }) => type.replaceAll('_', ' ') },
        { header: 'Amount', numeric: true, cell: (one) => shown(one, one.amountMinor) },
        { header: 'Fee', numeric: true, cell: (one) => shown(one, one.feeMinor) },
        { header: 'Its parts', cell: (one) => <Parts of={one} /> },
        { header: 'Net', numeric: true, cell: (one) => shown(one, one.netMinor) },
        { header: 'Payout', cell: ({ payoutId }) => payoutId && <code>{payoutId}</code> },
      ]}
    />
  );
}

function Parts({ of }: { of: BalanceTransaction }) {
  return (
    <ul>
      {feeDetailsIn(of.feeDetails).map(({ description, amount }) => (
        <li key={description}>{`${shown(of, BigInt(amount))} ${description}`}</li>
      ))}
    </ul>
  );
}

const shown = (one: BalanceTransaction, minor: bigint): string =>
  format(money(unwrap(currencyOf(one.currency)), minor), 'en');
