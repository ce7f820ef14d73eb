import { describe, expect, test } from 'vitest';
import { classify } from './classify.ts';
import { type DiscrepancyName, type Here, names, type Remedy, type There } from './discrepancy.ts';

const nowMs = 100_000_000;
const hourMs = 3_600_000;

const here = (change: Partial<Here> = {}): Here => ({
  ...{ accountId: 'acct_diva', intentId: 'pi_1', rrn: '633011000001', state: 'approved' },
  ...{ charge: 'authorized', currency: 'BAM', amountMinor: 10_000n },
  ...{ capturedMinor: 0n, refundedMinor: 0n, advices: [] },
  ...{ openedAtMs: nowMs - hourMs, touchedAtMs: nowMs - hourMs },
  ...change,
});
const there = (change: Partial<There> = {}): There => ({
  ...{ rrn: '633011000001', state: 'approved', currency: 'BAM', amountMinor: 10_000n },
  ...{ capturedMinor: 0n, refundedMinor: 0n, receivedAtMs: nowMs - hourMs, reversalsOpen: 0 },
  ...change,
});
const captured = { charge: 'captured', capturedMinor: 10_000n } as const;
const told = (
  kind: Here['advices'][number]['kind'],
  state: Here['advices'][number]['state'],
): Here['advices'] => [{ id: 'adv_1', kind, state, tries: 3, decidedBy: null }];

type Case = readonly [
  what: string,
  here: Here | null,
  there: There | null,
  end: readonly [DiscrepancyName, Remedy] | null,
];

const table: readonly Case[] = [
  ['both hold', here(), there(), null],
  ['both captured', here(captured), there({ capturedMinor: 10_000n }), null],
  [
    'a part captured and the rest let go',
    here({ ...captured, capturedMinor: 4_000n }),
    there({ amountMinor: 4_000n, capturedMinor: 4_000n }),
    null,
  ],
  [
    'refused on both sides',
    here({ state: 'refused', charge: 'failed' }),
    there({ state: 'declined' }),
    null,
  ],
  ['never left, and is not there', here({ state: 'not_attempted', charge: null }), null, null],
  [
    'reversed on both sides',
    here({ state: 'reversed', charge: null }),
    there({ state: 'reversed' }),
    null,
  ],
  ['open, and young', here({ state: 'open', openedAtMs: nowMs - 120_000 }), there(), null],
  ['different, while both were read', here({ touchedAtMs: nowMs - 1_000 }), null, null],
  ['declined there, and not here at all', null, there({ state: 'declined' }), null],

  ['held there only', null, there(), ['held_there_unknown_here', 'forced_correction']],
  [
    'refused here, held there',
    here({ state: 'not_attempted', charge: null }),
    there(),
    ['refused_here_held_there', 'tell_again'],
  ],
  [
    'voided here, held there, and it is being told',
    here({ charge: 'released', advices: told('void', 'waiting') }),
    there(),
    ['reversed_here_held_there', 'settles_itself'],
  ],
  [
    'reversed here, held there, and a person has to decide',
    here({ state: 'reversed', charge: null, advices: told('reversal', 'manual') }),
    there(),
    ['reversed_here_held_there', 'decide'],
  ],
  [
    'reversed here, held there, though it was acknowledged',
    here({ state: 'reversed', charge: null, advices: told('reversal', 'acknowledged') }),
    there(),
    ['reversed_here_held_there', 'tell_again'],
  ],
  [
    'reversed at both, and the issuer has not heard yet',
    here({ state: 'reversed', charge: null }),
    there({ state: 'reversed', reversalsOpen: 1 }),
    ['reversal_not_at_issuer', 'settles_itself'],
  ],
  ['approved here only', here(), null, ['approved_here_unknown_there', 'inquire']],
  [
    'approved here, under way there',
    here(),
    there({ state: 'sent' }),
    ['approved_here_unknown_there', 'inquire'],
  ],
  [
    'approved here, declined there',
    here(),
    there({ state: 'declined' }),
    ['approved_here_refused_there', 'forced_correction'],
  ],
  [
    'held here, reversed there',
    here(),
    there({ state: 'reversed' }),
    ['held_here_reversed_there', 'forced_correction'],
  ],
  ['held for less there', here(), there({ amountMinor: 9_999n }), ['amount_differs', 'inquire']],
  ['held in another currency', here(), there({ currency: 'EUR' }), ['amount_differs', 'inquire']],
  [
    'captured here, and it is being told',
    here({ ...captured, advices: told('capture', 'waiting') }),
    there(),
    ['captured_here_not_there', 'settles_itself'],
  ],
  ['captured here only', here(captured), there(), ['captured_here_not_there', 'tell_again']],
  [
    'captured there only',
    here(),
    there({ capturedMinor: 10_000n }),
    ['captured_there_not_here', 'forced_correction'],
  ],
  [
    'captured there, reversed here',
    here({ state: 'reversed', charge: null }),
    there({ capturedMinor: 10_000n }),
    ['captured_there_not_here', 'forced_correction'],
  ],
  [
    'refunded here, and a person has to decide',
    here({ ...captured, refundedMinor: 500n, advices: told('refund', 'manual') }),
    there({ capturedMinor: 10_000n }),
    ['refunded_here_not_there', 'decide'],
  ],
  [
    'refunded there only',
    here(captured),
    there({ capturedMinor: 10_000n, refundedMinor: 500n }),
    ['refunded_there_not_here', 'forced_correction'],
  ],
  [
    'open for an hour, and nothing is being told',
    here({ state: 'open', charge: null }),
    there(),
    ['open_too_long', 'inquire'],
  ],
  [
    'unknown for an hour, and its reversal is being told',
    here({ state: 'unknown', charge: null, advices: told('reversal', 'waiting') }),
    null,
    ['open_too_long', 'settles_itself'],
  ],
];

describe('an authorization that is', () => {
  test.each(table)('%s', (_what, ours, theirs, end) => {
    const found = classify({ here: ours, there: theirs }, nowMs);
    expect(found && [found.name, found.remedy]).toEqual(end);
  });

  test('in any way different is one of these cases', () => {
    const found = new Set(table.flatMap(([, , , end]) => end?.[0] ?? []));
    expect(names.filter((name) => !found.has(name))).toEqual([]);
  });
});
