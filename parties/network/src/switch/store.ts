// SQL of the switch: authorizations and the advices it has taken over.

import { column, type Queries, type RawRow, type Unit } from '@kassa/database';
import { decodeCardAcceptor, type Message } from '@kassa/iso8583';
import type { Reversal, ReversedFacts, Routed } from './decide.ts';

export type AuthorizationRow = ReversedFacts & {
  readonly id: string;
  readonly acquirerId: string;
  readonly issuerId: string | null;
  readonly rrn: string;
  readonly stan: string;
  readonly amountMinor: bigint;
  readonly responseCode: string | null;
  readonly authorizationCode: string | null;
  readonly sealedRequest: string | null;
  readonly cardFingerprint: string;
  readonly currency: string;
  /** The id of what this one has grown. */
  readonly incrementOf: string | null;
};

const statuses = ['sent', 'approved', 'declined', 'unanswered', 'reversed'] as const;

function decodeAuthorization(row: RawRow): AuthorizationRow {
  return {
    id: column.text(row, 'id'),
    acquirerId: column.text(row, 'acquirer_id'),
    issuerId: column.textOrNull(row, 'issuer_id'),
    rrn: column.text(row, 'rrn'),
    stan: column.text(row, 'stan'),
    status: column.oneOf(row, 'status', statuses),
    amountMinor: column.big(row, 'amount_minor'),
    remainingMinor: column.big(row, 'remaining_minor'),
    presentedMinor: column.big(row, 'presented_minor'),
    responseCode: column.textOrNull(row, 'response_code'),
    authorizationCode: column.textOrNull(row, 'authorization_code'),
    sealedRequest: column.textOrNull(row, 'sealed_request'),
    cardFingerprint: column.text(row, 'card_fingerprint'),
    currency: column.text(row, 'currency'),
    incrementOf: column.textOrNull(row, 'increment_of'),
  };
}

export function findAuthorization(
  db: Queries,
  acquirerId: string,
  rrn: string,
): Promise<AuthorizationRow | undefined> {
  return db.one(
    {
      name: 'switch_find_authorization',
      text: 'select * from switch_authorization where acquirer_id = $1 and rrn = $2',
      values: [acquirerId, rrn],
    },
    decodeAuthorization,
  );
}

export function loadAuthorization(db: Queries, id: string): Promise<AuthorizationRow | undefined> {
  return db.one(
    {
      name: 'switch_load_authorization',
      text: 'select * from switch_authorization where id = $1',
      values: [id],
    },
    decodeAuthorization,
  );
}

/** Those whose request left, or may have, and whose answer was never recorded. */
export function loadOpenAuthorizations(db: Queries): Promise<AuthorizationRow[]> {
  return db.query(
    {
      text: `
        select *
        from switch_authorization
        where sealed_request is not null and status = 'sent'
        order by sent_at_ms
        limit 10000`,
    },
    decodeAuthorization,
  );
}

export type NewAuthorization = {
  readonly id: string;
  readonly atMs: number;
  readonly fingerprint: string;
  readonly sealedRequest: string | null;
  readonly status: ReversedFacts['status'];
  readonly incrementOf: string | null;
};

export function insertAuthorization(
  message: Message,
  routed: Routed,
  fresh: NewAuthorization,
): Unit {
  const { fields } = message;
  return {
    inserts: [
      {
        table: 'switch_authorization',
        rows: [
          {
            id: fresh.id,
            acquirer_id: routed.acquirer.id,
            rrn: fields[37],
            stan: fields[11],
            transmitted_at: fields[7],
            tid: fields[41],
            mid: fields[42]?.trimEnd(),
            mcc: fields[18] ?? '',
            merchant_country: decodeCardAcceptor(fields[43] ?? '').country,
            issuer_id: routed.issuer.id,
            product: routed.range.product,
            card_country: routed.range.country,
            card_fingerprint: fresh.fingerprint,
            card_masked: routed.pan.masked,
            amount_minor: routed.amount.minor,
            currency: routed.amount.currency,
            status: fresh.status,
            sealed_request: fresh.sealedRequest,
            sent_at_ms: fresh.atMs,
            increment_of: fresh.incrementOf,
          },
        ],
      },
    ],
  };
}

export type Outcome = {
  readonly status: 'approved' | 'declined' | 'unanswered';
  readonly responseCode: string;
  readonly authorizationCode: string | null;
  readonly remainingMinor: bigint;
  readonly atMs: number;
};

