// Payments read from the database. A use case loads everything it decides on in one round trip, so
// the payment method and the session come along with the intent.

import { column, type Database, type RawRow } from '@kassa/database';
import { money } from '@kassa/money';
import { decodeSession } from '../checkout/session/store.ts';
import { type AccountId, idFrom } from '../ids.ts';
import { decodePaymentMethod } from '../vault/store.ts';
import type { Attempt, Increment, PaymentIntent } from './intent.ts';
import type { PaymentView } from './ports.ts';
import type { Refund } from './refund.ts';
import {
  currencyIn,
  decodeAttempt,
  decodeCharge,
  decodeIncrement,
  decodeIntent,
  metadataIn,
  nested,
} from './rows.ts';

const viewColumns = `
  row_to_json(i) as intent, row_to_json(a) as attempt, row_to_json(c) as charge,
  row_to_json(n) as increment,
  row_to_json(m) as method, row_to_json(s) as session`;

/** $1 is the account; `wished` names another payment method, `increment` another increment, than the last. */
const viewTables = (wished: string, increment = 'i.increment_id') => `
  from payment_intent i
  left join payment_attempt a on a.account_id = i.account_id and a.id = i.attempt_id
  left join charge c on c.account_id = i.account_id and c.id = i.charge_id
  left join payment_increment n on n.account_id = i.account_id and n.id = ${increment}
  left join payment_method m on m.account_id = i.account_id
    and m.id = coalesce(${wished}, i.payment_method_id, a.payment_method_id)
  left join checkout_session s on s.account_id = i.account_id and s.id = i.session_id`;

/** For readers of their own: the view of each intent `i`, and what else they want of it. */
export const viewSelect = (more: string): string =>
  `select ${viewColumns}, ${more} ${viewTables('null')}`;

/** The intent with attempt, charge, session and the payment method named, or its own. */
export async function loadPayment(
  db: Database,
  accountId: AccountId,
  intentId: string,
  paymentMethod: string | null = null,
): Promise<PaymentView | undefined> {
  const text = `select ${viewColumns} ${viewTables('$3')} where i.account_id = $1 and i.id = $2`;
  const values = [accountId, intentId, paymentMethod];
  const together = ['text', 'text', 'text'];
  return db.one({ name: 'payment_view', text, values, together }, decodeView);
}

/** Those of these intents that there are, in no order. */
export async function loadPayments(
  db: Database,
  accountId: AccountId,
  ids: readonly string[],
): Promise<PaymentView[]> {
  const text = `select ${viewColumns} ${viewTables('null')}
    where i.account_id = $1 and i.id = any($2) limit 1000`;
  return db.query({ name: 'payments_by_id', text, values: [accountId, ids] }, decodeView);
}

export async function loadPaymentOfCharge(
  db: Database,
  accountId: AccountId,
  chargeId: string,
): Promise<PaymentView | undefined> {
  const text = `select ${viewColumns} ${viewTables('null')}
    where i.account_id = $1
      and i.id = (select intent_id from charge where account_id = $1 and id = $2)`;
  const values = [accountId, chargeId];
  return db.one({ name: 'payment_of_charge', text, values }, decodeView);
}

/** The payment with this increment, which need not be its last. */
export async function loadPaymentOfIncrement(
  db: Database,
  accountId: AccountId,
  incrementId: string,
): Promise<PaymentView | undefined> {
  const text = `select ${viewColumns} ${viewTables('null', '$2')}
    where i.account_id = $1
      and i.id = (select intent_id from payment_increment where account_id = $1 and id = $2)`;
  return db.one({ text, values: [accountId, incrementId] }, decodeView);
}

/** By the session's id alone: whoever knows it holds the page. */
export async function loadPaymentOfSession(
  db: Database,
  sessionId: string,
): Promise<PaymentView | undefined> {
  const text = `select ${viewColumns} ${viewTables('null')} where s.id = $1`;
  return db.one({ name: 'payment_of_session', text, values: [sessionId] }, decodeView);
}

export type Page = {
  readonly limit: number;
  readonly before?: string | undefined;
  readonly after?: string | undefined;
};

/** From, included, and to, not included. */
export type CreatedBetween = {
  readonly createdFromMs?: number;
  readonly createdToMs?: number;
};

