import { column, type TestDatabase, testDatabase, toJson, unit } from '@kassa/database';
import { idMaker } from '@kassa/ids';
import { silentLog } from '@kassa/log';
import { currencyOf, money } from '@kassa/money';
import { unwrap } from '@kassa/result';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { migrations, openAccount, type Posting, post, prove, seal, startSealer } from './index.ts';

const bam = unwrap(currencyOf('BAM'));
const make = idMaker({
  nowMs: Date.now,
  randomBytes: (size) => crypto.getRandomValues(new Uint8Array(size)),
});
let opened: TestDatabase;
let ids: string[];
const nowMs = 1_700_000_000_000;

beforeEach(async () => {
  opened = await testDatabase([migrations]);
  const accounts = ['a', 'b'].flatMap((path) =>
    ['m1', 'm2'].map((accountId) =>
      openAccount({ accountId, path, currency: bam, normal: 'credit', name: path }),
    ),
  );
  expect((await opened.db.commit(unit(...accounts))).ok).toBe(true);
  ids = [];
  for (let i = 0; i < 6; i += 1) ids.push(await write(i % 3 === 2 ? 'm2' : 'm1', 100 + i));
  await opened.untilOthersEnd();
});
afterEach(() => opened.close());

function posting(accountId: string, minor: number): Posting {
  return {
    accountId,
    id: make('ltx'),
    at: nowMs,
    kind: 'posted',
    description: `payment of ${minor}`,
    entries: [
      { account: 'a', side: 'debit', amount: money(bam, minor) },
      { account: 'b', side: 'credit', amount: money(bam, minor) },
    ],
  };
}

async function write(accountId: string, minor: number): Promise<string> {
  const one = posting(accountId, minor);
  expect((await opened.db.commit(post([one]))).ok).toBe(true);
  return one.id;
}

/** The call that a unit with this posting makes. */
function written(accountId: string, minor: number): [string, unknown[]] {
  const [call] = post([posting(accountId, minor)]).calls ?? [];
  return ['select ledger_post($1::jsonb)', [toJson(call?.arg ?? [])]];
}

/** What somebody with all rights on the database may do behind the book's back. */
async function tamper(sql: string): Promise<void> {
  const tables = ['transaction', 'entry', 'seal', 'block'].map((name) => `ledger_${name}`);
  const all = (what: string) => tables.map((name) => `alter table ${name} ${what} trigger user`);
  await opened.db.exec([...all('disable'), sql, ...all('enable')].join(';'));
}

const found = async () => {
  const { findings } = await prove(opened.db);
  return findings.map(({ what, where }) => `${what}: ${where}`).sort();
};

describe('the seal', () => {
  test('covers each transaction once, in chains of blocks, and a whole book proves', async () => {
    expect(await seal(opened.db, { nowMs, limit: 4 })).toBe(4);
    expect(await seal(opened.db, { nowMs, limit: 4 })).toBe(2);
    expect(await seal(opened.db, { nowMs })).toBe(0);
    await write('m1', 7);
    await opened.untilOthersEnd();
    expect(await seal(opened.db, { nowMs })).toBe(1);
    const proof = await prove(opened.db);
    expect(proof).toEqual({
      ok: true,
      findings: [],
      transactions: 7,
      entries: 14,
      accounts: 4,
      sealed: 7,
    });
    const blocks = await opened.db.query(
      { text: 'select account_id, first_seal, last_seal from ledger_block order by 1, number' },
      (row) => [column.text(row, 'account_id'), column.big(row, 'first_seal')].join(' '),
    );
    expect(blocks).toEqual(['m1 1', 'm1 4', 'm1 5', 'm2 1', 'm2 2']);
  });

  test('waits for what is still being written', async () => {
    await opened.db.transaction(async (slow) => {
      await slow.exec('select pg_current_xact_id()');
      await write('m1', 8);
      // The six of before, not the one that a slower writer might still precede.
      expect(await seal(opened.db, { nowMs })).toBe(6);
    });
    await opened.untilOthersEnd();
    expect(await seal(opened.db, { nowMs })).toBe(1);
  });

  test('is the work of one sealer at a time', async () => {
    const sealed = await Promise.all(
      Array.from({ length: 6 }, () => seal(opened.db, { nowMs, limit: 3 })),
    );
    const total = sealed.reduce((sum, count) => sum + count, 0);
    expect(total).toBeGreaterThanOrEqual(3);
    while ((await seal(opened.db, { nowMs, limit: 3 })) > 0);
    expect(await prove(opened.db)).toMatchObject({ ok: true, sealed: 6 });
  });

  test('takes place by itself behind the writers', async () => {
    await using _sealer = startSealer(opened.db, {
      everyMs: 1,
      nowMs: () => nowMs,
      log: silentLog,
    });
    while ((await prove(opened.db)).sealed < 6);
    expect((await prove(opened.db)).ok).toBe(true);
  });

  test('misses nothing of what is written beside it', async () => {
    let writing = 3;
    const writer = async () => {
      for (let count = 0; count < 250; count += 1) {
        await opened.db.transaction((tx) => tx.exec(...written('m1', 1)));
      }
      writing -= 1;
    };
    const sealer = async () => {
      while (writing > 0) await seal(opened.db, { nowMs });
    };
    await Promise.all([writer(), writer(), writer(), sealer()]);
    while ((await seal(opened.db, { nowMs })) > 0);
    expect(await found()).toEqual([]);
    expect(await prove(opened.db)).toMatchObject({ ok: true, sealed: 756 });
  });
});

