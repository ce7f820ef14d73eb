// The queries of authorization. Everything one decision needs comes in one round trip.

import { column, type Queries, type RawRow } from '@kassa/database';
import type { Card } from '../cards/card.ts';
import { cardColumns, decodeCard } from '../cards/decode-card.ts';
import type { Rate } from '../conversion/convert.ts';
import { newestRate, rateColumns, rateIn } from '../conversion/decode-rate.ts';
import {
  authorizationColumns,
  decodeAuthorization,
  type StoredAuthorization,
} from './decode-authorization.ts';
import type { AuthorizationRequest } from './request.ts';

export type Proof = {
  readonly acsTransId: string;
  readonly panHash: string;
  readonly amountMinor: bigint;
  readonly currency: string;
  readonly isSpent: boolean;
};

export type Situation = {
  /** The same request, decided before. */
  readonly earlier: StoredAuthorization | undefined;
  readonly card: Card | undefined;
  /** What an increment shall grow. */
  readonly incremented: StoredAuthorization | undefined;
  readonly creditLineMinor: bigint;
  readonly rate: Rate | undefined;
  readonly proof: Proof | undefined;
  readonly wasAuthenticatedBefore: boolean;
  readonly spentToday: { readonly minor: bigint; readonly payments: number };
  /** How many payments of the card took their turn today; undefined before the first. */
  readonly turns: number | undefined;
};

type Question = {
  readonly acquirerId: string;
  readonly stan: string;
  readonly rrn: string;
  readonly incrementOf: AuthorizationRequest['incrementOf'];
  readonly panHash: string;
  readonly currency: string;
  readonly cavvHash: string;
  readonly mid: string;
  readonly day: string;
};

/** One round trip, and one more for what an increment grows. */
export async function loadSituation(db: Queries, ask: Question): Promise<Situation> {
  const { acquirerId, incrementOf } = ask;
  const incremented = incrementOf && (await findAuthorization(db, { acquirerId, ...incrementOf }));
  const found = await db.one(
    {
      name: 'issuer_situation',
      text: `
        select
          ${cardColumns},
          s.credit_line_minor,
          ${rateColumns},
          p.acs_trans_id as proof_acs_trans_id, p.pan_hash as proof_pan_hash,
          p.amount_minor as proof_minor, p.currency as proof_currency,
          p.spent_on is not null as proof_is_spent,
          t.turns, coalesce(d.minor, 0) as day_minor, coalesce(d.payments, 0) as day_payments,
          exists (
            select 1
            from card_authorization e
            where e.card_id = c.card_id and e.mid = $7
              and e.is_authenticated and e.response_code in ('00', '85')
          ) as was_authenticated,
          ${authorizationColumns}
        from (select 1) one
        left join card c on c.pan_hash = $4
        left join sub_account s
          on s.bank_account_id = c.bank_account_id and s.currency = c.currency
        ${newestRate('$5')}
        left join authentication p on p.cavv_hash = $6
        left join card_day t on t.card_id = c.card_id and t.day = $8::date
        left join lateral (
          select sum(x.counted_minor) as minor,
            count(*) filter (where x.increment_of is null) as payments
          from card_authorization x
          left join card_authorization o on o.authorization_id = x.increment_of
          where x.card_id = c.card_id and x.day = $8::date and x.counted_minor > 0
            and (x.increment_of is null or o.state in ('held', 'cleared'))
            and (c.day_max_minor is not null or c.day_count_max is not null)
        ) d on true
        left join card_authorization a
          on a.acquirer_id = $1 and a.stan = $2 and a.rrn = $3`,
      values: [
        ask.acquirerId,
        ask.stan,
        ask.rrn,
        ask.panHash,
        ask.currency,
        ask.cavvHash,
        ask.mid,
        ask.day,
      ],
      together: ['text', 'text', 'text', 'text', 'text', 'text', 'text', 'date'],
    },
    decodeSituation,
  );
  return { ...(found ?? nothing), incremented };
}

const nothing: Omit<Situation, 'incremented'> = {
  earlier: undefined,
  card: undefined,
  creditLineMinor: 0n,
  rate: undefined,
  proof: undefined,
  wasAuthenticatedBefore: false,
  spentToday: { minor: 0n, payments: 0 },
  turns: undefined,
};

function decodeSituation(row: RawRow): Omit<Situation, 'incremented'> {
  return {
    earlier: row['authorization_id'] === null ? undefined : decodeAuthorization(row),
    card: row['card_id'] === null ? undefined : decodeCard(row),
    creditLineMinor: column.bigOrNull(row, 'credit_line_minor') ?? 0n,
    rate: rateIn(row),
    proof: row['proof_acs_trans_id'] === null ? undefined : decodeProof(row),
    wasAuthenticatedBefore: column.bool(row, 'was_authenticated'),
    spentToday: {
      minor: column.big(row, 'day_minor'),
      payments: column.integer(row, 'day_payments'),
    },
    turns: column.integerOrNull(row, 'turns') ?? undefined,
  };
}

function decodeProof(row: RawRow): Proof {
  return {
    acsTransId: column.text(row, 'proof_acs_trans_id'),
    panHash: column.text(row, 'proof_pan_hash'),
    amountMinor: column.big(row, 'proof_minor'),
    currency: column.text(row, 'proof_currency'),
    isSpent: column.bool(row, 'proof_is_spent'),
  };
}

export function findAuthorization(
  db: Queries,
  key: { readonly acquirerId: string; readonly stan: string; readonly rrn: string },
): Promise<StoredAuthorization | undefined> {
  return db.one(
    {
      name: 'issuer_authorization',
      text: `
        select ${authorizationColumns}
        from card_authorization a
        where a.acquirer_id = $1 and a.stan = $2 and a.rrn = $3`,
      values: [key.acquirerId, key.stan, key.rrn],
    },
    decodeAuthorization,
  );
}

export function loadAuthorization(
  db: Queries,
  authorizationId: string,
): Promise<StoredAuthorization | undefined> {
  return db.one(
    {
      name: 'issuer_authorization_by_id',
      text: `
        select ${authorizationColumns}
        from card_authorization a
        where a.authorization_id = $1`,
      values: [authorizationId],
    },
    decodeAuthorization,
  );
}

export function hasReversal(
  db: Queries,
  key: { readonly acquirerId: string; readonly stan: string; readonly rrn: string },
): Promise<boolean> {
  const found = db.one(
    {
      name: 'issuer_reversal',
      text: `
        select 1
        from card_reversal
        where acquirer_id = $1 and stan = $2 and rrn = $3`,
      values: [key.acquirerId, key.stan, key.rrn],
    },
    () => true,
  );
  return found.then((is) => is ?? false);
}

/** Holds whose time is over, oldest first. */
export function expiredHolds(
  db: Queries,
  atMs: number,
  limit: number,
): Promise<StoredAuthorization[]> {
  return db.query(
    {
      text: `
        select ${authorizationColumns}
        from card_authorization a
        where a.state = 'held' and a.hold_expires_at_ms <= $1
        order by a.hold_expires_at_ms
        limit $2`,
      values: [atMs, limit],
    },
    decodeAuthorization,
  );
}
