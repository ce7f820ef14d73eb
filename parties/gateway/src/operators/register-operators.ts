// Addresses for operators and the lobby: the control door, the last payments, an import and the
// sending of payouts on demand.

import { registerControl, type Schedule } from '@kassa/control';
import { constantTimeEqual } from '@kassa/crypto';
import { column, type Database } from '@kassa/database';
import { type HttpApp, parseInput, RequestError } from '@kassa/http';
import type { Jobs } from '@kassa/jobs';
import type { Secret } from '@kassa/secret';
import type { VirtualClock } from '@kassa/time';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Connector } from '../connectors/connector.ts';
import { declineTableVersion } from '../payments/decline-table.ts';
import type { PaymentMeans } from '../payments/ports.ts';
import { takeStatement } from '../reconciliation/sources/statements.ts';
import type { RoutingHealth } from '../routing/routing-health.ts';
import { countOfStrays } from '../settlement/strays.ts';
import { registerAdviceDesk } from './advice-desk.ts';
import { positions } from './positions.ts';
import { prove } from './prove.ts';
import { recentPayments } from './recent-payments.ts';
import { trace } from './trace.ts';

export type OperatorMeans = {
  readonly db: Database;
  readonly clock: VirtualClock;
  readonly key: Secret<string>;
  readonly party: string;
  readonly schedule: Schedule;
  readonly jobs: Jobs;
  readonly connectors: readonly Connector[];
  readonly payments: PaymentMeans;
  readonly routing: () => RoutingHealth;
  readonly drain: () => Promise<void>;
  readonly importSettlements: () => Promise<number>;
  readonly sendPayouts: () => Promise<number>;
  readonly reconcile: (askedBy: string) => Promise<number>;
};

const listInput = z.object({ limit: z.coerce.number().int().min(1).max(200).default(20) });

const statementInput = z.strictObject({
  account: z.string().min(1).max(80),
  by: z.string().min(1).max(200),
  statement: z.string(),
});

export function registerOperators(app: HttpApp, means: OperatorMeans): void {
  const { db, clock, key, party, schedule } = means;
  registerControl(app, {
    key,
    clock,
    db,
    party,
    schedule,
    prove: () => prove(db, party),
    positions: () => positions(db),
    trace: (reference) => trace(db, reference),
    drain: means.drain,
    health: () => health(means),
  });
  const onRequest = async (request: FastifyRequest) => requireKey(request, key);
  registerAdviceDesk(app, means.payments, onRequest);
  app.get('/_kassa/payments', { onRequest }, async (request) => ({
    payments: await recentPayments(db, parseInput(listInput, request.query).limit),
  }));
  app.get('/_kassa/routing', { onRequest }, async () => means.routing());
  app.post('/_kassa/settlements/import', { onRequest }, async () => ({
    imported: await means.importSettlements(),
  }));
  app.post('/_kassa/payouts/send', { onRequest }, async () => ({
    sent: await means.sendPayouts(),
  }));
  app.post('/_kassa/reconciliation/run', { onRequest }, async () => ({
    exceptions: await means.reconcile('control'),
  }));
  app.post('/_kassa/reconciliation/statements', { onRequest }, async ({ body }) => {
    const { account: accountId, by, statement: text } = parseInput(statementInput, body);
    const taken = await takeStatement(db, { accountId, by, text, nowMs: clock.nowMs() });
    if (taken.ok) return { taken: taken.value };
    throw new RequestError(422, 'statement_refused', JSON.stringify(taken.error));
  });
}

async function health({ db, jobs, connectors }: OperatorMeans) {
  const text = `
    select
      (select count(*) from advice where state = 'waiting') as advices_waiting,
      (select count(*) from advice where state = 'refused') as advices_refused,
      (select count(*) from advice where state = 'manual') as advices_manual,
      (select count(*) from payment_attempt where state = 'open') as attempts_open,
      -- By its open attempt: of payments there are too many to go through.
      (select count(*) from payment_attempt a
        join payment_intent i on i.account_id = a.account_id and i.id = a.intent_id
        where a.state in ('open', 'unknown') and i.status = 'processing') as processing,
      (select count(*) from webhook_delivery where state = 'failed') as webhooks_failed,
      ${countOfStrays} as settlements_unknown`;
  const counts = await db.one({ text }, (row) => ({
    advicesWaiting: column.integer(row, 'advices_waiting'),
    advicesRefused: column.integer(row, 'advices_refused'),
    advicesManual: column.integer(row, 'advices_manual'),
    attemptsOpen: column.integer(row, 'attempts_open'),
    processing: column.integer(row, 'processing'),
    webhooksFailed: column.integer(row, 'webhooks_failed'),
    settlementsUnknown: column.integer(row, 'settlements_unknown'),
  }));
  const acquirers = Object.fromEntries(
    connectors.map((connector) => [connector.name, connector.isConnected()]),
  );
  const jobsFailed = (await jobs.failed(100)).length;
  const advicesAmiss = (counts?.advicesRefused ?? 0) + (counts?.advicesManual ?? 0);
  const amiss = jobsFailed + advicesAmiss + (counts?.settlementsUnknown ?? 0);
  const ok = amiss === 0;
  return { ok, details: { acquirers, ...counts, jobsFailed, declineTable: declineTableVersion } };
}

function requireKey(request: FastifyRequest, key: Secret<string>): void {
  const given = request.headers.authorization ?? '';
  if (constantTimeEqual(given, `Bearer ${key.reveal()}`)) return;
  throw new RequestError(401, 'unauthorized', 'This address needs the control key as a bearer.');
}
