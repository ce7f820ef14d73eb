// Where the network brings its files and the clearing house its messages, each with its own key.

import type { HttpApp } from '@kassa/http';
import type { Secret } from '@kassa/secret';
import { takeDisputeFile } from '../disputes/take-disputes.ts';
import type { Bank } from '../ports.ts';
import { requireBearer } from '../require-bearer.ts';
import { takeCreditTransfers, takeNotification } from './clearing-house.ts';
import { takeReport } from './send-back.ts';
import { takeCollections } from './take-collections.ts';
import { takeClearingFile } from './take-file.ts';

export type ClearingKeys = {
  /** What the network shows. */
  readonly network: Secret<string>;
  /** What the clearing house shows. */
  readonly clearingHouse: Secret<string>;
};

export type Clearing = {
  readonly bank: Bank;
  readonly keys: ClearingKeys;
  /** There may be messages to send because of it. */
  readonly onTaken: () => void;
};

/** 100 000 items of a few hundred characters. */
const fileBytesMax = 64 * 1_048_576;

export function registerClearing(app: HttpApp, { bank, keys, onTaken }: Clearing): void {
  const fromNetwork = { onRequest: requireBearer(keys.network) };
  const fromClearingHouse = { onRequest: requireBearer(keys.clearingHouse) };

  const big = { ...fromNetwork, bodyLimit: fileBytesMax };
  app.post('/clearing/presentments', big, async (request, reply) => {
    const taken = await takeClearingFile(bank, textOf(request.body));
    onTaken();
    if (taken.ok) return reply.type('text/plain; charset=utf-8').send(taken.value);
    bank.log.warn({ refused: taken.error }, 'a clearing file is refused');
    return reply.status(taken.error.code === 'file_id_reused' ? 409 : 422).send(taken.error);
  });

  app.post('/clearing/disputes', big, async (request, reply) => {
    const taken = await takeDisputeFile(bank, textOf(request.body));
    onTaken();
    if (taken.ok) return reply.type('text/plain; charset=utf-8').send(taken.value);
    bank.log.warn({ refused: taken.error }, 'a file of disputes is refused');
    return reply.status(taken.error.code === 'file_id_reused' ? 409 : 422).send(taken.error);
  });

  app.post('/clearing/notifications', fromClearingHouse, async (request, reply) => {
    const taken = await takeNotification(bank, textOf(request.body));
    if (taken.ok) return reply.send({ booked: taken.value });
    return reply.status(422).send(taken.error);
  });

  app.post('/clearing/credit-transfers', fromClearingHouse, async (request, reply) => {
    const taken = await takeCreditTransfers(bank, textOf(request.body));
    onTaken();
    if (taken.ok) return reply.send({ ...taken.value, status: 'ACSC' });
    bank.log.warn({ refused: taken.error }, 'a credit transfer is refused');
    return reply.status(422).send({ status: 'RJCT', reason: `FF01 ${taken.error.detail}` });
  });

  app.post('/clearing/collections', fromClearingHouse, async (request, reply) => {
    const taken = await takeCollections(bank, textOf(request.body));
    onTaken();
    return taken.ok ? reply.send(taken.value) : reply.status(422).send(taken.error);
  });

  app.post('/clearing/status-reports', fromClearingHouse, async (request, reply) => {
    const taken = await takeReport(bank, textOf(request.body));
    return taken.ok ? reply.send(taken.value) : reply.status(422).send(taken.error);
  });
}

function textOf(body: unknown): string {
  return typeof body === 'string' ? body : '';
}
