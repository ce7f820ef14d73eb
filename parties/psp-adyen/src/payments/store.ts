// All SQL of payments and of answers that were given once.

import { column, type Database, type RawRow, type Unit } from '@kassa/database';
import type { Card } from '../config.ts';

export type Payment = {
  readonly merchantAccount: string;
  readonly pspReference: string;
  readonly reference: string;
  readonly cardId: string | null;
  readonly currency: string;
  readonly amount: bigint;
  readonly refusal: string | null;
  readonly held: bigint;
  readonly captured: bigint;
  readonly refunded: bigint;
};

export type Answer = { readonly status: number; readonly body: Readonly<Record<string, unknown>> };

export async function openAccounts(db: Database, cards: readonly Card[]): Promise<void> {
  const rows = cards.map(({ id, currency, balance }) => ({
    id,
    currency,
    balance: BigInt(balance),
    held: 0n,
  }));
  if (rows.length === 0) return;
  await db.commit({ inserts: [{ table: 'card_account', rows, onConflict: 'nothing' }] });
}

export function insertPayment(payment: Payment, nowMs: number): Unit {
  const row = {
    merchant_account: payment.merchantAccount,
    psp_reference: payment.pspReference,
    reference: payment.reference,
    card_id: payment.cardId,
    currency: payment.currency,
    amount: payment.amount,
    refusal: payment.refusal,
    held: payment.held,
    captured: payment.captured,
    refunded: payment.refunded,
    created_at: nowMs,
  };
  return { inserts: [{ table: 'payment', rows: [row] }] };
}

/** Money of the cardholder, at once with that of the payment; the constraints say no. */
export function moveAccount(
  id: string,
  add: { readonly held?: bigint; readonly balance?: bigint },
) {
  return { updates: [{ as: 'account', table: 'card_account', key: { id }, add }] } satisfies Unit;
}

export function movePayment(
  { merchantAccount, pspReference, held, captured, refunded }: Payment,
  add: { readonly held?: bigint; readonly captured?: bigint; readonly refunded?: bigint },
): Unit {
  const key = { merchant_account: merchantAccount, psp_reference: pspReference };
  const expect = { held, captured, refunded };
  return { updates: [{ as: 'payment', table: 'payment', key, add, expect }] };
}

const columns = `merchant_account, psp_reference, reference, card_id, currency, amount, refusal, held,
  captured, refunded`;

const decode = (row: RawRow): Payment => ({
  merchantAccount: column.text(row, 'merchant_account'),
  pspReference: column.text(row, 'psp_reference'),
  reference: column.text(row, 'reference'),
  cardId: column.textOrNull(row, 'card_id'),
  currency: column.text(row, 'currency'),
  amount: column.big(row, 'amount'),
  refusal: column.textOrNull(row, 'refusal'),
  held: column.big(row, 'held'),
  captured: column.big(row, 'captured'),
  refunded: column.big(row, 'refunded'),
});

export function findPayment(db: Database, merchantAccount: string, pspReference: string) {
  const text = `select ${columns} from payment where merchant_account = $1 and psp_reference = $2`;
  return db.one({ text, values: [merchantAccount, pspReference] }, decode);
}

/** Of all merchants, for operators. */
export function findPayments(db: Database, reference: string) {
  const text = `select ${columns}, created_at from payment where reference = $1
    order by created_at, psp_reference limit 100`;
  return db.query({ text, values: [reference] }, (row) => ({
    ...decode(row),
    createdAtMs: column.integer(row, 'created_at'),
  }));
}

/** Newest first; a merchant may have used a reference more than once. */
export function findByReference(
  db: Database,
  merchantAccount: string,
  reference: string,
): Promise<Payment[]> {
  const text = `select ${columns} from payment where merchant_account = $1 and reference = $2
    order by created_at desc, psp_reference desc limit 100`;
  return db.query({ text, values: [merchantAccount, reference] }, decode);
}

export type Once = {
  readonly merchantAccount: string;
  readonly key: string;
  readonly inputHash: string;
};

export function keepAnswer(once: Once | null, answer: Answer, nowMs: number): Unit {
  if (once === null) return {};
  const row = {
    merchant_account: once.merchantAccount,
    key: once.key,
    input_hash: once.inputHash,
    status: answer.status,
    body: JSON.parse(JSON.stringify(answer.body)),
    created_at: nowMs,
  };
  return { inserts: [{ table: 'request_once', rows: [row] }] };
}

export function findAnswer(db: Database, { merchantAccount, key }: Once) {
  return db.one(
    {
      text: `select input_hash, status, body from request_once
        where merchant_account = $1 and key = $2`,
      values: [merchantAccount, key],
    },
    (row) => ({
      inputHash: column.text(row, 'input_hash'),
      status: column.integer(row, 'status'),
      body: column.json(row, 'body'),
    }),
  );
}

/** Do the accounts hold what their payments hold? The names of those that do not. */
export function findUnbalanced(db: Database): Promise<string[]> {
  const text = `
    select a.id
    from card_account a
    left join payment p on p.card_id = a.id
    group by a.id, a.held
    having a.held <> coalesce(sum(p.held), 0)
    order by a.id
    limit 100`;
  return db.query({ text }, (row) => column.text(row, 'id'));
}
