// The HTTP door: what the clearing house tells, disputes, and the reports that gateway and merchants read.

import { constantTimeEqual } from '@kassa/crypto';
import { type HttpApp, parseInput, RequestError } from '@kassa/http';
import type { Secret } from '@kassa/secret';
import { isPlainDate, utcMidnightMs } from '@kassa/time';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { edgeOf, viewAuthorizations } from './authorizations/view.ts';
import { balancesOf } from './debts/store.ts';
import { addDisputeRoutes } from './disputes/routes.ts';
import { forecastFor } from './forecast/forecast.ts';
import { forecastReportOf } from './forecast/report.ts';
import type { Contract } from './merchants/contract.ts';
import { reportOf, summaryOf, unpaidOf } from './payouts/report.ts';
import { findPayout, payoutsOf } from './payouts/store.ts';
import type { Ports } from './ports.ts';
import { receiveAdvice } from './settlement/receive-advice.ts';
import { receiveReturns } from './settlement/receive-returns.ts';

export type RouteMeans = Ports & {
  readonly gatewayKey: Secret<string>;
  readonly deliveryKey: Secret<string>;
  /** What the network shows when it brings disputes. */
  readonly networkKey: Secret<string>;
  readonly wakeAnswers: () => void;
  /** Money has come: what should have been paid out this morning goes now. */
  readonly onSettled: () => Promise<void>;
};

const listQuery = z.object({
  since: z
    .union([
      z.string().refine(isPlainDate, 'a date 2026-11-23, or milliseconds').transform(toMs),
      z.coerce.number().int().min(0),
    ])
    .default(0),
  after: z.string().max(64).default(''),
  limit: z.coerce.number().int().min(1).max(500).default(100),
});

/** Items of one payout: as many as a page may have, after the number that the page before named. */
const reportQuery = z.object({
  after: z
    .string()
    .regex(/^\d{1,18}$/, 'the `next` of the page before')
    .default('0')
    .transform(BigInt),
  limit: z.coerce.number().int().min(1).max(1_000).default(500),
});

export function addRoutes(app: HttpApp, means: RouteMeans): void {
  const take =
    (receive: typeof receiveAdvice) =>
    async (request: FastifyRequest): Promise<{ readonly taken: number }> => {
      requireKey(request, [means.deliveryKey]);
      const received = await receive(means, textOf(request));
      if (received.ok) {
        await means.onSettled();
        return received.value;
      }
      const { error } = received;
      const detail =
        error.code === 'unreadable'
          ? `${error.error.code} at ${error.error.element}: ${error.error.detail}`
          : `the account ${error.account} is not ours`;
      throw new RequestError(400, error.code, `The message is refused: ${detail}.`);
    };
  app.post('/clearing/notifications', take(receiveAdvice));
  app.post('/clearing/returns', take(receiveReturns));

  // We keep no current accounts: a transfer to one of our IBANs goes back to its sender.
  app.post('/clearing/credit-transfers', async (request, reply) => {
    requireKey(request, [means.deliveryKey]);
    const reason = { code: 'AC01', detail: `${means.bank.name} keeps no such account` };
    return reply.status(422).send({ status: 'RJCT', reason });
  });

  addDisputeRoutes(app, {
    ...means,
    requireNetwork: (request) => requireKey(request, [means.networkKey]),
    contractOf: (request, mid) => contractOf(means, request, mid),
  });

  app.get<{ Params: { mid: string } }>('/merchants/:mid/settlements', async (request) => {
    const { mid } = contractOf(means, request, request.params.mid);
    const { since, after, limit } = parseInput(listQuery, request.query);
    const found = await payoutsOf(means.db, {
      ...{ mid, sinceMs: since, after, isInstructed: false, limit: limit + 1 },
    });
    const settlements = found.slice(0, limit).map(summaryOf);
    return { settlements, hasMore: found.length > limit };
  });

  app.get<{ Params: { mid: string } }>('/merchants/:mid/authorizations', async (request) => {
    const { mid } = contractOf(means, request, request.params.mid);
    const { since, until, after, limit } = parseInput(viewQuery, request.query);
    const found = await viewAuthorizations(means.db, {
      ...{ mid, sinceMs: since, untilMs: until, after, limit: limit + 1 },
    });
    const authorizations = found.slice(0, limit);
    const last = authorizations.at(-1);
    const hasMore = found.length > limit;
    return { authorizations, next: hasMore && last !== undefined ? edgeOf(last) : null };
  });

  app.get<{ Params: { mid: string } }>('/merchants/:mid/forecast', async (request) => {
    const contract = contractOf(means, request, request.params.mid);
    const owed = await balancesOf(means.db, contract.mid, { isOpen: true, limit: 100 });
    return forecastReportOf(await forecastFor(means, contract), owed);
  });

  app.get<{ Params: { mid: string } }>('/merchants/:mid/unpaid', async (request) => {
    const { mid } = contractOf(means, request, request.params.mid);
    return unpaidOf(means.db, mid, parseInput(reportQuery, request.query));
  });

  app.get<{ Params: { mid: string; id: string } }>(
    '/merchants/:mid/settlements/:id',
    async (request) => {
      const { mid } = contractOf(means, request, request.params.mid);
      const payout = await findPayout(means.db, request.params.id);
      if (payout?.mid !== mid) throw nothingHere(`settlement ${request.params.id}`);
      return reportOf(means.db, payout, parseInput(reportQuery, request.query));
    },
  );
}

/** Half-open: since, but not until. */
const viewQuery = z.object({
  since: z.coerce.number().int().min(0),
  until: z.coerce.number().int().min(0),
  after: z
    .string()
    .regex(/^(\d{1,16}\.[\w ]{1,12})?$/, 'the `next` of the page before')
    .default(''),
  limit: z.coerce.number().int().min(1).max(500).default(100),
});

function contractOf(means: RouteMeans, request: FastifyRequest, mid: string): Contract {
  const contract = means.contracts.byMid(mid);
  requireKey(request, contract ? [means.gatewayKey, contract.key] : [means.gatewayKey]);
  if (!contract) throw nothingHere(`contract ${mid}`);
  return contract;
}

function requireKey(request: FastifyRequest, keys: readonly Secret<string>[]): void {
  const given = /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1] ?? '';
  if (keys.some((key) => constantTimeEqual(given, key.reveal()))) return;
  throw new RequestError(401, 'unauthorized', 'This address needs a key as a bearer.');
}

function textOf(request: FastifyRequest): string {
  if (typeof request.body === 'string') return request.body;
  throw new RequestError(415, 'not_xml', 'Send the message as application/xml.');
}

function nothingHere(what: string): RequestError {
  return new RequestError(404, 'not_found', `There is no ${what}.`);
}

function toMs(text: string): number {
  return isPlainDate(text) ? utcMidnightMs(text) : 0;
}
