// A year of business that went well, told four times: by the shop, the ledger, the acquirer and the
// bank. It shares nothing with the matching but the shape of a row.

import type { Chance } from '@kassa/chance';
import type { Keys, SourceRow } from '../matching/source-row.ts';

/** One sale, or one refund, and what each source says of it. A source that says nothing has no rows. */
export type Story = {
  readonly name: string;
  readonly day: number;
  readonly merchant: string;
  shop: SourceRow[];
  ledger: SourceRow[];
  acquirer: SourceRow[];
};

export type Numbers = { next(): number };

export const firstDay = 20_000;
export const days = 250;
export const today = firstDay + days;

const currencies = { diva: 'BAM', nordlys: 'NOK', atelier: 'EUR' } as const;
type Merchant = keyof typeof currencies;
const merchants = ['diva', 'nordlys', 'atelier'] as const;
/** Many cost the same: an amount alone says nothing. */
const prices = [990, 1_990, 2_450, 4_900, 9_900, 12_000] as const;

export function tellStory(chance: Chance, numbers: Numbers): Story {
  const number = numbers.next();
  const merchant = chance.pick(merchants);
  const day = firstDay + chance.between(0, days - 1);
  const isRefund = chance.hits(0.06);
  const price = chance.hits(0.4) ? chance.pick(prices) : chance.between(300, 80_000);
  const told = { number, merchant, day, amount: BigInt(isRefund ? -price : price), isRefund };
  const name = `${merchant}-${number}${isRefund ? '/R' : ''}`;
  const ledgerOn = day + (chance.hits(0.1) ? 1 : 0);
  const acquirerOn = ledgerOn + chance.between(1, 3);
  return {
    ...{ name, day, merchant },
    shop: [rowOf(told, { source: 'shop', on: day, dueOn: day + 2, keys: { reference: [name] } })],
    ledger: inTime([
      rowOf(told, {
        ...{ source: 'ledger', on: ledgerOn, dueOn: ledgerOn + 5 },
        keys: { ...bankKeys(told, chance), reference: [name] },
      }),
    ]),
    acquirer: inTime([
      rowOf(told, {
        ...{ source: 'acquirer', on: acquirerOn, dueOn: acquirerOn + 4 },
        keys: acquirerKeys(told, chance),
      }),
    ]),
  };
}

export const inTime = (rows: SourceRow[]): SourceRow[] => rows.filter(({ on }) => on <= today);

export type Told = {
  readonly number: number;
  readonly merchant: Merchant;
  readonly amount: bigint;
  readonly isRefund: boolean;
};

type Face = Pick<SourceRow, 'source' | 'on' | 'dueOn' | 'keys'>;

function rowOf(told: Told, face: Face): SourceRow {
  const isFeeKnown = face.source !== 'shop';
  return {
    ...face,
    kind: 'sale',
    id: `${face.source.slice(0, 1)}${String(told.number).padStart(7, '0')}`,
    batch: null,
    currency: currencies[told.merchant],
    amountMinor: told.amount,
    feeMinor: isFeeKnown ? feeOf(told.amount) : null,
  };
}

/** 1.5 % and 25, half up; nothing is given back on a refund. */
const feeOf = (amount: bigint): bigint => (amount < 0n ? 0n : (amount * 15n + 500n) / 1_000n + 25n);

export const rrnOf = (number: number): string => String(600_000_000_000 + number);
export const arnOf = (number: number): string => `74${String(number).padStart(21, '0')}`;

/** The ledger knows of an ARN only if it was told. */
function bankKeys({ number }: Told, chance: Chance): Keys {
  return chance.hits(0.5)
    ? { rrn: [rrnOf(number)], arn: [arnOf(number)] }
    : { rrn: [rrnOf(number)] };
}

/** Written with blanks, or without the ARN. */
function acquirerKeys({ number }: Told, chance: Chance): Keys {
  const rrn = rrnOf(number);
  const written = chance.hits(0.2) ? `${rrn.slice(0, 6)} ${rrn.slice(6)}` : rrn;
  return chance.hits(0.8) ? { rrn: [written], arn: [arnOf(number)] } : { rrn: [written] };
}

export function numbersFrom(first: number): Numbers {
  let number = first;
  return {
    next() {
      number += 1;
      return number;
    },
  };
}
