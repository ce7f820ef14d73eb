// Seals transactions into the hash chain, and proves a whole book. Sealing runs behind the writers:
// they never wait for it, and it never seals what could still be preceded.

import { column, type Database, type Queries } from '@kassa/database';

export type Finding = {
  /** What kind of damage: `transaction_changed`, `balance_differs`, `chain_broken` … */
  readonly what: string;
  /** Which row: account_id and the transaction, account or block. */
  readonly where: string;
  readonly detail: string;
};

export type BookProof = {
  readonly ok: boolean;
  readonly findings: readonly Finding[];
  readonly transactions: number;
  readonly entries: number;
  readonly accounts: number;
  readonly sealed: number;
};

/** Seals up to `limit` transactions; the number sealed, 0 also while another sealer is at work. */
export async function seal(
  db: Queries,
  { limit = 1000, nowMs }: { readonly limit?: number; readonly nowMs: number },
): Promise<number> {
  const sealed = await db.one(
    { name: 'ledger_seal', text: 'select ledger_seal_next($1, $2) as n', values: [limit, nowMs] },
    (row) => column.integer(row, 'n'),
  );
  return Math.max(sealed ?? 0, 0);
}

/** Judges the whole book as it is at this moment. At most 100 findings are named. */
export async function prove(db: Database): Promise<BookProof> {
  // One snapshot for findings and counts: the book goes on being written meanwhile.
  return db.transaction(async (tx) => {
    await tx.exec('set transaction isolation level repeatable read, read only');
    const findings = await tx.query(
      { text: 'select what, place, detail from ledger_findings() limit 100' },
      (row) => ({
        what: column.text(row, 'what'),
        where: column.text(row, 'place'),
        detail: column.textOrNull(row, 'detail') ?? '',
      }),
    );
    const [counts] = await tx.query(
      {
        text: `
          select
            (select count(*) from ledger_transaction) as transactions,
            (select count(*) from ledger_entry) as entries,
            (select count(*) from ledger_account) as accounts,
            (select count(*) from ledger_seal) as sealed`,
      },
      (row) => ({
        transactions: column.integer(row, 'transactions'),
        entries: column.integer(row, 'entries'),
        accounts: column.integer(row, 'accounts'),
        sealed: column.integer(row, 'sealed'),
      }),
    );
    const none = { transactions: 0, entries: 0, accounts: 0, sealed: 0 };
    return { ok: findings.length === 0, findings, ...(counts ?? none) };
  });
}
