// Random histories against a model of a few lines: what the book keeps must be what the model says,
// every refusal must be the model's, and the book must prove, whatever ran at the same time.

import { type TestDatabase, testDatabase, unit } from '@kassa/database';
import { idMaker } from '@kassa/ids';
import { currencyOf, money } from '@kassa/money';
import { unwrap } from '@kassa/result';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  balances,
  type Entry,
  migrations,
  openAccount,
  type Posting,
  post,
  prove,
  seal,
  type TransactionId,
} from './index.ts';

const bam = unwrap(currencyOf('BAM'));
const make = idMaker({
  nowMs: Date.now,
  randomBytes: (size) => crypto.getRandomValues(new Uint8Array(size)),
});
const paths = ['p0', 'p1', 'p2', 'p3'];
let opened: TestDatabase;
let histories = 0;

beforeAll(async () => {
  opened = await testDatabase([migrations]);
});
afterAll(() => opened.close());

type Step =
  | {
      readonly do: 'posted' | 'pending';
      readonly from: number;
      readonly to: number;
      readonly minor: number;
    }
  | { readonly do: 'post'; readonly which: number; readonly percent: number }
  | { readonly do: 'void' | 'expire'; readonly which: number };

const account = fc.integer({ min: 0, max: paths.length - 1 });
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({
    do: fc.constantFrom('posted' as const, 'pending' as const),
    from: account,
    to: account,
    minor: fc.integer({ min: 1, max: 400 }),
  }),
  fc.record({
    do: fc.constant('post' as const),
    which: fc.nat(9),
    percent: fc.integer({ min: 1, max: 130 }),
  }),
  fc.record({ do: fc.constantFrom('void' as const, 'expire' as const), which: fc.nat(9) }),
);

/** p0 is the bank (no floor, debit side); the others are customers with 500 each and floor 0. */
async function openBook(): Promise<string> {
  histories += 1;
  const accountId = `history${histories}`;
  const accounts = paths.map((path, at) =>
    openAccount({
      accountId,
      path,
      currency: bam,
      normal: at === 0 ? 'debit' : 'credit',
      floor: at === 0 ? null : 0n,
      name: path,
    }),
  );
  const opening: Posting[] = paths.slice(1).map((path) => ({
    ...common(accountId),
    kind: 'posted',
    entries: moving('p0', path, 500),
  }));
  expect((await opened.db.commit(unit(...accounts, post(opening)))).ok).toBe(true);
  return accountId;
}

const common = (accountId: string) => ({ accountId, id: make('ltx'), at: 1, description: 'step' });
const moving = (from: string, to: string, minor: number): Entry[] => [
  { account: from, side: 'debit', amount: money(bam, minor) },
  { account: to, side: 'credit', amount: money(bam, minor) },
];
const path = (at: number) => paths[at] ?? 'p0';

type Hold = {
  readonly id: TransactionId;
  readonly from: number;
  readonly to: number;
  readonly minor: number;
  open: boolean;
};
type Model = { readonly posted: number[]; readonly held: number[]; readonly holds: Hold[] };

/** Money that leaves a customer, now or maybe later, must be there; the bank may owe without end. */
function canLeave(model: Model, from: number, minor: number): boolean {
  return from === 0 || (model.posted[from] ?? 0) - (model.held[from] ?? 0) >= minor;
}

function applyMove(model: Model, from: number, to: number, minor: number): void {
  model.posted[from] = (model.posted[from] ?? 0) - minor;
  model.posted[to] = (model.posted[to] ?? 0) + minor;
}

