// SQL of the directory server.

import { column, type Queries, type Unit } from '@kassa/database';

export type NewTransaction = {
  readonly dsTransId: string;
  readonly threeDSServerTransId: string;
  readonly threeDSServerUrl: string;
  readonly issuerId: string | null;
  readonly cardMasked: string;
  readonly atMs: number;
};

export function insertTransaction(transaction: NewTransaction): Unit {
  return {
    inserts: [
      {
        table: 'directory_transaction',
        rows: [
          {
            ds_trans_id: transaction.dsTransId,
            three_ds_server_trans_id: transaction.threeDSServerTransId,
            three_ds_server_url: transaction.threeDSServerUrl,
            issuer_id: transaction.issuerId,
            card_masked: transaction.cardMasked,
            created_at_ms: transaction.atMs,
          },
        ],
      },
    ],
  };
}

/** `outcome` is the transStatus of the ARes, or `Erro` and its code. */
export function recordOutcome(dsTransId: string, outcome: string, acsTransId: string | null): Unit {
  return {
    updates: [
      {
        as: 'transaction_known',
        table: 'directory_transaction',
        key: { ds_trans_id: dsTransId },
        set: { outcome, acs_trans_id: acsTransId },
      },
    ],
  };
}

export function recordResults(dsTransId: string, outcome: string, atMs: number): Unit {
  return {
    updates: [
      {
        as: 'transaction_known',
        table: 'directory_transaction',
        key: { ds_trans_id: dsTransId },
        set: { results_outcome: outcome, results_at_ms: atMs },
      },
    ],
  };
}

export type KnownTransaction = {
  readonly threeDSServerTransId: string;
  readonly threeDSServerUrl: string;
  readonly acsTransId: string | null;
  readonly issuerId: string | null;
};

export function findTransaction(
  db: Queries,
  dsTransId: string,
): Promise<KnownTransaction | undefined> {
  return db.one(
    {
      name: 'directory_find_transaction',
      text: `
        select three_ds_server_trans_id, three_ds_server_url, acs_trans_id, issuer_id
        from directory_transaction
        where ds_trans_id = $1`,
      values: [dsTransId],
    },
    (row) => ({
      threeDSServerTransId: column.text(row, 'three_ds_server_trans_id'),
      threeDSServerUrl: column.text(row, 'three_ds_server_url'),
      acsTransId: column.textOrNull(row, 'acs_trans_id'),
      issuerId: column.textOrNull(row, 'issuer_id'),
    }),
  );
}

/** What is older answers no result any more: an ACS tells it within the challenge's ten minutes. */
export function forgetTransactions(db: Queries, beforeMs: number): Promise<number> {
  return db.exec('delete from directory_transaction where created_at_ms < $1', [beforeMs]);
}
