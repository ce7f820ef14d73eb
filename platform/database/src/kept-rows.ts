// Rows that are put in once and never taken away, as the accounts of a book: units bring them each time,
// and a door sends those that it has not committed before.

import { toJson } from './json.ts';
import type { Insert, Unit } from './unit.ts';

export type KeptRows = {
  /** The unit without what is there for sure. */
  without(unit: Unit): Unit;
  /** All of the unit is there now. */
  committed(unit: Unit): void;
  /** Who was refused may have missed one: a database that was put back to an earlier day. */
  forget(): void;
};

/** What is forgotten is sent once more, which changes nothing. */
const rowsMax = 50_000;

export function keptRows(): KeptRows {
  const known = new Set<string>();
  const namesOf = ({ table, rows }: Insert) => rows.map((row) => `${table} ${toJson(row)}`);
  const isThere = (insert: Insert) => {
    return insert.isKept === true && namesOf(insert).every((name) => known.has(name));
  };
  return {
    without: (unit) => {
      const { inserts = [] } = unit;
      if (!inserts.some(isThere)) return unit;
      return { ...unit, inserts: inserts.filter((insert) => !isThere(insert)) };
    },
    committed: ({ inserts = [] }) => {
      for (const insert of inserts.filter(({ isKept }) => isKept === true)) {
        if (known.size >= rowsMax) known.clear();
        for (const name of namesOf(insert)) known.add(name);
      }
    },
    forget: () => known.clear(),
  };
}
