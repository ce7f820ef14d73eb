import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { apiCodes, declineNotes } from './error-list.ts';

const api = new URL('../api/', import.meta.url);
const sources = readdirSync(api, { recursive: true, encoding: 'utf8' })
  // ports.ts speaks of refusals between rooms, which no caller sees; to-stripe/ is of payments, whose
  // codes are the decline table's.
  .filter((name) => /\.ts$/.test(name) && !/ports\.ts$|\.test\.ts$|^to-stripe\//.test(name))
  .map((name) => readFileSync(new URL(name, api), 'utf8'))
  .join('\n');

describe('the list of errors', () => {
  test('has every code that the API can say', () => {
    const said = [...sources.matchAll(/\bcode: '(?!custom')([a-z_]+)'/g)].map(([, code]) => code);
    // Refusals of other rooms are passed on by routes, and translated before anybody sees them.
    const inner = [
      ...['record_unknown', 'record_taken', 'busy', 'key_used', 'said'],
      ...['payment_method_of_other', 'unexpected_state', 'charge_not_captured'],
    ];
    const known = new Set([...inner, ...[...apiCodes, ...declineNotes].map(({ code }) => code)]);
    expect(said.length).toBeGreaterThan(10);
    expect(said.filter((code) => code !== undefined && !known.has(code))).toEqual([]);
  });

  test('names no code twice', () => {
    const codes = apiCodes.map(({ code }) => code);
    expect(new Set(codes).size).toBe(codes.length);
  });
});
