// The judgement of a drill, without a world: pages are read as they are, and what did not hold is said.

import { describe, expect, test } from 'vitest';
import { drills } from './all-drills.ts';
import type { Purchase } from './buyer.ts';
import { failuresOf, type Run } from './drill.ts';
import { figuresOf } from './figures.ts';
import { hiddenFields, refreshOf } from './program-browser.ts';
import { commandOf, cutOffText, failuresText, lastLine, tableOf } from './report.ts';

const paid = (answeredMs: number): Purchase => ({
  ...{ orderUrl: 'http://shop/orders/D-2026-1/key', orderNumber: 'D-2026-1' },
  ...{ pressedAtMs: 0, answeredMs, endedMs: answeredMs, end: 'paid' },
});
const untold: Purchase = { ...paid(0), answeredMs: null, endedMs: null, end: 'no_answer' };
const refused: Purchase = { ...paid(50), end: 'refused' };
const quiet = { doubled: [], lost: [], unexplained: [], isProven: true, proof: '' };

const [drill] = drills;
if (drill === undefined) throw new Error('there are drills');
const mustHold = { saved: 0.5, answeredInTime: 1, addedWaitMs: 2_000, recoveredMs: 5_000 };
const run: Omit<Run, 'failures'> = {
  drill: { ...drill, mustHold },
  before: figuresOf([paid(100)]),
  during: figuresOf([paid(200), paid(300)]),
  usualWaitMs: 150,
  addedWaitMs: 100,
  recoveredMs: 400,
  verdict: quiet,
};

describe('a drill', () => {
  test('passes when all holds', () => {
    expect(failuresOf(run)).toEqual([]);
    expect(lastLine([{ ...run, failures: [] }], [], 1000)).toBe('PASS: 1 of 1 drills, in 1 s');
  });

  test('does not count the time in which nothing ran', () => {
    const dark = [{ fromMs: 1_000, toMs: 9_000 }];
    expect(figuresOf([paid(15_000)], dark)).toMatchObject({ answeredInTime: 1 });
    expect(figuresOf([paid(19_000)], dark)).toMatchObject({ answeredInTime: 0 });
  });

  test.each<[what: string, change: Partial<typeof run>, says: RegExp]>([
    ['nobody tried', { during: figuresOf([]) }, /nothing was tried/],
    ['too few were served', { during: figuresOf([paid(1), refused, refused]) }, /50 % were served/],
    ['one was told too late', { during: figuresOf([paid(1), paid(10_001)]) }, /within ten seconds/],
    ['one was not told', { during: figuresOf([paid(1), untold]) }, /within ten seconds/],
    ['the wait grew', { addedWaitMs: 2_001 }, /grew by more than 2000 ms/],
    ['nobody could pay again', { recoveredMs: null }, /nobody could pay after/],
    ['it took too long', { recoveredMs: 5_001 }, /no sale within 5000 ms/],
    ['one was charged twice', { verdict: { ...quiet, doubled: ['D-1'] } }, /paid twice: D-1/],
    ['an order was lost', { verdict: { ...quiet, lost: ['D-1'] } }, /not confirmed: D-1/],
    ['a payment hangs', { verdict: { ...quiet, unexplained: ['pi_1 is open'] } }, /pi_1 is open/],
    [
      'books differ',
      { verdict: { ...quiet, isProven: false, proof: 'by 1' } },
      /not proven:\nby 1/,
    ],
  ])('fails when %s', (_, change, says) => {
    const failures = failuresOf({ ...run, ...change });
    expect(failures).toHaveLength(1);
    expect(failures[0]).toMatch(says);
    const failed = { ...run, ...change, failures };
    expect(tableOf([failed])).toContain('FAILED');
    const again = (name: string) => commandOf(name, { shoppers: 50, kills: undefined, seed: 7 });
    expect(failuresText([failed], again)).toMatch(says);
    expect(failuresText([failed], again)).toMatch(/again: npm run drill -- \S+ .*--seed 7$/);
    expect(lastLine([failed], [], 1000)).toMatch(/^FAIL: 1 of 1/);
    const cutOff = [{ name: 'bank-down', reason: 'the world did not get ready' }];
    expect(cutOffText(cutOff, (name) => `npm run drill -- ${name}`)).toBe(
      'bank-down was cut off:\n  the world did not get ready\n  again: npm run drill -- bank-down',
    );
    expect(lastLine([failed], cutOff, 1000)).toMatch(/^FAIL: 2 of 2 drills .*bank-down/);
  });

  test('has a name of its own', () => {
    expect(new Set(drills.map(({ name }) => name)).size).toBe(drills.length);
  });
});

describe('a page', () => {
  const page = (text: string) => ({ status: 200, url: 'http://gateway/c/cs_1', text });

  test('has its hidden fields', () => {
    const text = '<input type="hidden" name="seen[none]" value="900"/><input name="a" value="b"/>';
    expect(hiddenFields(page(text))).toEqual({ 'seen[none]': '900' });
  });

  test.each([
    ['<meta http-equiv="refresh" content="3;url=/c/cs_1/wait?look=1"/>', 3, '/c/cs_1/wait?look=1'],
    ['<meta http-equiv="refresh" content="5"/>', 5, '/c/cs_1'],
  ])('leads on by %s', (text, seconds, path) => {
    expect(refreshOf(page(text))).toEqual({ seconds, url: `http://gateway${path}` });
  });

  test('may stay', () => {
    expect(refreshOf(page('<h1>Thanks</h1>'))).toBeUndefined();
  });
});
