// Where the gateway says what is to be paid, and asks what has become of it.

import { constantTimeEqual } from '@kassa/crypto';
import { type HttpApp, parseInput, RequestError } from '@kassa/http';
import { currencyOf, money } from '@kassa/money';
import type { Secret } from '@kassa/secret';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Ports } from '../ports.ts';
import { type InstructionRefusal, instruct } from './instruct.ts';
import type { Payout } from './payout.ts';
import { payoutsOf } from './store.ts';

export type InstructionMeans = Ports & {
  readonly gatewayKey: Secret<string>;
  /** An instruction was taken: it is sent now. */
  readonly wakePayouts: () => void;
};

const instructionInput = z.strictObject({
  reference: z.string().min(1).max(100),
  currency: z.string().regex(/^[A-Z]{3}$/),
  amountMinor: z.string().regex(/^[1-9]\d{0,15}$/),
  to: z
    .strictObject({
      iban: z.string().regex(/^[A-Z]{2}\d{2}[A-Z0-9]{10,30}$/),
      holder: z.string().min(1).max(70),
    })
    .nullable(),
  remittance: z.string().min(1).max(140),
});

const listQuery = z.object({
  since: z.coerce.number().int().min(0).default(0),
  after: z.string().max(64).default(''),
  limit: z.coerce.number().int().min(1).max(500).default(100),
});

const refusals: Readonly<Record<InstructionRefusal['code'], readonly [number, string]>> = {
  paid_out_daily: [403, 'By its contract this merchant is paid out every banking day.'],
  reference_used: [409, 'Another instruction bears this reference.'],
  not_covered: [422, 'There is less at the merchant’s disposal. Nothing was paid.'],
};

export function addInstructionRoutes(app: HttpApp, means: InstructionMeans): void {
  const at = '/merchants/:mid/instructions';
  app.post<{ Params: { mid: string } }>(at, async (request, reply) => {
    const contract = contractOf(means, request, request.params.mid);
    const input = parseInput(instructionInput, request.body);
    const currency = currencyOf(input.currency);
    if (!currency.ok) throw new RequestError(400, 'currency_unknown', 'There is no such currency.');
    const { reference, to, remittance } = input;
    const amount = money(currency.value, BigInt(input.amountMinor));
    const taken = await instruct(means, contract, { reference, amount, to, remittance });
    if (!taken.ok) {
      const [status, message] = refusals[taken.error.code];
      throw new RequestError(status, taken.error.code, message);
    }
    means.wakePayouts();
    return reply.status(201).send(shown(taken.value));
  });
  app.get<{ Params: { mid: string } }>(at, async (request) => {
    const { mid } = contractOf(means, request, request.params.mid);
    const { since, after, limit } = parseInput(listQuery, request.query);
    const filter = { mid, sinceMs: since, after, isInstructed: true, limit: limit + 1 };
    const found = await payoutsOf(means.db, filter);
    return { instructions: found.slice(0, limit).map(shown), hasMore: found.length > limit };
  });
}

function shown(payout: Payout) {
  return {
    id: payout.id,
    reference: payout.reference,
    status: payout.state,
    currency: payout.amount.currency,
    amountMinor: String(payout.amount.minor),
    iban: payout.iban,
    valueOn: payout.valueOn,
    createdAtMs: payout.createdAtMs,
    endedAtMs: payout.endedAtMs,
    reason: payout.reason,
  };
}

function contractOf(means: InstructionMeans, request: FastifyRequest, mid: string) {
  const given = request.headers.authorization ?? '';
  if (!constantTimeEqual(given, `Bearer ${means.gatewayKey.reveal()}`)) {
    throw new RequestError(
      401,
      'unauthorized',
      'This address needs the gateway’s key as a bearer.',
    );
  }
  const contract = means.contracts.byMid(mid);
  if (contract) return contract;
  throw new RequestError(404, 'not_found', `There is no contract ${mid}.`);
}
