// Names for statements: what has one is parsed and planned once per connection. The name says what is
// in it, so that the same statement has the same one everywhere.

import { createHash } from 'node:crypto';

export type NameOf = (text: string) => string | undefined;

/**
 * From so many times on a text has a name. At most `max` texts are remembered, since each named one
 * costs memory on every connection; those beyond go without.
 */
export function statementNames(options: {
  readonly prefix: string;
  readonly fromTimes: number;
  readonly max: number;
}): NameOf {
  const { prefix, fromTimes, max } = options;
  const known = new Map<string, { times: number; name: string | undefined }>();
  return (text) => {
    const entry = known.get(text) ?? { times: 0, name: undefined };
    if (entry.times === 0) {
      if (known.size >= max) return undefined;
      known.set(text, entry);
    }
    entry.times += 1;
    if (entry.times >= fromTimes) entry.name ??= `${prefix}_${digestOf(text)}`;
    return entry.name;
  };
}

const digestOf = (text: string) => createHash('sha256').update(text).digest('hex').slice(0, 20);
