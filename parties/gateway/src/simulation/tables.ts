// The tables that payments live in, as far as their use cases can see them: keys, unique indexes,
// defaults, columns of json. Conformance with PostgreSQL is tested (memory-database.test.ts).

import { type Row, toJson, type Value } from '@kassa/database';
import { assert } from '@kassa/result';

export type Stored = Record<string, Value>;

type Unique = {
  readonly name: string;
  readonly columns: readonly string[];
  readonly where?: (row: Stored) => boolean;
};

type Shape = {
  readonly unique: readonly [Unique, ...Unique[]];
  readonly json: readonly string[];
  readonly defaults: Stored;
  readonly checks: Readonly<Record<string, (row: Stored) => boolean>>;
};

const inStates =
  (...states: readonly string[]) =>
  ({ state }: Stored): boolean =>
    states.includes(String(state));
const big = (value: Value | undefined): bigint => BigInt(String(value ?? 0));

function shape(
  name: string,
  key: readonly string[],
  more: Partial<Omit<Shape, 'unique'>> & { readonly unique?: readonly Unique[] } = {},
): Shape {
  const { unique = [], json = [], defaults = {}, checks = {} } = more;
  return { unique: [{ name: `${name}_pk`, columns: key }, ...unique], json, defaults, checks };
}

const byId = ['account_id', 'id'];
const ofIntent = ['account_id', 'intent_id'];

export const shapes = {
  payment_intent: shape('payment_intent', byId, {
    json: ['wishes', 'last_problem'],
    defaults: { is_behind_charge: false, increment_id: null },
    checks: { payment_intent_amount: ({ amount }) => big(amount) > 0n },
  }),
  payment_event: shape('payment_event', [...ofIntent, 'seq'], { json: ['data'] }),
  payment_attempt: shape('payment_attempt', byId, {
    json: ['routing'],
    unique: [
      {
        name: 'payment_attempt_one_open',
        columns: ofIntent,
        where: inStates('open', 'challenged', 'authenticated', 'unknown', 'approved'),
      },
    ],
  }),
  payment_increment: shape('payment_increment', byId, {
    unique: [
      { name: 'payment_increment_number', columns: [...ofIntent, 'number'] },
      { name: 'payment_increment_one_open', columns: ofIntent, where: inStates('open', 'unknown') },
    ],
    checks: {
      payment_increment_amount: ({ added, amount }) => big(added) > 0n && big(amount) > big(added),
    },
  }),
  charge: shape('charge', byId, {
    json: ['approval', 'problem', 'notes', 'authenticated'],
    defaults: { settled_at: null, splits: 0 },
    checks: {
      charge_approved: ({ state, approval }) => (state === 'failed') === (approval === null),
      charge_captured: ({ captured, amount }) =>
        big(captured) >= 0n && big(captured) <= big(amount),
      charge_held: ({ state, hold_id }) =>
        (state === 'authorized' || state === 'partly_captured') === (hold_id !== null),
      charge_refunded: ({ refunded, captured }) =>
        big(refunded) >= 0n && big(refunded) <= big(captured),
    },
  }),
  refund: shape('refund', byId, {
    json: ['metadata'],
    defaults: { version: 1 },
    checks: { refund_amount: ({ amount }) => big(amount) > 0n },
  }),
  advice: shape('advice', byId, {
    defaults: { rounds: 0, manual_at: null, decided_by: null, decided_why: null },
    checks: { advice_manual: ({ state, manual_at }) => state !== 'manual' || manual_at !== null },
  }),
  payment_method: shape('payment_method', byId, {
    json: ['billing', 'metadata'],
    unique: [
      {
        name: 'payment_method_token_once',
        columns: ['account_id', 'token_id'],
        where: ({ token_id }) => token_id !== null,
      },
    ],
  }),
  idempotency_record: shape('idempotency_record', ['account_id', 'key'], { json: ['answer'] }),
  ledger_account: shape('ledger_account', ['account_id', 'path', 'currency'], {
    defaults: { posted_debit: 0n, posted_credit: 0n, pending_debit: 0n, pending_credit: 0n },
  }),
  dispute: shape('dispute', byId),
} as const satisfies Readonly<Record<string, Shape>>;

export type TableName = keyof typeof shapes;