describe('the proof', () => {
  beforeEach(async () => {
    await seal(opened.db, { nowMs, limit: 3 });
    await seal(opened.db, { nowMs, limit: 3 });
  });

  test('names a changed transaction', async () => {
    await tamper(`update ledger_transaction set description = 'gift' where id = '${ids[1]}'`);
    expect(await found()).toEqual([`transaction_changed: m1 ${ids[1]}`]);
  });

  test('names the account and the transaction of a changed amount', async () => {
    await tamper(`update ledger_entry set amount = 1 where transaction_id = '${ids[2]}'`);
    expect(await found()).toEqual([
      'balance_differs: m2 a BAM',
      'balance_differs: m2 b BAM',
      `transaction_changed: m2 ${ids[2]}`,
    ]);
  });

  test('names a transaction that does not balance', async () => {
    await tamper(
      `update ledger_entry set amount = 1 where transaction_id = '${ids[0]}' and line = 1`,
    );
    expect(await found()).toContain(`unbalanced: m1 ${ids[0]}`);
  });

  test('names a deleted transaction', async () => {
    await tamper(`delete from ledger_entry where transaction_id = '${ids[3]}';
      delete from ledger_transaction where id = '${ids[3]}'`);
    expect(await found()).toContain(`transaction_missing: m1 ${ids[3]}`);
  });

  test('names entries that were left or put without a transaction', async () => {
    await tamper(`delete from ledger_transaction where id = '${ids[3]}'`);
    expect(await found()).toContain(`entry_without_transaction: m1 ${ids[3]}`);
  });

  test('names a transaction that was slipped in among sealed ones', async () => {
    const late = make('ltx');
    await tamper(`
      insert into ledger_transaction (account_id, id, at_ms, kind, description, xid)
        select 'm1', '${late}', 1, 'posted', 'slipped in', xid
        from ledger_transaction where id = '${ids[0]}';
      insert into ledger_entry values
        ('m1', '${late}', 1, 'a', 'BAM', 'debit', 5), ('m1', '${late}', 2, 'b', 'BAM', 'credit', 5);
      update ledger_account set posted_debit = posted_debit + 5
        where account_id = 'm1' and path = 'a';
      update ledger_account set posted_credit = posted_credit + 5
        where account_id = 'm1' and path = 'b'`);
    expect(await found()).toEqual([`transaction_inserted: m1 ${late}`]);
  });

  test('names a block whose seals were reordered', async () => {
    await tamper(`
      update ledger_seal set number = 99 where account_id = 'm1' and number = 1;
      update ledger_seal set number = 1 where account_id = 'm1' and number = 2;
      update ledger_seal set number = 2 where account_id = 'm1' and number = 99`);
    expect(await found()).toEqual(['block_changed: m1 block 1']);
  });

  test('names a chain that lost its end, or its middle', async () => {
    await tamper(`delete from ledger_seal where account_id = 'm1' and number > 2;
      delete from ledger_block where account_id = 'm1' and number = 2`);
    expect(await found()).toEqual(
      expect.arrayContaining(['chain_cut: m1', `transaction_inserted: m1 ${ids[3]}`]),
    );
  });

  test('names a re-sealed block by the block after it', async () => {
    await tamper(
      `update ledger_block set hash = sha256('x') where account_id = 'm1' and number = 1`,
    );
    expect(await found()).toEqual(
      expect.arrayContaining(['block_changed: m1 block 1', 'chain_broken: m1 block 2']),
    );
  });

  test('names a balance that was changed alone', async () => {
    await tamper(`update ledger_account set posted_credit = 1000000
      where account_id = 'm1' and path = 'a'`);
    expect(await found()).toEqual(['balance_differs: m1 a BAM']);
  });
});