/** Newest first; `before` and `after` are ids of the page's edges. Hidden: those behind charges. */
export async function listPayments(
  db: Database,
  accountId: AccountId,
  filter: Page &
    CreatedBetween & { readonly customer?: string | undefined; readonly withHidden?: boolean },
): Promise<PaymentView[]> {
  const isBackwards = filter.after !== undefined;
  const { withHidden = false } = filter;
  const text = `select ${viewColumns} ${viewTables('null')}
    where i.account_id = $1
      and ($2::text is null or i.id < $2)
      and ($3::text is null or i.id > $3)
      and ($4::text is null or i.customer_id = $4)
      and ($5::bigint is null or i.created_at >= $5)
      and ($6::bigint is null or i.created_at < $6)
      ${withHidden ? '' : 'and not i.is_behind_charge'}
    order by i.id ${isBackwards ? 'asc' : 'desc'} limit $7`;
  const { before = null, after = null, customer = null, limit } = filter;
  const { createdFromMs = null, createdToMs = null } = filter;
  const values = [accountId, before, after, customer, createdFromMs, createdToMs, limit];
  const rows = await db.query({ text, values }, decodeView);
  return isBackwards ? rows.reverse() : rows;
}

/** Attempts and increments that a process of this name left open, or nobody has touched for long. */
export async function findLeftOpen(
  db: Database,
  given: { readonly owner: string; readonly staleBeforeMs: number; readonly limit: number },
): Promise<{ readonly accountId: AccountId; readonly intentId: string; readonly owner: string }[]> {
  const text = `
    select account_id, intent_id, owner, touched_at from (
      (select account_id, intent_id, owner, touched_at from payment_attempt
        where state = 'open' and (owner = $1 or touched_at < $2)
        order by touched_at limit $3)
      union all
      (select account_id, intent_id, owner, touched_at from payment_increment
        where state = 'open' and (owner = $1 or touched_at < $2)
        order by touched_at limit $3)
    ) as left_open
    order by touched_at limit $3`;
  const values = [given.owner, given.staleBeforeMs, given.limit];
  return db.query({ name: 'left_open', text, values }, (row) => ({
    accountId: idFrom('acct', column.text(row, 'account_id')),
    intentId: column.text(row, 'intent_id'),
    owner: column.text(row, 'owner'),
  }));
}

export async function findRefund(
  db: Database,
  accountId: AccountId,
  id: string,
): Promise<Refund | undefined> {
  const text = 'select * from refund where account_id = $1 and id = $2';
  return db.one({ name: 'refund_by_id', text, values: [accountId, id] }, decodeRefund);
}

export function decodeRefund(row: RawRow): Refund {
  return {
    accountId: idFrom('acct', column.text(row, 'account_id')),
    id: idFrom('re', column.text(row, 'id')),
    intentId: idFrom('pi', column.text(row, 'intent_id')),
    chargeId: idFrom('ch', column.text(row, 'charge_id')),
    amount: money(currencyIn(row), column.big(row, 'amount')),
    status: column.oneOf(row, 'status', ['pending', 'succeeded', 'failed']),
    reason:
      column.textOrNull(row, 'reason') === null
        ? null
        : column.oneOf(row, 'reason', ['duplicate', 'fraudulent', 'requested_by_customer']),
    metadata: metadataIn(row),
    rrn: column.text(row, 'rrn'),
    createdAtMs: column.integer(row, 'created_at'),
    version: column.integer(row, 'version'),
  };
}

export function decodeView(row: RawRow): PaymentView {
  const intentRow = nested(row, 'intent') ?? {};
  const attempt = nested(row, 'attempt');
  const charge = nested(row, 'charge');
  const method = nested(row, 'method');
  const session = nested(row, 'session');
  const increment = nested(row, 'increment');
  const intent: PaymentIntent = decodeIntent(intentRow, {
    attempt: attempt && decodeAttempt(attempt),
    charge: charge && decodeCharge(charge),
    increment: increment && decodeIncrement(increment),
  });
  return {
    intent,
    method: method && decodePaymentMethod(method),
    session: session && decodeSession(session),
  };
}

export type FoundWire = {
  readonly accountId: AccountId;
  readonly intentId: string;
  readonly attempt: Attempt;
  /** If the message was not the attempt itself but an increment of its hold. */
  readonly increment: Increment | null;
};

/** The attempt, or the increment of its hold, that a message of the acquirer speaks of. */
export async function findByRrn(
  db: Database,
  named: { readonly rrn: string; readonly terminalId: string },
): Promise<FoundWire | undefined> {
  const text = `
    select a.account_id, a.intent_id, row_to_json(a) as attempt, null as increment
    from payment_attempt a
    where a.rrn = $1 and a.terminal_id = $2
    union all
    select a.account_id, a.intent_id, row_to_json(a), row_to_json(n)
    from payment_increment n
    join payment_attempt a on a.account_id = n.account_id and a.id = n.attempt_id
    where n.rrn = $1 and n.terminal_id = $2
    limit 1`;
  const values = [named.rrn, named.terminalId];
  return db.one({ name: 'wire_by_rrn', text, values }, (row) => {
    const increment = nested(row, 'increment');
    return {
      accountId: idFrom('acct', column.text(row, 'account_id')),
      intentId: column.text(row, 'intent_id'),
      attempt: decodeAttempt(nested(row, 'attempt') ?? {}),
      increment: increment && decodeIncrement(increment),
    };
  });
}
