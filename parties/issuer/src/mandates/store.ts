// The queries of mandates.

import { column, type Queries, type RawRow, type Unit } from '@kassa/database';
import { money } from '@kassa/money';
import { currencyIn } from '../cards/decode-card.ts';
import type { Mandate, MandateKey } from './mandate.ts';

/** Refused as the conflict `mandate_pk` if the creditor's reference was used for this account. */
export function recordMandate(mandate: Mandate): Unit {
  const row = {
    ...keyRow(mandate),
    creditor_name: mandate.creditorName,
    currency: mandate.currency,
    payment_max_minor: mandate.paymentMax?.minor ?? null,
    given_at_ms: mandate.givenAtMs,
  };
  return { inserts: [{ table: 'mandate', rows: [row] }] };
}

/** Refused as the guard `mandate_stands` if it was cancelled before, or never given. */
export function endMandate(key: MandateKey, cancelledAtMs: number): Unit {
  return {
    updates: [
      {
        as: 'mandate_stands',
        table: 'mandate',
        key: keyRow(key),
        expect: { cancelled_at_ms: null },
        set: { cancelled_at_ms: cancelledAtMs },
      },
    ],
  };
}

export function findMandate(db: Queries, key: MandateKey): Promise<Mandate | undefined> {
  return db.one(
    {
      name: 'issuer_mandate',
      text: `
        select *
        from mandate
        where bank_account_id = $1 and creditor_id = $2 and mandate_id = $3`,
      values: [key.bankAccountId, key.creditorId, key.mandateId],
    },
    decodeMandate,
  );
}

/** Those that stand first, then the newest. */
export function mandatesOf(db: Queries, bankAccountIds: readonly string[]): Promise<Mandate[]> {
  return db.query(
    {
      text: `
        select *
        from mandate
        where bank_account_id = any($1)
        order by cancelled_at_ms is not null, given_at_ms desc
        limit 200`,
      values: [bankAccountIds],
    },
    decodeMandate,
  );
}

function keyRow({ bankAccountId, creditorId, mandateId }: MandateKey) {
  return { bank_account_id: bankAccountId, creditor_id: creditorId, mandate_id: mandateId };
}

function decodeMandate(row: RawRow): Mandate {
  const currency = currencyIn(row, 'currency');
  const max = column.bigOrNull(row, 'payment_max_minor');
  return {
    bankAccountId: column.text(row, 'bank_account_id'),
    creditorId: column.text(row, 'creditor_id'),
    mandateId: column.text(row, 'mandate_id'),
    creditorName: column.text(row, 'creditor_name'),
    currency,
    paymentMax: max === null ? undefined : money(currency, max),
    givenAtMs: column.integer(row, 'given_at_ms'),
    cancelledAtMs: column.integerOrNull(row, 'cancelled_at_ms'),
  };
}
