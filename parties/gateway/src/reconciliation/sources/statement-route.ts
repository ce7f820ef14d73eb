// The door for banks: whoever holds the key of a merchant's statements brings them here (camt.053).

import { constantTimeEqual } from '@kassa/crypto';
import type { Database } from '@kassa/database';
import { type HttpApp, RequestError } from '@kassa/http';
import type { Secret } from '@kassa/secret';
import type { Clock } from '@kassa/time';
import type { FastifyRequest } from 'fastify';
import { takeStatement } from './statements.ts';

export type StatementSender = {
  readonly account: string;
  readonly bank: string;
  readonly key: Secret<string>;
};

/** Of twenty thousand entries, with room. */
const bodyLimit = 32 * 1024 * 1024;

export function registerStatements(
  app: HttpApp,
  means: {
    readonly db: Database;
    readonly clock: Clock;
    readonly from: readonly StatementSender[];
  },
): void {
  const senderOf = ({ headers }: FastifyRequest): StatementSender => {
    const given = headers.authorization ?? '';
    const sender = means.from.find(({ key }) => constantTimeEqual(given, `Bearer ${key.reveal()}`));
    if (sender !== undefined) return sender;
    throw new RequestError(401, 'unauthorized', 'Come with the key of a merchant’s statements.');
  };
  // Who has no key sends no long body.
  const onRequest = async (request: FastifyRequest) => void senderOf(request);
  app.post('/bank-statements', { bodyLimit, onRequest }, async (request) => {
    const text = request.body;
    if (typeof text !== 'string') {
      throw new RequestError(415, 'not_xml', 'Send the statement as application/xml.');
    }
    const { account: accountId, bank: by } = senderOf(request);
    const nowMs = means.clock.nowMs();
    const taken = await takeStatement(means.db, { accountId, by, text, nowMs });
    if (taken.ok) return { taken: taken.value };
    throw new RequestError(422, 'statement_refused', JSON.stringify(taken.error));
  });
}
