// What the acquirer pays out of its sales, what ledger and bank say of that, and breaks in it.

import type { SourceRow } from '../matching/source-row.ts';
import { later, otherAmount, type Plants, part } from './plant-in-sales.ts';
import { today } from './truth.ts';

/** One payout as everybody tells it: `sales` with their `batch`, the acquirer's head, ledger, bank. */
export type Payout = {
  readonly name: string;
  readonly day: number;
  readonly merchant: string;
  sales: readonly SourceRow[];
  heads: SourceRow[];
  ledger: SourceRow[];
  bank: SourceRow[];
};

export const salesMax = 12;

/** By merchant, currency and day, so many at a time. */
export function payOut(sold: readonly { merchant: string; row: SourceRow }[]): Payout[] {
  const groups = new Map<string, SourceRow[]>();
  for (const { merchant, row } of sold) {
    const name = `${merchant}|${row.currency}|${row.on}`;
    const group = groups.get(name) ?? [];
    group.push(row);
    groups.set(name, group);
  }
  return [...groups].flatMap(([name, rows]) => {
    const merchant = name.split('|')[0] ?? '';
    const count = Math.ceil(rows.length / salesMax);
    return Array.from({ length: count }, (_, at) => {
      return payoutOf({ merchant, at, rows: rows.slice(at * salesMax, (at + 1) * salesMax) });
    });
  });
}

type Chunk = { readonly merchant: string; readonly at: number; readonly rows: SourceRow[] };

function payoutOf({ merchant, at, rows }: Chunk): Payout {
  const [{ currency, on } = { currency: '', on: 0 }] = rows;
  const name = `PAY-${merchant}-${currency}-${on}-${at}`;
  const amountMinor = rows.reduce((sum, row) => sum + row.amountMinor - (row.feeMinor ?? 0n), 0n);
  const row = (source: SourceRow['source'], paidOn: number, reference: string): SourceRow => ({
    ...{ source, kind: 'payout', id: `${source.slice(0, 1)}-${name}`, batch: null, currency },
    ...{
      amountMinor,
      feeMinor: null,
      on: paidOn,
      dueOn: paidOn + 3,
      keys: { reference: [reference] },
    },
  });
  return {
    ...{ name, day: on, merchant },
    sales: rows.map((one) => ({ ...one, batch: name })),
    heads: [row('acquirer', on, name)],
    ledger: [row('ledger', on, name)],
    // Banks have their own way of writing, and one banking day.
    bank: [row('bank', on + 1, name.toLowerCase().replaceAll('-', ' '))].filter(
      (one) => one.on <= today,
    ),
  };
}

/** The bank against the acquirer's sales. */
export const inBatches: Plants<Payout> = {
  ...plantsIn({ here: (payout) => payout.sales, there: 'bank' }),
  unexpected: ({ numbers }, payout) => {
    const number = numbers.next();
    const rows = payout.bank.map((row) => ({
      ...row,
      ...{ id: `b-${number}`, keys: { reference: [`NOT OURS ${number}`] } },
    }));
    payout.bank = [...payout.bank, ...rows];
    return rows;
  },
};

/** The acquirer's list of payouts against the ledger's. */
export const inPayouts: Plants<Payout> = {
  ...plantsIn({ here: (payout) => payout.ledger, there: 'heads' }),
  unexpected: (_, payout) => {
    payout.ledger = [];
    return payout.heads;
  },
};

type Place = {
  readonly here: (payout: Payout) => readonly SourceRow[];
  readonly there: 'bank' | 'heads';
};

export function plantsIn({ here, there }: Place): Plants<Payout> {
  const changed = (payout: Payout, change: (row: SourceRow) => SourceRow) => {
    payout[there] = payout[there].map(change);
    return [...here(payout), ...payout[there]];
  };
  return {
    missing: (_, payout) => {
      payout[there] = [];
      return here(payout);
    },
    duplicate: ({ numbers }, payout) => {
      const twins = payout[there].map((row) => ({ ...row, id: `${row.id}-${numbers.next()}` }));
      payout[there] = [...payout[there], ...twins];
      return payout[there];
    },
    wrong_amount: ({ chance }, payout) => changed(payout, (row) => otherAmount(row, chance)),
    wrong_currency: (_, payout) => changed(payout, (row) => ({ ...row, currency: 'CHF' })),
    late: ({ chance }, payout) => {
      return changed(payout, (row) => later(row, chance.between(4, 6)));
    },
    split: ({ numbers }, payout) => {
      payout[there] = payout[there].flatMap((row) => {
        const first = part(row.amountMinor);
        const rest = { ...row, amountMinor: row.amountMinor - first, id: `x-${numbers.next()}` };
        return [{ ...row, amountMinor: first }, rest];
      });
      return [...here(payout), ...payout[there]];
    },
    merged: (_, payout, neighbour) => {
      const reference = [...payout[there], ...neighbour[there]].flatMap(
        ({ keys }) => keys.reference ?? [],
      );
      const more = neighbour[there].reduce((sum, row) => sum + row.amountMinor, 0n);
      neighbour[there] = [];
      const rows = changed(payout, (row) => ({
        ...row,
        ...{ amountMinor: row.amountMinor + more, keys: { reference } },
      }));
      return [...here(neighbour), ...rows];
    },
  };
}
