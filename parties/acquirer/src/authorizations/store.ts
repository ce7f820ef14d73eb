// Rows of authorizations.

import { column, type Queries, type RawRow, type Unit, unit } from '@kassa/database';
import { currencyOf, money } from '@kassa/money';
import { unwrap } from '@kassa/result';
import type { Authorization, AuthorizationKey, AuthorizationState } from './authorization.ts';

export type NewAuthorization = Omit<
  Authorization,
  | 'state'
  | 'responseCode'
  | 'authorizationCode'
  | 'answerData'
  | 'capturedMinor'
  | 'refundedMinor'
  | 'isCaptureFinal'
>;

/**
 * Refused as the guard `not_reversed_before` if its reversal was faster than itself, and as the
 * conflict `card_authorization_pk` if the gateway has asked before.
 */
export function recordSent(authorization: NewAuthorization): Unit {
  const { mid, rrn, amount } = authorization;
  return {
    guards: [{ as: 'not_reversed_before', table: 'reversal', where: { mid, rrn }, exists: false }],
    inserts: [
      {
        table: 'card_authorization',
        rows: [
          {
            mid,
            rrn,
            tid: authorization.tid,
            stan: authorization.stan,
            amount: amount.minor,
            currency: amount.currency,
            card_fingerprint: authorization.cardFingerprint,
            card_masked: authorization.cardMasked,
            eci: authorization.eci,
            upstream_stan: authorization.upstreamStan,
            upstream_transmitted_at: authorization.upstreamTransmittedAt,
            sealed_request: authorization.sealedRequest,
            received_at_ms: authorization.receivedAtMs,
            state: 'sent',
            increment_of: authorization.incrementOf,
            captured: 0,
            refunded: 0,
          },
        ],
      },
    ],
  };
}

type NeverArrived = Pick<Authorization, 'mid' | 'rrn' | 'tid' | 'stan' | 'amount'> & {
  readonly atMs: number;
};

/** Refused as the conflict `card_authorization_pk` if it has come meanwhile. */
export function recordNeverArrived({ mid, rrn, tid, stan, amount, atMs }: NeverArrived): Unit {
  return {
    inserts: [
      {
        table: 'card_authorization',
        rows: [
          {
            ...{ mid, rrn, tid, stan, amount: amount.minor, currency: amount.currency },
            ...{ card_fingerprint: '', card_masked: '*' },
            ...{ upstream_stan: '', upstream_transmitted_at: '' },
            ...{ received_at_ms: atMs, state: 'never_arrived', captured: 0, refunded: 0 },
          },
        ],
      },
    ],
  };
}

export type Outcome = {
  readonly state: 'approved' | 'declined' | 'not_sent' | 'unknown';
  readonly responseCode: string;
  readonly authorizationCode?: string;
  readonly answerData?: string;
};

/** Refused as the guard `still_sent` if a reversal came in between. */
export function recordOutcome(key: AuthorizationKey, outcome: Outcome, atMs: number): Unit {
  return {
    updates: [
      {
        as: 'still_sent',
        table: 'card_authorization',
        key: { mid: key.mid, rrn: key.rrn },
        expect: { state: 'sent' },
        set: {
          state: outcome.state,
          response_code: outcome.responseCode,
          authorization_code: outcome.authorizationCode ?? null,
          answer_data: outcome.answerData ?? null,
          answered_at_ms: atMs,
          sealed_request: null,
        },
      },
    ],
  };
}

/**
 * What an approved increment adds to what may be captured. Refused as the guard `original_open` if
 * the original was reversed or captured meanwhile.
 */
export function recordRaised({ mid, rrn }: AuthorizationKey, byMinor: bigint): Unit {
  return {
    updates: [
      {
        as: 'original_open',
        table: 'card_authorization',
        key: { mid, rrn },
        expect: { state: 'approved', captured: 0 },
        add: { amount: byMinor },
      },
    ],
  };
}

