// Payouts that the gateway tells the acquirer to make: told by the ledger, by the acquirer's list and by
// the bank where they arrive; and breaks between each two. The bank tells the same as the acquirer where
// the acquirer errs, so that each break is seen in one pair only.

import type { Chance } from '@kassa/chance';
import type { SourceRow } from '../matching/source-row.ts';
import { type Payout, plantsIn } from './plant-in-payouts.ts';
import { later, otherAmount, type Plants, part } from './plant-in-sales.ts';
import { days, firstDay, inTime, type Numbers } from './truth.ts';

const currencies = { bazar: 'BAM', torg: 'NOK', halle: 'EUR' } as const;
const platforms = ['bazar', 'torg', 'halle'] as const;

/** One payout of a connected account; it has no sales of its own. */
export function instructPayout(chance: Chance, numbers: Numbers): Payout {
  const number = numbers.next();
  const merchant = chance.pick(platforms);
  const day = firstDay + chance.between(0, days - 1);
  const name = `acct_${merchant}|po_${number}`;
  const told = `po_A${number}`;
  const amountMinor = BigInt(chance.between(1_000, 900_000));
  const row = (
    source: SourceRow['source'],
    on: number,
    reference: readonly string[],
  ): SourceRow => ({
    ...{ source, kind: 'instruction', id: `${source.slice(0, 1)}i${number}`, batch: null },
    ...{ currency: currencies[merchant], amountMinor, feeMinor: null, on, dueOn: on + 3 },
    keys: { reference },
  });
  const toldOn = day + (chance.hits(0.1) ? 1 : 0);
  return {
    ...{ name, day, merchant, sales: [] },
    ledger: [row('ledger', day, [name])],
    heads: inTime([row('acquirer', toldOn, [name, told])]),
    bank: inTime([row('bank', toldOn + chance.between(0, 1), [told.toLowerCase()])]),
  };
}

/** The bank's statement against the acquirer's list. */
export const inTransfers: Plants<Payout> = {
  ...plantsIn({ here: ({ heads }) => heads, there: 'bank' }),
  unexpected: ({ numbers }, payout) => {
    const number = numbers.next();
    const keys = { reference: [`SOMEBODY ELSE ${number}`] };
    const rows = payout.bank.map((row) => ({ ...row, id: `bi-${number}`, keys }));
    payout.bank = [...payout.bank, ...rows];
    return rows;
  },
};

/** The acquirer's list against the ledger. */
export const inInstructions: Plants<Payout> = {
  missing: (_, payout) => {
    Object.assign(payout, { heads: [], bank: [] });
    return payout.ledger;
  },
  unexpected: (_, payout) => {
    payout.ledger = [];
    return payout.heads;
  },
  duplicate: ({ numbers }, payout) => {
    again(payout, numbers.next(), (row) => row);
    return payout.heads;
  },
  wrong_amount: ({ chance }, payout) => {
    payout.ledger = payout.ledger.map((row) => otherAmount(row, chance));
    return [...payout.ledger, ...payout.heads];
  },
  wrong_currency: (_, payout) => {
    payout.ledger = payout.ledger.map((row) => ({ ...row, currency: 'CHF' }));
    return [...payout.ledger, ...payout.heads];
  },
  late: ({ chance }, payout) => {
    const by = chance.between(5, 6);
    payout.heads = payout.heads.map((row) => later(row, by));
    payout.bank = payout.bank.map((row) => later(row, by));
    return [...payout.ledger, ...payout.heads];
  },
  split: ({ numbers }, payout) => {
    const first = part(payout.heads[0]?.amountMinor);
    again(payout, numbers.next(), (row) => ({ ...row, amountMinor: row.amountMinor - first }));
    const shrunk = (rows: readonly SourceRow[]) =>
      rows.map((row, at) => (at === 0 ? { ...row, amountMinor: first } : row));
    Object.assign(payout, { heads: shrunk(payout.heads), bank: shrunk(payout.bank) });
    return [...payout.ledger, ...payout.heads];
  },
  merged: (_, payout, neighbour) => {
    const more = neighbour.heads.reduce((sum, { amountMinor }) => sum + amountMinor, 0n);
    const names = [...payout.heads, ...neighbour.heads].flatMap(({ keys }) => keys.reference ?? []);
    const grown = (row: SourceRow) => ({ ...row, amountMinor: row.amountMinor + more });
    payout.heads = payout.heads.map((row) => ({ ...grown(row), keys: { reference: names } }));
    payout.bank = payout.bank.map(grown);
    Object.assign(neighbour, { heads: [], bank: [] });
    return [...payout.ledger, ...neighbour.ledger, ...payout.heads];
  },
};

/** The acquirer pays once more under our name; to the bank it has one of its own. */
function again(payout: Payout, number: number, change: (row: SourceRow) => SourceRow): void {
  const told = `po_A${number}`;
  const renamed = (row: SourceRow, reference: readonly string[]): SourceRow => ({
    ...change(row),
    ...{ id: `${row.id.slice(0, 2)}${number}`, keys: { reference } },
  });
  const one = (rows: readonly SourceRow[], reference: readonly string[]) =>
    rows.slice(0, 1).map((row) => renamed(row, reference));
  payout.heads = [...payout.heads, ...one(payout.heads, [payout.name, told])];
  payout.bank = [...payout.bank, ...one(payout.bank, [told])];
}