export type Table = {
  /** By the values of its unique constraints, in their order. */
  readonly indexes: readonly Map<string, Stored>[];
  /** For the reading of what belongs to one payment. */
  readonly byIntent: Map<string, Stored[]>;
};

export type Tables = Readonly<Record<TableName, Table>>;

export function openTables(): Tables {
  const open = (name: TableName): Table => ({
    indexes: shapes[name].unique.map(() => new Map()),
    byIntent: new Map(),
  });
  return {
    payment_intent: open('payment_intent'),
    payment_event: open('payment_event'),
    payment_attempt: open('payment_attempt'),
    payment_increment: open('payment_increment'),
    charge: open('charge'),
    refund: open('refund'),
    advice: open('advice'),
    payment_method: open('payment_method'),
    idempotency_record: open('idempotency_record'),
    ledger_account: open('ledger_account'),
    dispute: open('dispute'),
  };
}

export function isTable(name: string): name is TableName {
  return name in shapes;
}

export const keyIn = (columns: readonly string[], row: Row): string =>
  columns.length === 2
    ? `${String(row[columns[0] ?? ''])}|${String(row[columns[1] ?? ''])}`
    : columns.map((column) => String(row[column])).join('|');

export function rowByKey(tables: Tables, name: TableName, key: Row): Stored | undefined {
  const [first] = shapes[name].unique;
  return tables[name].indexes[0]?.get(keyIn(first.columns, key));
}

export function allRows(tables: Tables, name: TableName): Stored[] {
  return [...(tables[name].indexes[0]?.values() ?? [])];
}

export const rowsOf = (tables: Tables, name: TableName, intentId: string): readonly Stored[] =>
  tables[name].byIntent.get(intentId) ?? [];

/** The constraint that forbids this row, if one does; `instead` is the row whose place it takes. */
export function conflictOf(
  tables: Tables,
  name: TableName,
  { row, instead }: { readonly row: Stored; readonly instead?: Stored },
): string | undefined {
  for (const [check, holds] of Object.entries<(row: Stored) => boolean>(shapes[name].checks)) {
    if (!holds(row)) return check;
  }
  const unique: readonly Unique[] = shapes[name].unique;
  for (const [at, { name: constraint, columns, where }] of unique.entries()) {
    if (where !== undefined && !where(row)) continue;
    const found = tables[name].indexes[at]?.get(keyIn(columns, row));
    if (found !== undefined && found !== instead) return constraint;
  }
  return undefined;
}

/** As a column keeps it: json is plain json, with whole numbers of money as text. */
export function storedRow(name: TableName, row: Row): Stored {
  const json: readonly string[] = shapes[name].json;
  const stored: Stored = { ...shapes[name].defaults };
  for (const [column, value] of Object.entries(row)) {
    if (value === undefined) continue;
    stored[column] = json.includes(column) ? plain(value) : value;
  }
  return stored;
}

export function put(tables: Tables, name: TableName, row: Stored, instead?: Stored): void {
  const table = tables[name];
  if (instead !== undefined) take(tables, name, instead);
  const unique: readonly Unique[] = shapes[name].unique;
  for (const [at, { columns, where }] of unique.entries()) {
    if (where === undefined || where(row)) table.indexes[at]?.set(keyIn(columns, row), row);
  }
  const intentId = row['intent_id'];
  if (typeof intentId !== 'string') return;
  const known = table.byIntent.get(intentId);
  if (known === undefined) table.byIntent.set(intentId, [row]);
  else if (instead === undefined) known.push(row);
  else known[known.indexOf(instead)] = row;
}

export function take(tables: Tables, name: TableName, row: Stored): void {
  const unique: readonly Unique[] = shapes[name].unique;
  for (const [at, { columns, where }] of unique.entries()) {
    if (where === undefined || where(row)) tables[name].indexes[at]?.delete(keyIn(columns, row));
  }
}

const seen = new WeakMap<object, Value>();

function plain(value: Value): Value {
  if (typeof value !== 'object' || value === null) return value;
  const known = seen.get(value);
  if (known !== undefined) return known;
  const made: Value = JSON.parse(toJson(value));
  assert(typeof made === 'object' && made !== null, 'json of an object is an object');
  seen.set(value, made);
  seen.set(made, made);
  return made;
}
