// Rows of items: written when the gateway advises, read by clearing, payouts and reports.

import { column, type Queries, type RawRow, type Unit } from '@kassa/database';
import { type Currency, currencyOf, type Money, money } from '@kassa/money';
import { assert, unwrap } from '@kassa/result';
import { isPlainDate, type PlainDate } from '@kassa/time';
import type { AuthorizationKey } from '../authorizations/authorization.ts';
import { type FeeParts, type Item, partsOf } from './item.ts';

export type NewItem = Pick<
  Item,
  | 'id'
  | 'mid'
  | 'kind'
  | 'rrn'
  | 'stan'
  | 'originalRrn'
  | 'tid'
  | 'authorizationCode'
  | 'part'
  | 'parts'
  | 'amount'
  | 'fee'
  | 'margin'
  | 'reserved'
  | 'expectedOn'
  | 'eci'
  | 'cardMasked'
  | 'acceptor'
  | 'capturedAtMs'
> & {
  readonly sealedCard: string;
  /** What had been captured when it was decided. */
  readonly capturedBefore: bigint;
};

/**
 * The item, and what it takes of the authorization. Refused as the conflict `item_once` if it is
 * known already, as another conflict or a guard if a rival was faster.
 */
export function recordItem(item: NewItem): Unit {
  const key = { mid: item.mid, rrn: item.originalRrn };
  const minor = item.amount.minor;
  const isCapture = item.kind === 'capture';
  return {
    updates: [
      {
        as: 'still_open',
        table: 'card_authorization',
        key,
        ...(isCapture && {
          expect: { state: 'approved', captured: item.capturedBefore, is_capture_final: false },
          set: { is_capture_final: item.parts !== null },
        }),
        add: isCapture ? { captured: minor } : { refunded: minor },
      },
    ],
    inserts: [
      {
        table: 'item',
        rows: [
          {
            id: item.id,
            mid: item.mid,
            kind: item.kind,
            rrn: item.rrn,
            stan: item.stan,
            original_rrn: item.originalRrn,
            tid: item.tid,
            authorization_code: item.authorizationCode,
            part: item.part,
            parts: item.parts,
            currency: item.amount.currency,
            amount: minor,
            fee: item.fee.minor,
            margin: item.margin?.minor ?? null,
            reserved: item.reserved.minor,
            expected_on: item.expectedOn,
            eci: item.eci,
            card_masked: item.cardMasked,
            acceptor: item.acceptor,
            sealed_card: item.sealedCard,
            captured_at_ms: item.capturedAtMs,
            state: 'captured',
          },
        ],
      },
    ],
  };
}

export function findItem(
  db: Queries,
  key: AuthorizationKey & Pick<Item, 'kind' | 'stan'>,
): Promise<Item | undefined> {
  return db.one(
    {
      name: 'find_item',
      text: 'select * from item where mid = $1 and rrn = $2 and kind = $3 and stan = $4',
      values: [key.mid, key.rrn, key.kind, key.stan],
      together: ['text', 'text', 'text', 'text'],
    },
    decodeItem,
  );
}

/** Everything that grew out of an authorization or a refund. */
export function itemsAbout(db: Queries, rrn: string): Promise<Item[]> {
  return db.query(
    {
      text: `
        select * from item
        where original_rrn = $1 or (rrn = $1 and rrn <> original_rrn)
        order by number limit 100`,
      values: [rrn],
    },
    decodeItem,
  );
}

export function itemsOfBatch(db: Queries, batchId: string): Promise<Item[]> {
  return db.query(
    { text: 'select * from item where batch_id = $1 order by sequence', values: [batchId] },
    decodeItem,
  );
}

export type ItemPage = {
  /** Only after this number, for the next page. */
  readonly after: bigint;
  readonly limit: number;
};

export function itemsOfPayout(db: Queries, payoutId: string, page: ItemPage): Promise<Item[]> {
  return db.query(
    {
      text: 'select * from item where payout_id = $1 and number > $2 order by number limit $3',
      values: [payoutId, page.after, page.limit],
    },
    decodeItem,
  );
}

/** Settled, and in no payout yet: due another day, or set off against what is owed. */
export function unpaidItems(db: Queries, mid: string, page: ItemPage): Promise<Item[]> {
  return db.query(
    {
      text: `
        select *
        from item
        where mid = $1 and state = 'settled' and payout_id is null and number > $2
        order by number
        limit $3`,
      values: [mid, page.after, page.limit],
    },
    decodeItem,
  );
}

