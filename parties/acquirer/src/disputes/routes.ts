// The doors of disputes: the network brings its files, the gateway reads what has changed, answers
// for a merchant, or gives up for it.

import { merchantDocuments } from '@kassa/clearing-file';
import { type HttpApp, parseInput, RequestError } from '@kassa/http';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Contract } from '../merchants/contract.ts';
import type { Ports } from '../ports.ts';
import { acceptDispute, answerDispute } from './answer-dispute.ts';
import { type AnswerRefusal, answers } from './decide.ts';
import type { Dispute, Move, Step } from './dispute.ts';
import { disputesOf, findDispute, livesOf } from './store.ts';
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
  documents: z.array(z.enum(merchantDocuments)).max(20).default([]),
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
    const shown = found.slice(0, limit);
    return { disputes: await viewsOf(means, shown), hasMore: found.length > limit };
  });

  for (const what of answers) {
    app.post<OfDispute>(`/merchants/:mid/disputes/:id/${what}`, async (request) => {
      const { id } = await mine(means, request);
      const answer = parseInput(answerInput, request.body);
      const answered = await answerDispute(means, { ...answer, id, what });
      if (!answered.ok) throw refused(answered.error);
      means.wakeAnswers();
      return viewOf(means, answered.value);
    });
  }

  app.post<OfDispute>('/merchants/:mid/disputes/:id/acceptance', async (request) => {
    const { id } = await mine(means, request);
    const accepted = await acceptDispute(means, {
      ...parseInput(acceptanceInput, request.body),
      id,
    });
    if (!accepted.ok) throw refused(accepted.error);
    means.wakeAnswers();
    return viewOf(means, accepted.value);
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
  not_asked: 'The issuer has not asked for it.',
  too_late: 'The day by which it had to be answered has passed.',
};

function refused(code: AnswerRefusal | 'dispute_unknown'): RequestError {
  if (code === 'dispute_unknown') return new RequestError(404, code, 'There is no such dispute.');
  return new RequestError(409, code, words[code]);
}

async function viewOf(means: DisputeDoors, dispute: Dispute) {
  const [view] = await viewsOf(means, [dispute]);
  return view;
}

/** Amounts in minor units as text, those of moves signed as the merchant sees them. */
async function viewsOf({ db }: DisputeDoors, disputes: readonly Dispute[]) {
  const lives = await livesOf(
    db,
    disputes.map(({ id }) => id),
  );
  return disputes.map((dispute) => ({
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
    dueAtMs: dispute.preDueAtMs ?? dispute.dueAtMs,
    changedAtMs: dispute.changedAtMs,
    steps: lives.get(dispute.id)?.steps.map(stepView) ?? [],
    moves: lives.get(dispute.id)?.moves.map(moveView) ?? [],
  }));
}

const stepView = ({ kind, by, atMs, text, documents, dueAtMs, networkFeeMinor }: Step) => ({
  ...{ kind, by, atMs, text, documents, dueAtMs: dueAtMs ?? null },
  networkFeeMinor: networkFeeMinor === undefined ? null : String(networkFeeMinor),
});

const moveView = ({ kind, round, amountMinor, feeMinor, atMs, valueOn }: Move) => ({
  ...{ kind, round, atMs, valueOn },
  amountMinor: String(amountMinor),
  feeMinor: String(feeMinor),
});