/** The posting of a step and what the model expects of it; the model moves on. */
function judge(
  model: Model,
  accountId: string,
  wanted: Step,
): { posting: Posting; expected: string } {
  if ('minor' in wanted) {
    const { from, to, minor } = wanted;
    const posting: Posting = {
      ...common(accountId),
      kind: wanted.do,
      entries: moving(path(from), path(to), minor),
    };
    // To oneself: debit and credit cancel out when posted; a hold holds the debit all the same.
    const isRefused = wanted.do === 'posted' && from === to ? false : !canLeave(model, from, minor);
    if (isRefused) return { posting, expected: 'insufficient_funds' };
    if (wanted.do === 'posted') applyMove(model, from, to, minor);
    else {
      model.held[from] = (model.held[from] ?? 0) + minor;
      model.holds.push({ id: posting.id, from, to, minor, open: true });
    }
    return { posting, expected: 'ok' };
  }
  const hold = model.holds[wanted.which % Math.max(model.holds.length, 1)];
  const pendingId = hold?.id ?? make('ltx');
  const amount = hold && wanted.do === 'post' ? Math.ceil((hold.minor * wanted.percent) / 100) : 0;
  const posting: Posting =
    wanted.do === 'post'
      ? {
          ...common(accountId),
          kind: 'post',
          pendingId,
          entries: moving(path(hold?.from ?? 0), path(hold?.to ?? 0), Math.max(amount, 1)),
        }
      : { ...common(accountId), kind: wanted.do, pendingId, entries: [] };
  if (!hold?.open) return { posting, expected: 'pending_not_open' };
  if (amount > hold.minor) return { posting, expected: 'exceeds_pending' };
  hold.open = false;
  model.held[hold.from] = (model.held[hold.from] ?? 0) - hold.minor;
  if (wanted.do === 'post') applyMove(model, hold.from, hold.to, amount);
  return { posting, expected: 'ok' };
}

const commit = async (posting: Posting): Promise<string> => {
  const done = await opened.db.commit(post([posting]));
  if (done.ok) return 'ok';
  return done.error.code === 'refused' ? done.error.reason : JSON.stringify(done.error);
};

describe('a random history', () => {
  test('one step after the other: balances and refusals are those of the model', async () => {
    const run = async (steps: Step[]) => {
      const accountId = await openBook();
      const model: Model = { posted: [-1500, 500, 500, 500], held: [0, 0, 0, 0], holds: [] };
      for (const wanted of steps) {
        const { posting, expected } = judge(model, accountId, wanted);
        expect(await commit(posting)).toBe(expected);
      }
      const kept = await balances(opened.db, { accountId });
      const sides = kept.map(({ posted, normal }) =>
        normal === 'credit' ? Number(posted.minor) : -Number(posted.minor),
      );
      expect(sides).toEqual(model.posted);
      expect(kept.slice(1).map(({ pendingOut }) => Number(pendingOut.minor))).toEqual(
        model.held.slice(1),
      );
    };
    await fc.assert(fc.asyncProperty(fc.array(step, { maxLength: 30 }), run), { numRuns: 40 });
    expect((await prove(opened.db)).findings).toEqual([]);
  });

  test('many at once: no customer below zero, and every book balances', async () => {
    const run = async (steps: Step[]) => {
      const accountId = await openBook();
      const model: Model = { posted: [], held: [], holds: [] };
      const blank = { posted: [0, 9e9, 9e9, 9e9], held: [0, 0, 0, 0], holds: model.holds };
      // Holds first, so that the steps that race have something to resolve.
      const postings = steps.map((wanted) => judge(blank, accountId, wanted).posting);
      const [holds, others] = [
        postings.filter(({ kind }) => kind === 'pending'),
        postings.filter(({ kind }) => kind !== 'pending'),
      ];
      await Promise.all(holds.map(commit));
      await Promise.all([...others.map(commit), seal(opened.db, { nowMs: 1 })]);
      for (const { path: of, available } of await balances(opened.db, { accountId })) {
        if (of !== 'p0') expect(available.minor).toBeGreaterThanOrEqual(0n);
      }
    };
    await fc.assert(fc.asyncProperty(fc.array(step, { minLength: 10, maxLength: 40 }), run), {
      numRuns: 15,
    });
    await opened.untilOthersEnd();
    while ((await seal(opened.db, { nowMs: 1 })) > 0);
    const proof = await prove(opened.db);
    expect(proof.findings).toEqual([]);
    expect(proof.sealed).toBe(proof.transactions);
  });
});
