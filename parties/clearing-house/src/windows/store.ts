// Rows of settlement windows.

import { column, type Database, type RawRow, type Unit, unit } from '@kassa/database';
import { currencyOf, money } from '@kassa/money';
import { unwrap } from '@kassa/result';
import { isPlainDate, type PlainDate } from '@kassa/time';
import { evolve } from './decide.ts';
import type { Position } from './shortfalls.ts';
import {
  type SettlementWindow,
  type WindowEvent,
  type WindowKey,
  type WindowState,
  windowStates,
} from './window.ts';

const windowsMax = 1000;

/** Opens a window that is not there; one that is there, in whatever state, stays as it is. */
export async function openWindow(db: Database, key: WindowKey, atMs: number): Promise<void> {
  const event: WindowEvent = { type: 'opened' };
  const state = evolve(undefined, event);
  const done = await db.commit(
    unit(
      { guards: [{ as: 'new', table: 'settlement_window', where: keyRow(key), exists: false }] },
      {
        inserts: [
          {
            table: 'settlement_window',
            rows: [{ ...keyRow(key), state: state.state, version: 1, moved_at_ms: atMs }],
          },
          eventRow(key, 1, event, atMs),
        ],
      },
    ),
  );
  if (done.ok || done.error.code === 'guard' || done.error.code === 'conflict') return;
  throw new Error(`a window was not opened: ${JSON.stringify(done.error)}`);
}

/** Holds the window open until the commit; refused as the guard `window_open` where it is not. */
export function whileOpen(key: WindowKey): Unit {
  return {
    guards: [
      {
        as: 'window_open',
        table: 'settlement_window',
        where: { ...keyRow(key), state: 'open' },
        exists: true,
        lock: true,
      },
    ],
  };
}

/** Refused as the guard `window_moved` if another run was faster. */
export function recordMoves(
  window: SettlementWindow,
  events: readonly WindowEvent[],
  atMs: number,
): Unit {
  const state = events.reduce<WindowState>(evolve, window);
  const set = {
    state: state.state,
    version: window.version + events.length,
    moved_at_ms: atMs,
    reason: state.state === 'aborted' ? state.reason : null,
  };
  return {
    updates: [
      {
        as: 'window_moved',
        table: 'settlement_window',
        key: keyRow(window),
        expect: { version: window.version },
        set,
      },
    ],
    inserts: events.map((event, index) =>
      eventRow(window, window.version + 1 + index, event, atMs),
    ),
  };
}

/** Once for each window; when it is tried again they are the same. */
export function recordPositions(key: WindowKey, positions: readonly Position[]): Unit {
  const rows = positions.map(({ member, amount }) => ({
    ...keyRow(key),
    member,
    amount: amount.minor,
  }));
  return rows.length === 0
    ? {}
    : { inserts: [{ table: 'settlement_window_position', rows, onConflict: 'nothing' }] };
}

/** Whose day has come and who are not settled, the oldest first. */
export function dueWindows(db: Database, until: PlainDate): Promise<SettlementWindow[]> {
  return db.query(
    {
      text: `
        select *
        from settlement_window
        where state <> 'settled' and business_date <= $1
        order by business_date, currency
        limit ${windowsMax}`,
      values: [until],
    },
    decodeWindow,
  );
}

export type AbortedWindow = Extract<SettlementWindow, { readonly state: 'aborted' }>;

export async function abortedWindows(db: Database): Promise<AbortedWindow[]> {
  const found = await db.query(
    {
      name: 'aborted_windows',
      text: `
        select *
        from settlement_window
        where state <> 'settled' and state = 'aborted'
        order by business_date, currency
        limit ${windowsMax}`,
    },
    decodeWindow,
  );
  return found.flatMap((one) => (one.state === 'aborted' ? [one] : []));
}

export function findWindow(db: Database, key: WindowKey): Promise<SettlementWindow | undefined> {
  return db.one(
    {
      name: 'find_window',
      text: 'select * from settlement_window where business_date = $1 and currency = $2',
      values: [key.businessDate, key.currency],
    },
    decodeWindow,
  );
}

export function latestWindows(db: Database, limit: number): Promise<SettlementWindow[]> {
  return db.query(
    {
      text: 'select * from settlement_window order by business_date desc, currency limit $1',
      values: [limit],
    },
    decodeWindow,
  );
}

/** The nets of what is in a window so far, whether it has been counted or not. */
export function runningPositions(db: Database, key: WindowKey): Promise<Position[]> {
  return db.query(
    {
      text: `
        select member, sum(amount) as amount
        from (
          select l.debtor as member, -l.amount as amount
          from settlement s
          join settlement_line l using (sender, message_id)
          where s.settle_on = $1 and s.currency = $2
          union all
          select l.creditor, l.amount
          from settlement s
          join settlement_line l using (sender, message_id)
          where s.settle_on = $1 and s.currency = $2
          union all
          select unnest(array[i.payer, i.payee]), unnest(array[-i.amount, i.amount])
          from small_value_batch b
          join small_value_item i on i.batch_id = b.id
          where b.business_date = $1 and b.currency = $2
        ) line
        group by member
        having sum(amount) <> 0
        order by member
        limit 1000`,
      values: [key.businessDate, key.currency],
    },
    (row) => ({
      member: column.text(row, 'member'),
      amount: money(key.currency, column.big(row, 'amount')),
    }),
  );
}

function keyRow({ businessDate, currency }: WindowKey) {
  return { business_date: businessDate, currency };
}

function eventRow(key: WindowKey, version: number, event: WindowEvent, atMs: number) {
  const reason = event.type === 'aborted' ? event.reason : null;
  const row = { ...keyRow(key), version, type: event.type, at_ms: atMs, reason };
  return { table: 'settlement_window_event', rows: [row] };
}

function decodeWindow(row: RawRow): SettlementWindow {
  const businessDate = column.text(row, 'business_date');
  if (!isPlainDate(businessDate)) throw new Error(`business_date is no date: ${businessDate}`);
  return {
    businessDate,
    currency: unwrap(currencyOf(column.text(row, 'currency'))),
    version: column.integer(row, 'version'),
    movedAtMs: column.integer(row, 'moved_at_ms'),
    ...decodeState(row),
  };
}

function decodeState(row: RawRow): WindowState {
  const state = column.oneOf(row, 'state', windowStates);
  return state === 'aborted' ? { state, reason: column.text(row, 'reason') } : { state };
}
