import { describe, expect, test } from 'vitest';
import { comparePositions, type Position, printProof } from './index.ts';

const says = (other: string, minor: string, extra: Partial<Position> = {}): Position => ({
  with: other,
  what: 'settlement',
  currency: 'BAM',
  minor,
  ...extra,
});

describe('positions of two parties', () => {
  test.each([
    ['mirror images agree', [says('b', '970')], [says('a', '-970')], 1, 0],
    ['the same sign twice is a disagreement', [says('b', '970')], [says('a', '970')], 0, 1],
    ['another amount is a disagreement', [says('b', '970')], [says('a', '-971')], 0, 1],
    ['a missing side is a disagreement', [says('b', '970')], [], 0, 1],
    ['nothing open on one side and silence on the other agree', [says('b', '0')], [], 1, 0],
    [
      'what is told and not yet acknowledged may be missing on the other side',
      [says('b', '970', { openMinor: '70' })],
      [says('a', '-900')],
      1,
      0,
    ],
    ['but no more than that', [says('b', '970', { openMinor: '69' })], [says('a', '-900')], 0, 1],
    ['parts of one subject are summed', [says('b', '3'), says('b', '4')], [says('a', '-7')], 1, 0],
    [
      'currencies and references stand alone',
      [says('b', '5'), says('b', '5', { currency: 'NOK' }), says('b', '5', { reference: 'r' })],
      [says('a', '-5'), says('a', '-5', { currency: 'EUR' }), says('a', '-5', { reference: 'q' })],
      1,
      4,
    ],
  ])('%s', (_name, a, b, agree, disagree) => {
    const { agreements, disagreements } = comparePositions({ a, b });
    expect([agreements.length, disagreements.length]).toEqual([agree, disagree]);
    const turned = comparePositions({ b, a });
    expect(turned).toEqual({ agreements, disagreements });
  });

  test('are printed with what each says, and prove only together with the books', () => {
    const report = { party: 'a', ok: true, findings: [], counts: { transactions: 4 } };
    const good = comparePositions({ a: [says('b', '5')], b: [says('a', '-5')] });
    const bad = comparePositions({ a: [says('b', '5')], b: [] });
    expect(printProof([report], good).ok).toBe(true);
    expect(printProof([], good).ok).toBe(false);
    const proof = printProof([report], bad);
    expect(proof.ok).toBe(false);
    expect(proof.text).toContain('a / b    settlement  5 BAM       nothing      DISAGREE');
    const finding = { what: 'balance_differs', where: 'x', detail: 'kept 1' };
    const broken = printProof([{ ...report, ok: false, findings: [finding] }], good);
    expect(broken.ok).toBe(false);
    expect(broken.text).toContain('DOES NOT BALANCE');
    expect(broken.text).toContain('balance_differs');
  });
});
