// What is asked in one turn of the event loop goes together: one statement asks for all who want to know
// the same of different rows. A busy program reads thirty rows by their keys as dear as one; where one asks
// alone, its statement is what it was.

import { assert } from '@kassa/result';
import type { Statement } from './database.ts';

export type Rows = readonly Readonly<Record<string, unknown>>[];
type Ask = (statement: Statement) => Promise<Rows>;

type Asker = {
  readonly statement: Statement;
  resolve(rows: Rows): void;
  reject(error: unknown): void;
};

const askersMax = 64;
const asker = 'kassa_asker';

/** `nextTurn` does something in the next turn of the event loop. */
export function askingTogether(ask: Ask, nextTurn: (work: () => void) => void): Ask {
  const waiting = new Map<string, Asker[]>();

  return (statement) =>
    new Promise((resolve, reject) => {
      const { text } = statement;
      const askers = waiting.get(text) ?? [];
      askers.push({ statement, resolve, reject });
      if (askers.length === 1) {
        waiting.set(text, askers);
        nextTurn(() => {
          waiting.delete(text);
          for (let at = 0; at < askers.length; at += askersMax) {
            void send(askers.slice(at, at + askersMax));
          }
        });
      }
    });

  async function send(askers: readonly Asker[]): Promise<void> {
    const [first, second] = askers;
    if (first === undefined) return;
    if (second === undefined) return alone(first);
    try {
      const rows = await ask(forAll(askers.map(({ statement }) => statement)));
      const answers = askers.map((): Readonly<Record<string, unknown>>[] => []);
      for (const row of rows) answers[Number(row[asker]) - 1]?.push(row);
      for (const [at, { resolve }] of askers.entries()) resolve(answers[at] ?? []);
    } catch {
      // One of them asks what cannot be answered: it hears so itself, and the others are answered.
      await Promise.all(askers.map(alone));
    }
  }

  async function alone({ statement, resolve, reject }: Asker): Promise<void> {
    await ask(statement).then(resolve, reject);
  }
}

/** The rows of each asker, in its order, with the asker's number in `kassa_asker`. */
export function forAll(statements: readonly Statement[]): Statement {
  const [first] = statements;
  assert(first?.together, 'nobody asks together');
  const types = first.together;
  const places = types.map((_, at) => `p${at + 1}`);
  const arrays = places.map((_, at) => `$${at + 1}::text[]`).join(', ');
  const own = first.text.replace(/\$(\d+)/g, (_, place: string) => {
    const type = types[Number(place) - 1];
    assert(type, `the value $${place} has no type`);
    return `v.p${place}::${type}`;
  });
  return {
    ...(first.name !== undefined && { name: `${first.name}_together` }),
    text: `
      select v.${asker}, r.*
      from unnest(${arrays}) with ordinality v (${places.join(', ')}, ${asker})
      cross join lateral (${own}) r`,
    values: places.map((_, at) => statements.map(({ values = [] }) => textOf(values[at]))),
  };
}

function textOf(value: unknown): string | null {
  assert(typeof value !== 'object' || value === null, 'only single values are asked for together');
  return value === undefined || value === null ? null : String(value);
}
