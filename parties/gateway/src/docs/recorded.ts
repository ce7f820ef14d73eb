// What was answered to the examples when they were last played: examples.test.ts keeps it true.

import { readdirSync, readFileSync } from 'node:fs';
import type { Params } from '../api/examples/example.ts';

export type Recorded = {
  readonly at: Readonly<Record<string, string>>;
  readonly params: Params;
  readonly status: number;
  readonly answer: unknown;
};

export type Records = ReadonlyMap<string, Recorded>;

const folder = new URL('recorded/', import.meta.url);

/** By the operation's name. */
export function readRecords(): Records {
  const files = readdirSync(folder).filter((name) => name.endsWith('.json'));
  return new Map(
    files.flatMap((name): [string, Recorded][] =>
      Object.entries(JSON.parse(readFileSync(new URL(name, folder), 'utf8'))),
    ),
  );
}