/**
 * The increment is taken back, and with it what it had added. Refused as the conflict
 * `captured_within_authorization` if that has been captured.
 */
export function recordUnraised(increment: Authorization & { incrementOf: string }): Unit {
  const { mid, incrementOf, amount } = increment;
  return unit(recordReversed(increment), {
    updates: [
      {
        as: 'original_known',
        table: 'card_authorization',
        key: { mid, rrn: incrementOf },
        add: { amount: -amount.minor },
      },
    ],
  });
}

/** Refused as the guard `not_captured` if a capture was faster. */
export function recordReversed({ mid, rrn }: AuthorizationKey): Unit {
  return {
    updates: [
      {
        as: 'not_captured',
        table: 'card_authorization',
        key: { mid, rrn },
        expect: { captured: 0 },
        set: { state: 'reversed', sealed_request: null },
      },
    ],
  };
}

/** A partial release: what may be captured in all from now on. Refused likewise. */
export function recordRemaining(
  { mid, rrn, capturedMinor }: Pick<Authorization, 'mid' | 'rrn' | 'capturedMinor'>,
  remaining: bigint,
): Unit {
  return {
    updates: [
      {
        as: 'not_captured',
        table: 'card_authorization',
        key: { mid, rrn },
        expect: { captured: capturedMinor, state: 'approved' },
        set: { amount: remaining },
      },
    ],
  };
}

export function findAuthorization(
  db: Queries,
  key: AuthorizationKey,
): Promise<Authorization | undefined> {
  return db.one(
    {
      name: 'find_authorization',
      text: 'select * from card_authorization where mid = $1 and rrn = $2',
      values: [key.mid, key.rrn],
      together: ['text', 'text'],
    },
    decodeAuthorization,
  );
}

/** Whose outcome was never learnt, because the program ended in between. */
export function openAuthorizations(db: Queries): Promise<Authorization[]> {
  return db.query(
    {
      text: `
        select *
        from card_authorization
        where state = 'sent'
        order by received_at_ms
        limit 1000`,
    },
    decodeAuthorization,
  );
}

export function authorizationsAbout(db: Queries, rrn: string): Promise<Authorization[]> {
  return db.query(
    {
      text: `
        select *
        from card_authorization
        where rrn = $1
        union all
        select *
        from card_authorization
        where increment_of = $1
        limit 50`,
      values: [rrn],
    },
    decodeAuthorization,
  );
}

const states: readonly AuthorizationState[] = [
  'sent',
  'approved',
  'declined',
  'not_sent',
  'unknown',
  'never_arrived',
  'reversed',
];

function decodeAuthorization(row: RawRow): Authorization {
  const currency = unwrap(currencyOf(column.text(row, 'currency')));
  return {
    mid: column.text(row, 'mid'),
    rrn: column.text(row, 'rrn'),
    tid: column.text(row, 'tid'),
    stan: column.text(row, 'stan'),
    amount: money(currency, column.big(row, 'amount')),
    cardFingerprint: column.text(row, 'card_fingerprint'),
    cardMasked: column.text(row, 'card_masked'),
    eci: column.textOrNull(row, 'eci'),
    upstreamStan: column.text(row, 'upstream_stan'),
    upstreamTransmittedAt: column.text(row, 'upstream_transmitted_at'),
    sealedRequest: column.textOrNull(row, 'sealed_request'),
    receivedAtMs: column.integer(row, 'received_at_ms'),
    state: column.oneOf(row, 'state', states),
    responseCode: column.textOrNull(row, 'response_code'),
    authorizationCode: column.textOrNull(row, 'authorization_code'),
    answerData: column.textOrNull(row, 'answer_data'),
    capturedMinor: column.big(row, 'captured'),
    refundedMinor: column.big(row, 'refunded'),
    incrementOf: column.textOrNull(row, 'increment_of'),
    isCaptureFinal: column.bool(row, 'is_capture_final'),
  };
}
