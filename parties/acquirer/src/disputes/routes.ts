// The doors of disputes: the network brings its files, the gateway reads what has changed, answers
// for a merchant, or gives up for it.

import { disputeDocuments } from '@kassa/clearing-file';
import { type HttpApp, parseInput, RequestError } from '@kassa/http';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Contract } from '../merchants/contract.ts';
import type { Ports } from '../ports.ts';
import { acceptDispute, answerDispute } from './answer-dispute.ts';
import type { AnswerRefusal } from './decide.ts';
import type { Dispute } from './dispute.ts';
import { disputesOf, findDispute } from './store.ts';
import { takeDisputes } from './take-disputes.ts';

export type DisputeDoors = Ports & {
  /** Throws unless the network's key came with it. */
  readonly requireNetwork: (request: FastifyRequest) => void;
  /** Throws unless the gateway's or the merchant's key came with it. */
  readonly contractOf: (request: FastifyRequest, mid: string) => Contract;
  readonly wakeAnswers: () => void;
};

const listQuery = z.object({
  since: z.coerce.number().int().min(0).default(0),
  /** `1790000000000:dp_…`, the last of the page before. */
  after: z
    .string()
    .regex(/^\d{1,16}:\w{1,64}$/)
    .optional(),
  limit: z.coerce.number().int().min(1).max(500).default(100),
});

const reference = z.string().min(1).max(100);
const answerInput = z.strictObject({
  reference,
  documents: z.array(z.enum(disputeDocuments)).max(20).default([]),
  statement: z.string().max(150_000).default(''),
});
const acceptanceInput = z.strictObject({ reference });

type OfDispute = { Params: { mid: string; id: string } };

export function addDisputeRoutes(app: HttpApp, means: DisputeDoors): void {
  app.post('/clearing/disputes', async (request, reply) => {
    means.requireNetwork(request);
    const taken = await takeDisputes(means, String(request.body));
    if (taken.ok) return reply.type('text/plain; charset=utf-8').send(taken.value);
    const { error } = taken;
    const detail = error.code === 'unreadable' ? `line ${error.line}: ${error.reason}` : error.code;
    const status = error.code === 'unreadable' ? 400 : 409;
    throw new RequestError(status, error.code, `The file of disputes is refused: ${detail}.`);
  });

  app.get<{ Params: { mid: string } }>('/merchants/:mid/disputes', async (request) => {
    const { mid } = means.contractOf(request, request.params.mid);
    const { since, after = '0:', limit } = parseInput(listQuery, request.query);
    const [changedAtMs = '0', id = ''] = after.split(':');
    const found = await disputesOf(means.db, {
      mid,
      changedSinceMs: since,
      after: { changedAtMs: Number(changedAtMs), id },
      limit: limit + 1,
    });
    return { disputes: found.slice(0, limit).map(viewOf), hasMore: found.length > limit };
  });

  app.post<OfDispute>('/merchants/:mid/disputes/:id/representment', async (request) => {
    const { id } = await mine(means, request);
    const answer = parseInput(answerInput, request.body);
    const answered = await answerDispute(means, { ...answer, id });
    if (!answered.ok) throw refused(answered.error);
    means.wakeAnswers();
    return viewOf(answered.value);
  });

  app.post<OfDispute>('/merchants/:mid/disputes/:id/acceptance', async (request) => {
    const { id } = await mine(means, request);
    const accepted = await acceptDispute(means, {
      ...parseInput(acceptanceInput, request.body),
      id,
    });
    if (!accepted.ok) throw refused(accepted.error);
    return viewOf(accepted.value);
  });
}

async function mine(means: DisputeDoors, request: FastifyRequest<OfDispute>): Promise<Dispute> {
  const { mid } = means.contractOf(request, request.params.mid);
  const found = await findDispute(means.db, request.params.id);
  if (found?.mid === mid) return found;
  throw new RequestError(404, 'not_found', `There is no dispute ${request.params.id}.`);
}

const words: Readonly<Record<AnswerRefusal, string>> = {
  dispute_ended: 'The dispute has ended.',
  answered_before: 'The dispute was answered before.',
  too_late: 'The day by which it had to be answered has passed.',
};

function refused(code: AnswerRefusal | 'dispute_unknown'): RequestError {
  if (code === 'dispute_unknown') return new RequestError(404, code, 'There is no such dispute.');
  return new RequestError(409, code, words[code]);
}

/** Amounts in minor units as text. */
function viewOf(dispute: Dispute) {
  return {
    id: dispute.id,
    caseId: dispute.caseId,
    arn: dispute.arn,
    rrn: dispute.rrn,
    part: dispute.part,
    currency: dispute.amount.currency,
    amountMinor: String(dispute.amount.minor),
    feeMinor: String(dispute.fee.minor),
    reason: dispute.reason,
    state: dispute.state,
    lostBy: dispute.lostBy,
    openedAtMs: dispute.openedAtMs,
    dueAtMs: dispute.dueAtMs,
    changedAtMs: dispute.changedAtMs,
  };
}
