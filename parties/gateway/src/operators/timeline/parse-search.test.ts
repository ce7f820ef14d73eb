import { expect, test } from 'vitest';
import { parseSearch } from './parse-search.ts';

test.each([
  ['pi_01JD', { kind: 'id', id: 'pi_01JD' }],
  ['  ch_01JD ', { kind: 'id', id: 'ch_01JD' }],
  ['633011000001', { kind: 'rrn', rrn: '633011000001' }],
  ['000001 2026-11-26', { kind: 'stan', stan: '000001', day: '2026-11-26' }],
  ['2026-11-26 000001', { kind: 'stan', stan: '000001', day: '2026-11-26' }],
  ['4242 100.00 2026-11-26', { kind: 'card', last4: '4242', minors: [10_000n], day: '2026-11-26' }],
  [
    '2026-11-26 BAM 100,00 4242',
    { kind: 'card', last4: '4242', minors: [10_000n], day: '2026-11-26' },
  ],
  [
    '4242 100 2026-11-26',
    { kind: 'card', last4: '4242', minors: [100n, 10_000n, 100_000n], day: '2026-11-26' },
  ],
  ['4242 2026-11-26', { kind: 'unreadable' }],
  ['000001', { kind: 'unreadable' }],
  ['000001 2026-13-26', { kind: 'unreadable' }],
  ['4242424242424242', { kind: 'unreadable' }],
  ['', { kind: 'unreadable' }],
])('%j is read as it is meant', (text, search) => {
  expect(parseSearch(text)).toEqual(search);
});
