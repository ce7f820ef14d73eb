// SQL of presentments: what they lean on, and what is kept of them.

import type { Presentment } from '@kassa/clearing-file';
import { column, type Queries, type RawRow, type Unit } from '@kassa/database';
import {
  type AuthorizationFacts,
  type Covered,
  isLastPart,
  partOf,
  presentedKey,
} from './decide.ts';
import type { Priced } from './rates.ts';

export type StoredFile = { readonly digest: string; readonly answer: string };

export function findFile(
  db: Queries,
  acquirerId: string,
  fileId: string,
): Promise<StoredFile | undefined> {
  return db.one(
    {
      text: 'select digest, answer from presentment_file where acquirer_id = $1 and file_id = $2',
      values: [acquirerId, fileId],
    },
    (row) => ({ digest: column.text(row, 'digest'), answer: column.text(row, 'answer') }),
  );
}

const statuses = ['sent', 'approved', 'declined', 'unanswered', 'reversed'] as const;
const products = ['consumer_debit', 'consumer_credit', 'commercial'] as const;

function decodeFacts(row: RawRow): AuthorizationFacts {
  return {
    id: column.text(row, 'id'),
    rrn: column.text(row, 'rrn'),
    issuerId: column.text(row, 'issuer_id'),
    product: column.oneOf(row, 'product', products),
    cardCountry: column.text(row, 'card_country'),
    merchantCountry: column.text(row, 'merchant_country'),
    cardFingerprint: column.text(row, 'card_fingerprint'),
    status: column.oneOf(row, 'status', statuses),
    authorizationCode: column.textOrNull(row, 'authorization_code'),
    currency: column.text(row, 'currency'),
    remainingMinor: column.big(row, 'remaining_minor'),
    presentedMinor: column.big(row, 'presented_minor'),
    refundedMinor: column.big(row, 'refunded_minor'),
    sentAtMs: column.integer(row, 'sent_at_ms'),
  };
}

/** The authorizations that these items lean on, by RRN. */
export async function loadAuthorizations(
  db: Queries,
  acquirerId: string,
  items: readonly Presentment[],
): Promise<ReadonlyMap<string, AuthorizationFacts>> {
  const rrns = items.map((item) => (item.isCredit ? (item.originalRrn ?? '') : item.rrn));
  const rows = await db.query(
    {
      text: `
        select *
        from switch_authorization
        where acquirer_id = $1 and rrn = any($2)`,
      values: [acquirerId, [...new Set(rrns)]],
    },
    decodeFacts,
  );
  return new Map(rows.map((row) => [row.rrn, row]));
}

/** What was presented before under these RRNs or ARNs, as presentedKey has it, and ARNs. */
export async function loadPresented(
  db: Queries,
  acquirerId: string,
  items: readonly Presentment[],
): Promise<ReadonlySet<string>> {
  const rows = await db.query(
    {
      text: `
        select rrn, is_credit, part, arn
        from presentment
        where acquirer_id = $1 and rrn = any($2)
        union
        select rrn, is_credit, part, arn
        from presentment
        where acquirer_id = $1 and arn = any($3)`,
      values: [acquirerId, items.map((item) => item.rrn), items.map((item) => item.arn)],
    },
    (row) => [
      presentedKey({
        rrn: column.text(row, 'rrn'),
        isCredit: column.bool(row, 'is_credit'),
        part: column.integer(row, 'part'),
      }),
      column.text(row, 'arn'),
    ],
  );
  return new Set(rows.flat());
}

export type AcceptedFile = {
  readonly acquirerId: string;
  readonly fileId: string;
  readonly digest: string;
  readonly businessDate: string;
  readonly items: number;
  readonly answer: string;
  readonly atMs: number;
};

export function insertFile(file: AcceptedFile): Unit {
  return {
    inserts: [
      {
        table: 'presentment_file',
        rows: [
          {
            acquirer_id: file.acquirerId,
            file_id: file.fileId,
            digest: file.digest,
            business_date: file.businessDate,
            received_at_ms: file.atMs,
            items: file.items,
            answer: file.answer,
          },
        ],
      },
    ],
  };
}

export type Accepted = Covered & {
  readonly id: string;
  readonly priced: Priced;
  readonly sealedItem: string;
};

export function insertPresentments(file: AcceptedFile, accepted: readonly Accepted[]): Unit {
  return {
    inserts: [
      {
        table: 'presentment',
        rows: accepted.map(({ id, item, authorization, priced, sealedItem }) => ({
          id,
          acquirer_id: file.acquirerId,
          file_id: file.fileId,
          sequence: item.sequence,
          authorization_id: authorization.id,
          issuer_id: authorization.issuerId,
          rrn: item.rrn,
          is_credit: item.isCredit,
          part: partOf(item),
          arn: item.arn,
          card_masked: item.pan.masked,
          mid: item.mid,
          merchant_name: item.merchantName,
          amount_minor: item.amount.minor,
          currency: item.amount.currency,
          captured_at_ms: item.capturedAt,
          accepted_at_ms: file.atMs,
          rate_id: priced.rateId,
          interchange_minor: priced.interchange.minor,
          scheme_fee_minor: priced.schemeFee.minor,
          eci: item.eci ?? null,
          sealed_item: sealedItem,
        })),
      },
    ],
    calls: [
      {
        fn: 'clearing_present',
        arg: accepted.map(({ item, authorization }) => ({
          id: authorization.id,
          presented_minor: item.isCredit ? 0n : item.amount.minor,
          refunded_minor: item.isCredit ? item.amount.minor : 0n,
          is_last: isLastPart(item),
        })),
      },
    ],
  };
}
