// The unit of work: everything one use case changes, as data. Use cases build it, the committer
// alone executes it; so the committer may later put many units into one transaction.

/** A value of a column. Objects and arrays fit json columns and PostgreSQL arrays alike. */
export type Value =
  | string
  | number
  | bigint
  | boolean
  | null
  | readonly Value[]
  | { readonly [key: string]: Value | undefined };

/** Columns by their database names. `undefined` is left out: the column keeps its default. */
export type Row = { readonly [column: string]: Value | undefined };

/** Holds if a row like `where` exists (or, with `exists: false`, if none does). */
export type Guard = {
  /** Its name in the refusal: `{ code: 'guard', guard: as }`. */
  readonly as: string;
  readonly table: string;
  /** An array means "one of these"; null means "is null". */
  readonly where: Row;
  readonly exists: boolean;
  /** Share-locks the rows found, so that the fact still holds when the unit commits. */
  readonly lock?: boolean;
};

export type Insert = {
  readonly table: string;
  /** All rows name the same columns. */
  readonly rows: readonly Row[];
  /** A row whose key exists already is passed over, instead of a conflict. */
  readonly onConflict?: 'nothing';
  /** With `onConflict`: nobody takes such rows away, so a door sends each of them once. */
  readonly isKept?: true;
};

/** Changes exactly one row, or refuses. */
export type Update = {
  readonly as: string;
  readonly table: string;
  /** The key of the row; all columns equal. */
  readonly key: Row;
  readonly set?: Row;
  /** Numbers added to columns: no reading beforehand, so no lost update. */
  readonly add?: Readonly<Record<string, bigint | number>>;
  /** What the row must still be. An array means "one of these"; null means "is null". */
  readonly expect?: Row;
};

/**
 * Calls a SQL function `fn(jsonb) returns integer` of the schema. Calls of the same function in one
 * unit become one call with the arguments in one array, in the order of the parts.
 */
export type Call = { readonly fn: string; readonly arg: readonly Value[] };

/**
 * Executed all or nothing, in this order of refusals: guards, updates, inserts, calls; within each
 * kind in the order given. (A check constraint broken by an update comes before its guard names.)
 * Guards and updates see the database as it was before the unit; calls see all that comes before
 * them. So a row inserted by a unit cannot be updated by the same unit.
 */
export type Unit = {
  readonly guards?: readonly Guard[];
  readonly updates?: readonly Update[];
  readonly inserts?: readonly Insert[];
  readonly calls?: readonly Call[];
};

/** Why a unit was not committed; nothing of it has happened. */
export type Refused =
  | { readonly code: 'guard'; readonly guard: string }
  /** A named constraint: unique, foreign key, check or exclusion. */
  | { readonly code: 'conflict'; readonly constraint: string }
  /** A function of the schema refused, as `ledger_post` does: `insufficient_funds` … */
  | { readonly code: 'refused'; readonly reason: string; readonly detail?: string };

/** One unit out of several; calls of the same function are joined. */
export function unit(...parts: readonly Unit[]): Unit {
  const calls = new Map<string, Value[]>();
  for (const call of parts.flatMap((part) => part.calls ?? [])) {
    const known = calls.get(call.fn);
    if (known) known.push(...call.arg);
    else calls.set(call.fn, [...call.arg]);
  }
  return {
    guards: parts.flatMap((part) => part.guards ?? []),
    updates: parts.flatMap((part) => part.updates ?? []),
    inserts: parts.flatMap((part) => part.inserts ?? []),
    calls: [...calls].map(([fn, arg]) => ({ fn, arg })),
  };
}
