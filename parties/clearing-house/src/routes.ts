// The HTTP door: messages of members in, statements out. Each member comes with its own key.

import { type HttpApp, RequestError } from '@kassa/http';
import type { Result } from '@kassa/result';
import { parseDate } from '@kassa/time';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { receiveFile } from './ach/receive-file.ts';
import { receiveCollections } from './collections/receive-collections.ts';
import { receiveTransfer } from './credit-transfers/receive-transfer.ts';
import { detailOf, type Refusal, reasonOf, type StatusReport } from './errors.ts';
import type { Member } from './members/directory.ts';
import type { Ports } from './ports.ts';
import { receiveReturns } from './returns/receive-returns.ts';
import { cancelPayments } from './rtgs/end-payments.ts';
import { receivePayments } from './rtgs/receive-payments.ts';
import { paymentsOf } from './rtgs/store.ts';
import { receiveSettlement } from './settlements/receive-settlement.ts';
import { findSettlement } from './settlements/store.ts';
import { writeStatement } from './statements/statement.ts';
import { findWindow } from './windows/store.ts';

type Receive = (
  ports: Ports,
  sender: Member,
  xml: string,
) => Promise<Result<StatusReport, Refusal>>;

/** Taken now and settled later is 202; a message whose payments were lost afterwards was taken. */
const statusOf: Readonly<Record<StatusReport['status'], number>> = {
  ACCP: 202,
  PDNG: 202,
  ACSC: 200,
  RJCT: 200,
};

export function addRoutes(app: HttpApp, ports: Ports): void {
  const take = (receive: Receive) => async (request: FastifyRequest, reply: FastifyReply) => {
    const sender = memberOf(ports, request);
    if (typeof request.body !== 'string') {
      throw new RequestError(
        415,
        'not_text',
        'Send messages as application/xml, ACH files as text/plain.',
      );
    }
    const taken = await receive(ports, sender, request.body);
    if (taken.ok) return reply.status(statusOf[taken.value.status]).send(taken.value);
    const { iso, status } = reasonOf[taken.error.code];
    const reason = { code: iso, detail: detailOf(taken.error) };
    ports.log.warn({ sender: sender.code, reason }, 'a message is refused');
    return reply.status(status).send({ status: 'RJCT', reason });
  };
  app.post('/settlements', take(receiveSettlement));
  app.post('/credit-transfers', take(receiveTransfer));

  app.post('/ach/files', take(receiveFile));
  app.post('/collections', take(receiveCollections));
  app.post('/returns', take(receiveReturns));
  app.post('/rtgs/payments', take(receivePayments));

  type OfMessage = { Params: { messageId: string } };
  app.get<OfMessage>('/rtgs/payments/:messageId', async (request) => {
    const sender = memberOf(ports, request);
    const { messageId } = request.params;
    const payments = await paymentsOf(ports.db, { sender: sender.code, messageId });
    if (payments.length === 0) throw nothingHere(`no payment ${messageId} of ${sender.code}`);
    return {
      messageId,
      payments: payments.map(({ endToEndId, state, reason }) => ({ endToEndId, state, reason })),
    };
  });
  app.delete<OfMessage>('/rtgs/payments/:messageId', async (request) => {
    const sender = memberOf(ports, request);
    const { messageId } = request.params;
    return {
      messageId,
      cancelled: await cancelPayments(ports, { sender: sender.code, messageId }),
    };
  });

  app.get<OfMessage>('/settlements/:messageId', async (request) => {
    const sender = memberOf(ports, request);
    const { messageId } = request.params;
    const settlement = await findSettlement(ports.db, { sender: sender.code, messageId });
    if (!settlement) throw nothingHere(`no settlement ${messageId} of ${sender.code}`);
    const { state, settleOn, currency, settledAtMs } = settlement;
    const window = await findWindow(ports.db, { businessDate: settleOn, currency });
    const waitsFor = window?.state === 'aborted' ? window.reason : null;
    return { messageId, state, settlesOn: settleOn, settledAtMs, waitsFor };
  });

  app.get<{ Params: { member: string }; Querystring: { date?: string } }>(
    '/statements/:member',
    async (request, reply) => {
      const member = memberOf(ports, request);
      if (member.code !== request.params.member) {
        throw new RequestError(403, 'not_yours', 'A member reads its own statement only.');
      }
      const date = parseDate(request.query.date ?? '');
      if (!date.ok) {
        throw new RequestError(400, 'not_a_date', 'Name the day: ?date=2026-11-23.');
      }
      const xml = await writeStatement(ports, member, date.value);
      if (xml === undefined) throw nothingHere(`no account of ${member.code} has moved`);
      return reply.type('application/xml; charset=utf-8').send(xml);
    },
  );
}

function memberOf(ports: Ports, request: FastifyRequest): Member {
  const key = /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1];
  const member = key === undefined ? undefined : ports.members.byKey(key);
  if (member) return member;
  throw new RequestError(401, 'unauthorized', 'Members come with their key as a bearer.');
}

function nothingHere(detail: string): RequestError {
  return new RequestError(404, 'not_found', `There is ${detail}.`);
}