/** Closes an authorization that is still open; a reversal that came meanwhile stays. */
export function closeAuthorization(id: string, outcome: Outcome): Unit {
  return {
    updates: [
      {
        as: 'authorization_open',
        table: 'switch_authorization',
        key: { id },
        expect: { status: 'sent' },
        set: {
          status: outcome.status,
          response_code: outcome.responseCode,
          authorization_code: outcome.authorizationCode,
          remaining_minor: outcome.remainingMinor,
          answered_at_ms: outcome.atMs,
          // Kept while the outcome is unknown: a late approval must be undone with the card's number.
          ...(outcome.status !== 'unanswered' && { sealed_request: null }),
        },
      },
    ],
  };
}

/**
 * What an approved increment adds, or a reversed one takes away again. Refused as the guard
 * `original_open` if the original has been reversed.
 */
export function growAuthorization(id: string, byMinor: bigint): Unit {
  return {
    updates: [
      {
        as: 'original_open',
        table: 'switch_authorization',
        key: { id },
        expect: { status: 'approved' },
        add: { remaining_minor: byMinor },
      },
    ],
  };
}

/** The expectation makes two reversals at once, or a presentment between, decide anew. */
export function reverseAuthorization(facts: AuthorizationRow, reversal: Reversal): Unit {
  return {
    updates: [
      {
        as: 'authorization_unchanged',
        table: 'switch_authorization',
        key: { id: facts.id },
        expect: { status: facts.status, remaining_minor: facts.remainingMinor },
        set: { status: reversal.status, remaining_minor: reversal.remainingMinor },
      },
    ],
  };
}

export type AdviceReason = 'no_answer' | 'late_approval' | 'bad_answer' | 'acquirer';

export type NewAdvice = {
  readonly id: string;
  readonly authorizationId: string | null;
  readonly origin: 'network' | 'acquirer';
  readonly acquirerId: string;
  readonly issuerId: string;
  readonly reason: AdviceReason;
  readonly message: Message;
  readonly sealedMessage: string;
  readonly atMs: number;
};

export function insertAdvice(advice: NewAdvice): Unit {
  const { fields } = advice.message;
  return {
    inserts: [
      {
        table: 'switch_advice',
        rows: [
          {
            id: advice.id,
            authorization_id: advice.authorizationId,
            origin: advice.origin,
            acquirer_id: advice.acquirerId,
            issuer_id: advice.issuerId,
            rrn: fields[37],
            stan: fields[11],
            transmitted_at: fields[7],
            tid: fields[41],
            reason: advice.reason,
            sealed_message: advice.sealedMessage,
            created_at_ms: advice.atMs,
          },
        ],
      },
    ],
  };
}

export type PendingAdvice = {
  readonly id: string;
  readonly sealedMessage: string;
  readonly attempts: number;
};

/** Oldest first; the ids are made in time order. */
export function loadPendingAdvices(db: Queries, issuerId: string): Promise<PendingAdvice[]> {
  return db.query(
    {
      name: 'switch_pending_advices',
      text: `
        select id, sealed_message, attempts
        from switch_advice
        where issuer_id = $1 and acknowledged_at_ms is null
        order by id
        limit 50`,
      values: [issuerId],
    },
    (row) => ({
      id: column.text(row, 'id'),
      sealedMessage: column.text(row, 'sealed_message'),
      attempts: column.integer(row, 'attempts'),
    }),
  );
}

/** An advice of this issuer that still waits for its acknowledgement. */
export function findPendingAdvice(
  db: Queries,
  issuerId: string,
  stan: string,
  tid: string,
): Promise<string | undefined> {
  return db.one(
    {
      text: `
        select id
        from switch_advice
        where issuer_id = $1 and acknowledged_at_ms is null and stan = $2 and tid = $3
        order by id
        limit 1`,
      values: [issuerId, stan, tid],
    },
    (row) => column.text(row, 'id'),
  );
}

export function countAttempt(id: string): Unit {
  return {
    updates: [
      {
        as: 'advice_pending',
        table: 'switch_advice',
        key: { id },
        expect: { acknowledged_at_ms: null },
        add: { attempts: 1 },
      },
    ],
  };
}

export function acknowledgeAdvice(id: string, responseCode: string, atMs: number): Unit {
  return {
    updates: [
      {
        as: 'advice_pending',
        table: 'switch_advice',
        key: { id },
        expect: { acknowledged_at_ms: null },
        set: { acknowledged_at_ms: atMs, response_code: responseCode, sealed_message: null },
      },
    ],
  };
}
