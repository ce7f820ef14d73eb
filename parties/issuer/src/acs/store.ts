// The queries of the ACS.

import { column, type Queries, type RawRow, type Row, type Update } from '@kassa/database';
import type { Card } from '../cards/card.ts';
import { cardColumns, decodeCard } from '../cards/decode-card.ts';
import type { Rate } from '../conversion/convert.ts';
import { newestRate, rateColumns, rateIn } from '../conversion/decode-rate.ts';
import {
  type Authentication,
  authenticationColumns,
  decodeAuthentication,
} from './authentication.ts';

const joined = `
  from authentication n
  left join card c on c.card_id = n.card_id
  left join bank_account b on b.bank_account_id = c.bank_account_id
  left join customer u on u.customer_id = b.customer_id`;

export function findAuthentication(
  db: Queries,
  acsTransId: string,
): Promise<Authentication | undefined> {
  return db.one(
    {
      name: 'issuer_authentication',
      text: `select ${authenticationColumns} ${joined} where n.acs_trans_id = $1`,
      values: [acsTransId],
    },
    decodeAuthentication,
  );
}

export function findByDirectoryServer(
  db: Queries,
  dsTransId: string,
): Promise<Authentication | undefined> {
  return db.one(
    {
      name: 'issuer_authentication_by_ds',
      text: `select ${authenticationColumns} ${joined} where n.ds_trans_id = $1`,
      values: [dsTransId],
    },
    decodeAuthentication,
  );
}

/** Challenges that were begun, or should have been, before this moment. */
export function abandoned(db: Queries, beforeMs: number, limit: number): Promise<Authentication[]> {
  return db.query(
    {
      name: 'issuer_abandoned',
      text: `
        select ${authenticationColumns} ${joined}
        where n.state in ('challenge_due', 'challenge_open') and n.requested_at_ms <= $1
        order by n.requested_at_ms
        limit $2`,
      values: [beforeMs, limit],
    },
    decodeAuthentication,
  );
}

export type CardFacts = {
  readonly card: Card;
  readonly hasPhone: boolean;
  readonly rate: Rate | undefined;
  readonly usualMinor: readonly bigint[];
  readonly wasAuthenticatedBefore: boolean;
};

const usualPayments = 20;

/** What an assessment is made from, in one round trip. */
export function loadCardFacts(
  db: Queries,
  ask: { readonly panHash: string; readonly currency: string; readonly mid: string },
): Promise<CardFacts | undefined> {
  return db.one(
    {
      name: 'issuer_card_facts',
      text: `
        select
          ${cardColumns}, u.phone, ${rateColumns},
          array(
            select e.billed_minor::text
            from card_authorization e
            where e.card_id = c.card_id and e.is_online and e.response_code = '00'
              and e.initiation = 'cardholder' and e.state in ('held', 'cleared')
            order by e.decided_at_ms desc
            limit ${usualPayments}
          ) as usual,
          exists (
            select 1
            from card_authorization e
            where e.card_id = c.card_id and e.mid = $3
              and e.is_authenticated and e.response_code in ('00', '85')
          ) as was_authenticated
        from card c
        join bank_account b on b.bank_account_id = c.bank_account_id
        join customer u on u.customer_id = b.customer_id
        ${newestRate('$2')}
        where c.pan_hash = $1`,
      values: [ask.panHash, ask.currency, ask.mid],
      together: ['text', 'text', 'text'],
    },
    decodeFacts,
  );
}

function decodeFacts(row: RawRow): CardFacts {
  return {
    card: decodeCard(row),
    hasPhone: column.textOrNull(row, 'phone') !== null,
    rate: rateIn(row),
    usualMinor: column.texts(row, 'usual').map(BigInt),
    wasAuthenticatedBefore: column.bool(row, 'was_authenticated'),
  };
}

/** Each step of a challenge is taken once: a double click meets the guard. */
export function step(from: Authentication, set: Row): Update {
  return {
    as: 'same_step',
    table: 'authentication',
    key: { acs_trans_id: from.acsTransId },
    set: { ...set, interactions: from.interactions + 1 },
    expect: { state: from.state, interactions: from.interactions },
  };
}
