// Setups in the database: rows hold what folding the events gives.

import { column, type Database, type RawRow, type Row } from '@kassa/database';
import { z } from 'zod';
import { decodeSession } from '../checkout/session/store.ts';
import { type AccountId, idFrom, idOrNull } from '../ids.ts';
import { nested } from '../payments/rows.ts';
import type { Page } from '../payments/store.ts';
import { readProblem } from '../payments/stored-json.ts';
import { decodePaymentMethod } from '../vault/store.ts';
import type { SetupView } from './ports.ts';
import type { SetupAttempt, SetupIntent, SetupState, SetupWishes } from './setup.ts';

const nullableText = z.string().nullable();
const wishesSchema = z.object({
  customer: z.templateLiteral(['cus_', z.string()]).nullable(),
  description: nullableText,
  metadata: z.record(z.string(), z.string()),
  usage: z.enum(['off_session', 'on_session']),
  returnUrl: nullableText,
  isMandated: z.boolean(),
  automaticMethods: z.boolean(),
  session: z.templateLiteral(['cs_', z.string()]).nullable(),
  acceptance: z
    .object({
      type: z.enum(['online', 'offline']),
      acceptedAtMs: z.number().nullable(),
      ip: nullableText,
      userAgent: nullableText,
    })
    .nullable(),
});
const wireSchema = z.object({
  rrn: z.string(),
  stan: z.string(),
  terminalId: z.string(),
  merchantId: z.string(),
  transmittedAtMs: z.number(),
});

export const readSetupWishes = (json: unknown): SetupWishes => wishesSchema.parse(json);

export function setupRow(setup: SetupIntent): Row {
  const { state, wishes } = setup;
  const action = state.status === 'requires_action' ? state : null;
  const canceled = state.status === 'canceled' ? state : null;
  return {
    account_id: setup.accountId,
    id: setup.id,
    version: setup.version,
    status: state.status,
    payment_method_id: setup.paymentMethod,
    customer_id: wishes.customer,
    session_id: wishes.session,
    wishes,
    last_problem: setup.lastProblem,
    attempt_id: setup.attempt?.id ?? null,
    mandate_id: setup.mandate,
    authentication_id: action?.authenticationId ?? null,
    action_expires_at: action?.expiresAtMs ?? null,
    cancellation_reason: canceled?.reason ?? null,
    canceled_at: canceled?.canceledAtMs ?? null,
    created_at: setup.createdAtMs,
  };
}

export function setupAttemptRow(
  { accountId, id }: Pick<SetupIntent, 'accountId' | 'id'>,
  attempt: SetupAttempt,
  given: { readonly owner: string; readonly nowMs: number },
): Row {
  return {
    account_id: accountId,
    id: attempt.id,
    setup_id: id,
    payment_method_id: attempt.paymentMethod,
    provider: attempt.provider,
    wire: attempt.wire,
    authentication_id: attempt.authenticationId,
    state: attempt.state,
    problem: attempt.problem,
    opened_at: attempt.openedAtMs,
    touched_at: given.nowMs,
    owner: given.owner,
  };
}

const viewSelect = (wished: string) => `
  select row_to_json(s) as setup, row_to_json(a) as attempt, row_to_json(m) as method,
    row_to_json(c) as session
  from setup_intent s
  left join setup_attempt a on a.account_id = s.account_id and a.id = s.attempt_id
  left join payment_method m on m.account_id = s.account_id
    and m.id = coalesce(${wished}, s.payment_method_id, a.payment_method_id)
  left join checkout_session c on c.account_id = s.account_id and c.id = s.session_id`;

/** The setup with its attempt and the payment method named, or its own. */
export async function loadSetup(
  db: Database,
  accountId: AccountId,
  id: string,
  paymentMethod: string | null = null,
): Promise<SetupView | undefined> {
  const text = `${viewSelect('$3')} where s.account_id = $1 and s.id = $2`;
  const values = [accountId, id, paymentMethod];
  return db.one({ name: 'setup_view', text, values }, decodeView);
}

/** By the session's id alone: whoever knows it holds the page. */
export async function loadSetupOfSession(
  db: Database,
  sessionId: string,
): Promise<SetupView | undefined> {
  const text = `${viewSelect('null')} where c.id = $1`;
  return db.one({ text, values: [sessionId] }, decodeView);
}

export async function loadSetups(
  db: Database,
  accountId: AccountId,
  ids: readonly string[],
): Promise<SetupView[]> {
  const text = `${viewSelect('null')} where s.account_id = $1 and s.id = any($2) limit 1000`;
  return db.query({ text, values: [accountId, ids] }, decodeView);
}

export type SetupFilter = Page & {
  readonly customer?: string | undefined;
  readonly paymentMethod?: string | undefined;
  readonly createdFromMs?: number;
  readonly createdToMs?: number;
};

