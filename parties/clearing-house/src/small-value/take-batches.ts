// A message of small-value payments is taken once, whole, into open windows.

import { type Unit, unit } from '@kassa/database';
import type { Currency } from '@kassa/money';
import { assert, err, ok, type Result } from '@kassa/result';
import type { PlainDate } from '@kassa/time';
import type { Refusal, StatusReport } from '../errors.ts';
import { findTaken, type TakenMessage, takeMessage } from '../messages.ts';
import type { Ports } from '../ports.ts';
import { settlesOn } from '../settlements/decide.ts';
import { openWindow, whileOpen } from '../windows/store.ts';
import { nameOf, type WindowKey } from '../windows/window.ts';
import type { NewBatch } from './batch.ts';
import { progressOf, recordBatches } from './store.ts';

export type Taking = Pick<TakenMessage, 'sender' | 'messageId' | 'kind' | 'fingerprint'>;

export type Prepared = {
  readonly batches: readonly NewBatch[];
  /** What else is committed with the message. */
  readonly more?: Unit;
};

/** The window of a wished day as it is now. */
export type WindowOf = (wished: PlainDate, currency: Currency) => WindowKey;

/** As often as windows may close under the hands of one message. */
const triesMax = 3;

export async function takeBatches(
  ports: Ports,
  message: Taking,
  prepare: (windowOf: WindowOf) => Promise<Result<Prepared, Refusal>>,
): Promise<Result<StatusReport, Refusal>> {
  for (let tries = 0; tries < triesMax; tries += 1) {
    const taken = await findTaken(ports.db, message.sender, message.messageId);
    if (taken) return answerAgain(ports, message, taken);
    const receivedAtMs = ports.clock.nowMs();
    const prepared = await prepare((wished, currency) => ({
      businessDate: settlesOn(wished, receivedAtMs, ports.day),
      currency,
    }));
    if (!prepared.ok) return prepared;
    const { batches, more = {} } = prepared.value;
    const windows = new Map(batches.map(({ window }) => [nameOf(window), window]));
    for (const window of windows.values()) await openWindow(ports.db, window, receivedAtMs);
    const done = await ports.db.commit(
      unit(
        takeMessage({ ...message, receivedAtMs }),
        ...[...windows.values()].map(whileOpen),
        recordBatches({ ...message, atMs: receivedAtMs }, batches),
        more,
      ),
    );
    if (done.ok) return ok(await stateOf(ports, message));
    const { error } = done;
    if (error.code === 'refused' && error.reason === 'insufficient_funds') {
      return err({ code: 'insufficient_funds', detail: `the account of ${message.sender}` });
    }
    // The same message on two connections at once, a window that has closed, or a payment that was
    // returned in this moment: looked at anew, it is answered.
    const isOvertaken =
      error.code === 'guard' || (error.code === 'conflict' && error.constraint === 'message_pk');
    assert(isOvertaken, `a batch was refused by the database: ${JSON.stringify(error)}`);
  }
  throw new Error(`${message.messageId} was overtaken ${triesMax} times: send it again`);
}

async function answerAgain(
  ports: Ports,
  message: Taking,
  taken: Pick<TakenMessage, 'kind' | 'fingerprint'>,
): Promise<Result<StatusReport, Refusal>> {
  if (taken.kind === message.kind && taken.fingerprint === message.fingerprint) {
    return ok(await stateOf(ports, message));
  }
  const detail = `${message.messageId} was used for another message`;
  return err({ code: 'message_id_reused', detail });
}

/** What is in no window has settled with the message. */
async function stateOf({ db }: Ports, { sender, messageId }: Taking): Promise<StatusReport> {
  const progress = await progressOf(db, { sender, messageId });
  if (!progress || progress.isSettled) return { messageId, status: 'ACSC' };
  return { messageId, status: 'ACCP', settlesOn: progress.settlesOn };
}
