import { column, type TestDatabase, testDatabase, type Unit, unit } from '@kassa/database';
import { idMaker } from '@kassa/ids';
import { currencyOf, money } from '@kassa/money';
import { unwrap } from '@kassa/result';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  balance,
  balances,
  type Entry,
  migrations,
  openAccount,
  type Posting,
  post,
  prove,
  type Side,
  transactions,
} from './index.ts';

const bam = unwrap(currencyOf('BAM'));
const nok = unwrap(currencyOf('NOK'));
const make = idMaker({
  nowMs: Date.now,
  randomBytes: (n) => crypto.getRandomValues(new Uint8Array(n)),
});
const accountId = 'plava';
let opened: TestDatabase;

beforeAll(async () => {
  opened = await testDatabase([migrations]);
});
afterAll(() => opened.close());

const open = (path: string, normal: Side, floor: bigint | null = null): Unit =>
  openAccount({ accountId, path, currency: bam, normal, floor, name: path });
const entry = (account: string, side: Side, minor: number): Entry => ({
  account,
  side,
  amount: money(bam, minor),
});
const move = (from: string, to: string, minor: number): Entry[] => [
  entry(from, 'debit', minor),
  entry(to, 'credit', minor),
];
const common = () => ({ accountId, id: make('ltx'), at: 1_700_000_000_000, description: 'test' });
const posted = (entries: Entry[]): Posting => ({ ...common(), kind: 'posted', entries });
const pending = (entries: Entry[]): Posting => ({ ...common(), kind: 'pending', entries });
const commit = async (...parts: Unit[]): Promise<string> => {
  const done = await opened.db.commit(unit(...parts));
  if (done.ok) return 'ok';
  return done.error.code === 'refused' ? done.error.reason : JSON.stringify(done.error);
};
const look = async (path: string) => {
  const found = await balance(opened.db, accountId, path, bam);
  if (!found) return undefined;
  return [found.posted, found.pendingIn, found.pendingOut, found.available].map((m) =>
    Number(m.minor),
  );
};

/** A customer with 100.00 and a settlement account, by names of their own. */
async function customer(name: string): Promise<{ from: string; to: string }> {
  const [from, to] = [`${name}:current`, `${name}:settlement`];
  const bank = `${name}:cash`;
  const opening = posted([entry(bank, 'debit', 10_000), entry(from, 'credit', 10_000)]);
  const accounts = [open(bank, 'debit'), open(from, 'credit', 0n), open(to, 'credit')];
  expect(await commit(...accounts, post([opening]))).toBe('ok');
  return { from, to };
}

describe('a posting', () => {
  test('moves kept balances, in the same unit that opens its accounts', async () => {
    const { from, to } = await customer('a');
    expect(await commit(post([posted(move(from, to, 3_000))]))).toBe('ok');
    expect(await look(from)).toEqual([7_000, 0, 0, 7_000]);
    expect(await look(to)).toEqual([3_000, 0, 0, 3_000]);
    expect(await look('nobody')).toBeUndefined();
  });

  test('is one round trip, also as an array that touches one account often', async () => {
    const { from, to } = await customer('b');
    const before = opened.db.roundTrips;
    const many = Array.from({ length: 10 }, () => posted(move(from, to, 1_000)));
    expect(await commit(post(many.slice(0, 5)), post(many.slice(5)))).toBe('ok');
    expect(opened.db.roundTrips - before).toBe(1);
    expect(await look(from)).toEqual([0, 0, 0, 0]);
  });

  test('is refused with its reason', async () => {
    const { from, to } = await customer('c');
    const refusal = (entries: Entry[]) => commit(post([posted(entries)]));
    expect(await refusal([entry(from, 'debit', 1), entry(to, 'credit', 2)])).toBe('unbalanced');
    expect(await refusal([])).toBe('unbalanced');
    expect(await refusal([entry(from, 'debit', 1)])).toBe('unbalanced');
    expect(await refusal(move(from, to, 10_001))).toBe('insufficient_funds');
    expect(await refusal(move(from, 'c:nobody', 1))).toBe('account_unknown');
    const kroner = money(nok, 5);
    expect(
      await refusal([
        { account: from, side: 'debit', amount: kroner },
        { account: to, side: 'credit', amount: kroner },
      ]),
    ).toBe('currency_mismatch');
    const once = posted(move(from, to, 1));
    expect(await commit(post([once]))).toBe('ok');
    expect(await commit(post([once]))).toContain('ledger_transaction_pk');
    expect(await look(from)).toEqual([9_999, 0, 0, 9_999]);
  });

  test('one refused posting undoes its neighbours and the rest of the unit', async () => {
    const { from, to } = await customer('d');
    const good = posted(move(from, to, 1));
    expect(
      await commit(open('d:other', 'debit'), post([good, posted(move(from, to, 99_999))])),
    ).toBe('insufficient_funds');
    expect(await look(from)).toEqual([10_000, 0, 0, 10_000]);
    expect(await look('d:other')).toBeUndefined();
  });

  test('that lifts an account is checked against the floor by what is left, not by what moved', async () => {
    const { from, to } = await customer('d2');
    // Out and in within one array: only the sum matters.
    const there = posted(move(from, to, 15_000));
    const back = posted(move(to, from, 6_000));
    expect(await commit(post([there, back]))).toBe('ok');
    expect(await look(from)).toEqual([1_000, 0, 0, 1_000]);
  });
});

