// The one way in which a setup changes: events become rows, the kept card, the mandate, jobs and
// whatever follows a setup, all in one unit of work.

import { type Refused, type Row, type Unit, unit } from '@kassa/database';
import { addJob } from '@kassa/jobs';
import { Bug, err, ok, type Result } from '@kassa/result';
import type { Cause } from '../payments/ports.ts';
import { attachMethod } from '../vault/change-method.ts';
import type { SetupRefusal } from './errors.ts';
import { evolve } from './evolve.ts';
import { insertMandate } from './mandate.ts';
import type { SetupMeans, SetupStep, SetupView } from './ports.ts';
import type { SetupAttempt, SetupIntent } from './setup.ts';
import type { SetupEvent } from './setup-event.ts';
import { setupAttemptRow, setupRow } from './store.ts';

export type From = Omit<SetupView, 'setup'> & { readonly setup: SetupIntent | null };

export type PreparedSetup = { readonly step: SetupStep; readonly unit: Unit };

export function prepareSetup(
  means: SetupMeans,
  from: From,
  { events, cause }: { readonly events: readonly SetupEvent[]; readonly cause: Cause | null },
): PreparedSetup {
  const atMs = means.clock.nowMs();
  const rows: Row[] = [];
  const attempts = new Map<string, SetupAttempt>();
  let setup = from.setup;
  for (const event of events) {
    const before: SetupIntent | null = setup;
    setup = evolve(before, event);
    rows.push(eventRow(before, setup, event));
    const { attempt } = setup;
    if (attempt !== null && attempt !== before?.attempt) attempts.set(attempt.id, attempt);
  }
  if (setup === null) throw new Bug('a step has events');
  const kept = keepCard(setup, events, from.method);
  const step: SetupStep = {
    before: from.setup,
    events,
    view: { setup, method: kept.method, session: from.session },
    isAttached: kept.isAttached,
    cause,
    atMs,
  };
  return {
    step,
    unit: unit(
      setupUnit(from.setup, setup),
      { inserts: [{ table: 'setup_event', rows }] },
      ...attemptUnits(means, { setup, events, attempts: [...attempts.values()], atMs }),
      kept.unit,
      mandateUnit(setup, events, atMs),
      expiryJob(setup),
      ...means.followers.map((follow) => follow(step)),
    ),
  };
}

export async function commitSetup(
  means: SetupMeans,
  prepared: PreparedSetup,
  ...more: readonly Unit[]
): Promise<Result<SetupView, SetupRefusal>> {
  const committed = await means.db.commit(unit(prepared.unit, ...more));
  return committed.ok ? ok(prepared.step.view) : err(refusalOf(committed.error));
}

function eventRow(before: SetupIntent | null, after: SetupIntent, event: SetupEvent): Row {
  const { type, atMs, ...data } = event;
  return {
    account_id: after.accountId,
    setup_id: after.id,
    seq: after.version,
    type,
    from_status: before?.state.status ?? 'none',
    to_status: after.state.status,
    at: atMs,
    data,
  };
}

function setupUnit(before: SetupIntent | null, after: SetupIntent): Unit {
  const row = setupRow(after);
  if (before === null) return { inserts: [{ table: 'setup_intent', rows: [row] }] };
  const key = { account_id: after.accountId, id: after.id };
  const expect = { version: before.version };
  return { updates: [{ as: 'setup_intent', table: 'setup_intent', key, set: row, expect }] };
}

type Attempts = {
  readonly setup: SetupIntent;
  readonly events: readonly SetupEvent[];
  readonly attempts: readonly SetupAttempt[];
  readonly atMs: number;
};

function attemptUnits(means: SetupMeans, { setup, events, attempts, atMs }: Attempts): Unit[] {
  const opened = new Set(
    events.flatMap((event) => (event.type === 'attempt_opened' ? [event.attempt.id] : [])),
  );
  return attempts.map((attempt) => {
    const row = setupAttemptRow(setup, attempt, { owner: means.owner, nowMs: atMs });
    if (opened.has(attempt.id)) return { inserts: [{ table: 'setup_attempt', rows: [row] }] };
    const key = { account_id: setup.accountId, id: attempt.id };
    return { updates: [{ as: 'setup_attempt', table: 'setup_attempt', key, set: row }] };
  });
}

type Kept = Pick<SetupView, 'method'> & { readonly isAttached: boolean; readonly unit: Unit };

/** With the setup's success the card becomes the customer's. */
function keepCard(
  { wishes }: SetupIntent,
  events: readonly SetupEvent[],
  method: SetupView['method'],
): Kept {
  const isVerified = events.some(({ type }) => type === 'verified');
  const asIs: Kept = { method, isAttached: false, unit: {} };
  if (!isVerified || method === null || wishes.customer === null) return asIs;
  const attached = attachMethod(method, wishes.customer);
  // Detached, or given to another, while the bank was asked: the setup stands, the card is theirs.
  if (!attached.ok || attached.value.method === method) return asIs;
  return { ...attached.value, isAttached: true };
}

function mandateUnit(setup: SetupIntent, events: readonly SetupEvent[], atMs: number): Unit {
  const { mandate, paymentMethod, accountId, wishes } = setup;
  const isNew = events.some(({ type }) => type === 'verified') && mandate !== null;
  if (!isNew || paymentMethod === null || wishes.acceptance === null) return {};
  const { customer, acceptance } = wishes;
  const type = 'multi_use';
  const about = { accountId, id: mandate, paymentMethod, customer, type, acceptance } as const;
  return insertMandate({ ...about, createdAtMs: atMs });
}

/** A challenge that nobody answers ends by itself, by one owner: a job at the time. */
function expiryJob({ accountId, id, state }: SetupIntent): Unit {
  if (state.status !== 'requires_action') return {};
  const { authenticationId, expiresAtMs } = state;
  const payload = { accountId, setupId: id, authenticationId };
  const jobKey = `setup-challenge:${authenticationId}`;
  return addJob('expire-setup-challenge', payload, { runAtMs: expiresAtMs, jobKey });
}

const contested = new Set([
  'payment_method_token_once',
  'setup_event_pk',
  'setup_attempt_one_open',
]);

/** A race that another writer won, or the caller's key; anything else is a bug of ours. */
function refusalOf(refused: Refused): SetupRefusal {
  if (refused.code === 'guard') return { code: 'busy' };
  const name = 'constraint' in refused ? refused.constraint : '';
  if (name === 'idempotency_record_pk') return { code: 'key_used' };
  if (contested.has(name)) return { code: 'busy' };
  throw new Bug(`a setup's unit was refused: ${JSON.stringify(refused)}`);
}
