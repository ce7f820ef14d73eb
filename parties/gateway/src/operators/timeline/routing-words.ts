// The candidates of a routing decision and their reasons, whatever was stored of them: a list of
// providers, each with facts. Nothing here knows which facts a router writes.

import { z } from 'zod';

export type ShownCandidate = {
  readonly provider: string;
  readonly isChosen: boolean;
  readonly reasons: readonly string[];
};

const decision = z.looseObject({
  provider: z.string(),
  candidates: z.array(z.looseObject({ provider: z.string() })).default([]),
});

const reasonsMax = 30;

export function candidatesOf(routing: unknown): readonly ShownCandidate[] {
  const read = decision.safeParse(routing);
  if (!read.success) return [];
  const { provider: chosen, candidates } = read.data;
  return candidates.map(({ provider, ...facts }) => ({
    provider,
    isChosen: provider === chosen,
    reasons: sayAll(facts).slice(0, reasonsMax),
  }));
}

/** What was decided besides: a rule that fired, a share for exploration. */
export function remarksOf(routing: unknown): readonly string[] {
  const read = decision.safeParse(routing);
  if (!read.success) return [];
  const { provider: _chosen, candidates: _listed, ...facts } = read.data;
  return sayAll(facts).slice(0, reasonsMax);
}

/** These names say nothing that their values do not. */
const quiet = new Set(['why', 'reason', 'reasons']);

function sayAll(facts: Readonly<Record<string, unknown>>): string[] {
  return Object.entries(facts).flatMap(([name, value]) => {
    const said = say(value);
    return quiet.has(name) ? said : said.map((text) => `${inWords(name)}: ${text}`);
  });
}

function say(value: unknown): string[] {
  if (value === null || value === undefined || value === '') return [];
  if (Array.isArray(value)) return value.flatMap(say);
  if (typeof value === 'object') return [sayAll({ ...value }).join(', ')].filter(Boolean);
  if (typeof value === 'boolean') return [value ? 'yes' : 'no'];
  if (typeof value === 'number') return [String(Math.round(value * 10_000) / 10_000)];
  return [String(value).slice(0, 300)];
}

const inWords = (name: string) =>
  name.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`).replaceAll('_', ' ');