describe('a pending transaction', () => {
  test('lowers what is available until it is posted, in part', async () => {
    const { from, to } = await customer('e');
    const hold = pending(move(from, to, 4_000));
    expect(await commit(post([hold]))).toBe('ok');
    expect(await look(from)).toEqual([10_000, 0, 4_000, 6_000]);
    expect(await look(to)).toEqual([0, 4_000, 0, 0]);
    expect(await commit(post([posted(move(from, to, 6_001))]))).toBe('insufficient_funds');
    const part: Posting = {
      ...common(),
      kind: 'post',
      pendingId: hold.id,
      entries: move(from, to, 2_500),
    };
    expect(await commit(post([part]))).toBe('ok');
    expect(await look(from)).toEqual([7_500, 0, 0, 7_500]);
    expect(await look(to)).toEqual([2_500, 0, 0, 2_500]);
  });

  test('is posted whole when the post names no entries', async () => {
    const { from, to } = await customer('f');
    const hold = pending(move(from, to, 4_000));
    const whole: Posting = { ...common(), kind: 'post', pendingId: hold.id, entries: [] };
    // Also within one array: hold and post of the same moment.
    expect(await commit(post([hold, whole]))).toBe('ok');
    expect(await look(from)).toEqual([6_000, 0, 0, 6_000]);
    const [last] = await transactions(opened.db, { accountId, account: from, limit: 1 });
    expect(last).toMatchObject({
      kind: 'post',
      pendingId: hold.id,
      entries: move(from, to, 4_000),
    });
  });

  test.each(['void', 'expire'] as const)('is released whole by %s', async (kind) => {
    const { from, to } = await customer(`g-${kind}`);
    const hold = pending(move(from, to, 4_000));
    const release: Posting = { ...common(), kind, pendingId: hold.id, entries: [] };
    await commit(post([hold]));
    expect(await commit(post([release]))).toBe('ok');
    expect(await look(from)).toEqual([10_000, 0, 0, 10_000]);
    expect(await look(to)).toEqual([0, 0, 0, 0]);
  });

  test('is resolved once, by whoever comes first', async () => {
    const { from, to } = await customer('h');
    const hold = pending(move(from, to, 4_000));
    await commit(post([hold]));
    const tries = await Promise.all(
      Array.from({ length: 8 }, (_, i) => {
        const kind = i % 2 ? 'void' : 'expire';
        return commit(post([{ ...common(), kind, pendingId: hold.id, entries: [] }]));
      }),
    );
    expect(tries.sort()).toEqual(['ok', ...Array(7).fill('pending_not_open')].sort());
    expect(await look(from)).toEqual([10_000, 0, 0, 10_000]);
  });

  test('cannot be posted above its amount, nor elsewhere, nor if there is none', async () => {
    const { from, to } = await customer('i');
    const hold = pending(move(from, to, 4_000));
    const plain = posted(move(from, to, 1));
    await commit(post([hold, plain]));
    const tried = (pendingId: `ltx_${string}`, entries: Entry[]) =>
      commit(post([{ ...common(), kind: 'post', pendingId, entries }]));
    expect(await tried(hold.id, move(from, to, 4_001))).toBe('exceeds_pending');
    expect(await tried(hold.id, move(to, from, 1))).toBe('exceeds_pending');
    expect(await tried(make('ltx'), move(from, to, 1))).toBe('pending_not_open');
    expect(await tried(plain.id, move(from, to, 1))).toBe('pending_not_open');
    expect(await look(from)).toEqual([9_999, 0, 4_000, 5_999]);
  });
});

describe('the book', () => {
  test('is append-only, and its entries balance whoever writes them', async () => {
    const { db } = opened;
    for (const table of ['ledger_transaction', 'ledger_entry', 'ledger_seal', 'ledger_block']) {
      await expect(db.exec(`delete from ${table}`)).rejects.toThrow(/append-only/);
      await expect(db.exec(`update ${table} set account_id = 'x'`)).rejects.toThrow(/append-only/);
      await expect(db.exec(`truncate ${table}`)).rejects.toThrow(/append-only/);
    }
    const [known] = await transactions(db, { accountId, limit: 1 });
    const added = `insert into ledger_entry values
      ('plava', '${known?.id}', 8, 'a:current', 'BAM', 'debit', 5)`;
    await expect(db.exec(added)).rejects.toThrow(/unbalanced/);
    await expect(
      db.exec(`${added}, ('plava', '${known?.id}', 9, 'a:current', 'BAM', 'credit', 5)`),
    ).rejects.toThrow(/without a transaction/);
  });

  test('is read by reference, by account and by pages, newest first', async () => {
    const { from, to } = await customer('k');
    const all = Array.from({ length: 5 }, () => ({
      ...posted(move(from, to, 10)),
      reference: 'RRN1',
    }));
    await commit(post(all));
    const first = await transactions(opened.db, { accountId, reference: 'RRN1', limit: 3 });
    expect(first.map(({ id }) => id)).toEqual(
      all
        .map(({ id }) => id)
        .reverse()
        .slice(0, 3),
    );
    const before = first[2]?.id ?? '';
    const rest = await transactions(opened.db, { accountId, reference: 'RRN1', before });
    expect(rest).toHaveLength(2);
    expect(await transactions(opened.db, { accountId, account: to })).toHaveLength(5);
    const paths = (await balances(opened.db, { accountId, pathPrefix: 'k:' })).map(
      ({ path }) => path,
    );
    expect(paths).toEqual(['k:cash', 'k:current', 'k:settlement']);
  });

  test('balances after all of this', async () => {
    const proof = await prove(opened.db);
    expect(proof.findings).toEqual([]);
    expect(proof.ok).toBe(true);
    expect(proof.transactions).toBeGreaterThan(20);
    const [{ drift } = { drift: 1n }] = await opened.db.query(
      {
        text: `select sum(case side when 'debit' then amount else -amount end) as drift from ledger_entry`,
      },
      (row) => ({ drift: column.big(row, 'drift') }),
    );
    expect(drift).toBe(0n);
  });
});