/** Newest first. */
export async function listSetups(
  db: Database,
  accountId: AccountId,
  filter: SetupFilter,
): Promise<SetupView[]> {
  const isUpwards = filter.after !== undefined;
  const text = `${viewSelect('null')}
    where s.account_id = $1
      and ($2::text is null or s.id < $2)
      and ($3::text is null or s.id > $3)
      and ($4::text is null or s.customer_id = $4)
      and ($5::text is null or s.payment_method_id = $5)
      and ($6::bigint is null or s.created_at >= $6)
      and ($7::bigint is null or s.created_at < $7)
    order by s.id ${isUpwards ? 'asc' : 'desc'} limit $8`;
  const { before = null, after = null, customer = null, paymentMethod = null, limit } = filter;
  const { createdFromMs = null, createdToMs = null } = filter;
  const edges = [accountId, before, after, customer, paymentMethod];
  const values = [...edges, createdFromMs, createdToMs, limit];
  const found = await db.query({ text, values }, decodeView);
  return isUpwards ? found.toReversed() : found;
}

/** The attempts of one setup, newest first. */
export async function listSetupAttempts(
  db: Database,
  accountId: AccountId,
  filter: Page & { readonly setup: string },
): Promise<SetupAttempt[]> {
  const isUpwards = filter.after !== undefined;
  const text = `select * from setup_attempt
    where account_id = $1 and setup_id = $2
      and ($3::text is null or id < $3)
      and ($4::text is null or id > $4)
    order by id ${isUpwards ? 'asc' : 'desc'} limit $5`;
  const { setup, before = null, after = null, limit } = filter;
  const values = [accountId, setup, before, after, limit];
  const found = await db.query({ text, values }, decodeAttempt);
  return isUpwards ? found.toReversed() : found;
}

/** Attempts by their ids, each with the setup that it is of. */
export async function loadSetupAttempts(
  db: Database,
  accountId: AccountId,
  ids: readonly string[],
): Promise<{ readonly attempt: SetupAttempt; readonly setupId: string }[]> {
  const text = 'select * from setup_attempt where account_id = $1 and id = any($2) limit 1000';
  return db.query({ text, values: [accountId, ids] }, (row) => ({
    attempt: decodeAttempt(row),
    setupId: column.text(row, 'setup_id'),
  }));
}

/** Attempts that a process of this name left open, or that nobody has touched for long. */
export async function findSetupsLeftOpen(
  db: Database,
  given: { readonly owner: string; readonly staleBeforeMs: number; readonly limit: number },
): Promise<{ readonly accountId: AccountId; readonly id: string }[]> {
  const text = `
    select account_id, setup_id from setup_attempt
    where state = 'open' and (owner = $1 or touched_at < $2)
    order by touched_at limit $3`;
  return db.query({ text, values: [given.owner, given.staleBeforeMs, given.limit] }, (row) => ({
    accountId: idFrom('acct', column.text(row, 'account_id')),
    id: column.text(row, 'setup_id'),
  }));
}

function decodeView(row: RawRow): SetupView {
  const setup = nested(row, 'setup') ?? {};
  const attempt = nested(row, 'attempt');
  const method = nested(row, 'method');
  const session = nested(row, 'session');
  return {
    setup: decodeSetup(setup, attempt && decodeAttempt(attempt)),
    method: method && decodePaymentMethod(method),
    session: session && decodeSession(session),
  };
}

function decodeSetup(row: RawRow, attempt: SetupAttempt | null): SetupIntent {
  const mandate = column.textOrNull(row, 'mandate_id');
  return {
    accountId: idFrom('acct', column.text(row, 'account_id')),
    id: idFrom('seti', column.text(row, 'id')),
    version: column.integer(row, 'version'),
    createdAtMs: column.integer(row, 'created_at'),
    wishes: readSetupWishes(column.json(row, 'wishes')),
    paymentMethod: idOrNull('pm', column.textOrNull(row, 'payment_method_id')),
    lastProblem: readProblem(column.jsonOrNull(row, 'last_problem')),
    attempt,
    mandate: mandate === null ? null : idFrom('mandate', mandate),
    state: decodeState(row),
  };
}

function decodeState(row: RawRow): SetupState {
  const status = column.oneOf(row, 'status', [
    'requires_payment_method',
    'requires_confirmation',
    'requires_action',
    'processing',
    'succeeded',
    'canceled',
  ]);
  if (status === 'requires_action') {
    const authenticationId = idFrom('auth', column.text(row, 'authentication_id'));
    return { status, authenticationId, expiresAtMs: column.integer(row, 'action_expires_at') };
  }
  if (status !== 'canceled') return { status };
  const reasons = ['abandoned', 'duplicate', 'requested_by_customer'] as const;
  const reason = column.oneOf(row, 'cancellation_reason', reasons);
  return { status, reason, canceledAtMs: column.integer(row, 'canceled_at') };
}

function decodeAttempt(row: RawRow): SetupAttempt {
  return {
    id: idFrom('setatt', column.text(row, 'id')),
    paymentMethod: idFrom('pm', column.text(row, 'payment_method_id')),
    provider: column.text(row, 'provider'),
    wire: wireSchema.parse(column.json(row, 'wire')),
    authenticationId: idOrNull('auth', column.textOrNull(row, 'authentication_id')),
    openedAtMs: column.integer(row, 'opened_at'),
    state: column.oneOf(row, 'state', ['open', 'challenged', 'succeeded', 'failed', 'abandoned']),
    problem: readProblem(column.jsonOrNull(row, 'problem')),
  };
}