/** All of them, never more than a portion at once. */
export async function* portionsOfPayout(
  db: Queries,
  payoutId: string,
  portion: number,
): AsyncGenerator<readonly Item[], void> {
  for (let after = 0n; ; ) {
    const items = await itemsOfPayout(db, payoutId, { after, limit: portion });
    if (items.length > 0) yield items;
    const last = items.at(-1);
    if (last === undefined || items.length < portion) return;
    after = last.number;
  }
}

export type ItemTotals = FeeParts & {
  readonly items: number;
  readonly gross: Money;
  readonly fee: Money;
  readonly net: Money;
};

export async function totalsOfPayout(
  db: Queries,
  payoutId: string,
  currency: Currency,
): Promise<ItemTotals> {
  const totals = await db.one(
    {
      text: `
        select
          count(*) as items,
          coalesce(sum(item_net(kind, amount, 0)), 0)::bigint as gross,
          coalesce(sum(fee), 0)::bigint as fee,
          coalesce(sum(interchange), 0)::bigint as interchange,
          coalesce(sum(scheme_fee), 0)::bigint as scheme_fee,
          coalesce(sum(item_net(kind, amount, fee)), 0)::bigint as net
        from item
        where payout_id = $1`,
      values: [payoutId],
    },
    (row) => {
      const of = (name: string) => money(currency, column.big(row, name));
      const fee = of('fee');
      const parts = partsOf({ fee, interchange: of('interchange'), schemeFee: of('scheme_fee') });
      return {
        items: column.integer(row, 'items'),
        gross: of('gross'),
        fee,
        net: of('net'),
        ...parts,
      };
    },
  );
  assert(totals, 'a sum has a row');
  return totals;
}

export function latestItems(db: Queries, mid: string, limit: number): Promise<Item[]> {
  return db.query(
    {
      text: 'select * from item where mid = $1 order by number desc limit $2',
      values: [mid, limit],
    },
    decodeItem,
  );
}

const itemKinds = [
  'capture',
  'refund',
  'chargeback',
  'chargeback_reversal',
  'arbitration_fee',
] as const;

export function decodeItem(row: RawRow): Item {
  const currency = unwrap(currencyOf(column.text(row, 'currency')));
  const moneyOrNull = (name: string) => {
    const minor = column.bigOrNull(row, name);
    return minor === null ? null : money(currency, minor);
  };
  return {
    id: column.text(row, 'id'),
    number: column.big(row, 'number'),
    mid: column.text(row, 'mid'),
    kind: column.oneOf(row, 'kind', itemKinds),
    rrn: column.text(row, 'rrn'),
    stan: column.text(row, 'stan'),
    originalRrn: column.text(row, 'original_rrn'),
    tid: column.text(row, 'tid'),
    authorizationCode: column.text(row, 'authorization_code'),
    part: column.integer(row, 'part'),
    parts: column.integerOrNull(row, 'parts'),
    amount: money(currency, column.big(row, 'amount')),
    fee: money(currency, column.big(row, 'fee')),
    margin: moneyOrNull('margin'),
    reserved: money(currency, column.big(row, 'reserved')),
    interchange: moneyOrNull('interchange'),
    schemeFee: moneyOrNull('scheme_fee'),
    eci: column.textOrNull(row, 'eci'),
    cardMasked: column.text(row, 'card_masked'),
    acceptor: column.textOrNull(row, 'acceptor'),
    sealedCard: column.textOrNull(row, 'sealed_card'),
    capturedAtMs: column.integer(row, 'captured_at_ms'),
    state: column.oneOf(row, 'state', ['captured', 'batched', 'cleared', 'rejected', 'settled']),
    batchId: column.textOrNull(row, 'batch_id'),
    sequence: column.integerOrNull(row, 'sequence'),
    arn: column.textOrNull(row, 'arn'),
    valueOn: dateOrNull(row, 'value_on'),
    expectedOn: dateOrNull(row, 'expected_on'),
    rejectReason: column.textOrNull(row, 'reject_reason'),
    settledAtMs: column.integerOrNull(row, 'settled_at_ms'),
    payoutId: column.textOrNull(row, 'payout_id'),
    disputeId: column.textOrNull(row, 'dispute_id'),
  };
}

export function dateOrNull(row: RawRow, name: string): PlainDate | null {
  const text = column.textOrNull(row, name);
  if (text === null) return null;
  assert(isPlainDate(text), `${name} is no date: ${text}`);
  return text;
}
