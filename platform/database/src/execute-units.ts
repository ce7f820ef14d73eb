// Executes a batch of units of one shape as one SQL statement, and says what became of it. The committer
// puts the batches together; the simulation of payments has an executor of its own, in memory.

import { assert } from '@kassa/result';
import { type ColumnTypes, learnColumns } from './columns.ts';
import { type Compiled, compileUnit } from './compile-unit.ts';
import type { Queries } from './database.ts';
import { asRefused, hasRefused, mayRetry } from './refusals.ts';
import { valuesOfMany, valuesOfOne } from './slots.ts';
import { statementNames } from './statement-names.ts';
import type { Refused, Unit } from './unit.ts';

/** A unit and its statement, which says with which others it may go. */
export type Prepared = { readonly unit: Unit; readonly compiled: Compiled };

export type Executor = {
  /** Undefined for a unit that does nothing. */
  prepare(unit: Unit): Promise<Prepared | undefined>;
  /** All of them or none. They have one shape; guards and updates see what was before the batch. */
  execute(batch: readonly Prepared[]): Promise<Attempt>;
};

export type Attempt =
  | { readonly as: 'committed' }
  /** One of them at least; of several nobody knows which. */
  | { readonly as: 'refused'; readonly refused: Refused }
  /** The server says why; nothing has happened. */
  | { readonly as: 'failed'; readonly error: unknown }
  /** The connection was lost: it may have been committed. */
  | { readonly as: 'unknown'; readonly error: unknown };

/** For one unit alone, for many together, and for what is asked of the catalogue. */
export type Roads = { readonly one: Queries; readonly many: Queries; readonly catalogue: Queries };

const attemptsMax = 6;
const shapes = { prefix: 'unit', fromTimes: 1, max: 1000 };

export function executorOn(roads: Roads): Executor {
  const known = new Map<string, ReadonlyMap<string, string>>();
  const nameOf = statementNames(shapes);
  return {
    prepare: async (unit) => prepared(unit, await learnColumns(roads.catalogue, known, unit)),
    execute: (batch) => {
      const [first] = batch;
      assert(first, 'an empty batch');
      const isAlone = batch.length === 1;
      const compiled = isAlone ? first.compiled : compileUnit(first.unit, known, 'many');
      assert(compiled, 'a unit that did something does nothing');
      const name = nameOf(compiled.text);
      return attempt(isAlone ? roads.one : roads.many, {
        ...(name !== undefined && { name }),
        text: compiled.text,
        values: isAlone
          ? valuesOfOne(compiled.slots)
          : valuesOfMany(batch.map((one) => one.compiled.slots)),
      });
    },
  };
}

/** Without the types of the columns the shape is the same; only nobody could send it. */
export function prepared(unit: Unit, columns: ColumnTypes): Prepared | undefined {
  const compiled = compileUnit(unit, columns, 'one');
  return compiled && { unit, compiled };
}

async function attempt(
  road: Queries,
  statement: { readonly text: string; readonly values: readonly unknown[] },
): Promise<Attempt> {
  for (let tries = 1; ; tries += 1) {
    try {
      await road.query(statement, () => undefined);
      return { as: 'committed' };
    } catch (error) {
      const refused = asRefused(error);
      if (refused) return { as: 'refused', refused };
      if (mayRetry(error) && tries < attemptsMax) continue;
      return { as: hasRefused(error) ? 'failed' : 'unknown', error };
    }
  }
}
