// A member's own large-value payments arrive: each joins the queue, and the queue is tried at once.
// So what is covered settles before the answer, and nothing overtakes what waited before.

import { unit } from '@kassa/database';
import { readPacs009 } from '@kassa/iso20022';
import { assert, err, ok, type Result } from '@kassa/result';
import type { Refusal, StatusReport } from '../errors.ts';
import type { Member } from '../members/directory.ts';
import { findTaken, fingerprintOf, takeMessage } from '../messages.ts';
import type { Ports } from '../ports.ts';
import { checkPayments } from './check.ts';
import { paymentsOf, recordPayments } from './store.ts';

export async function receivePayments(
  ports: Ports,
  sender: Member,
  xml: string,
): Promise<Result<StatusReport, Refusal>> {
  const read = readPacs009(xml);
  if (!read.ok) return err({ code: 'unreadable', error: read.error });
  const message = read.value;
  const key = { sender: sender.code, messageId: message.messageId };
  const fingerprint = fingerprintOf(['rtgs', message.transfers]);

  const taken = await findTaken(ports.db, key.sender, key.messageId);
  if (taken && taken.fingerprint !== fingerprint) {
    const detail = `${key.messageId} was used for another message`;
    return err({ code: 'message_id_reused', detail });
  }
  if (taken) return ok(await stateOf(ports, key));

  const checked = checkPayments(message, sender, ports.members);
  if (!checked.ok) return checked;
  const receivedAtMs = ports.clock.nowMs();
  const payments = message.transfers.map((one) => ({ ...one, id: ports.makeId('lvp') }));
  const done = await ports.db.commit(
    unit(
      takeMessage({ ...key, kind: 'pacs.009', fingerprint, receivedAtMs }),
      recordPayments({ ...key, atMs: receivedAtMs }, payments),
    ),
  );
  if (done.ok) {
    await ports.tryWaiting();
    return ok(await stateOf(ports, key));
  }
  // The same message on two connections at once: the other one won.
  assert(
    done.error.code === 'conflict' && done.error.constraint === 'message_pk',
    `large-value payments were refused by the database: ${JSON.stringify(done.error)}`,
  );
  return receivePayments(ports, sender, xml);
}

/** Waits while one of them waits; refused where one was rejected or cancelled. */
async function stateOf(
  { db }: Ports,
  key: { readonly sender: string; readonly messageId: string },
): Promise<StatusReport> {
  const payments = await paymentsOf(db, key);
  const { messageId } = key;
  if (payments.some(({ state }) => state === 'queued')) return { messageId, status: 'PDNG' };
  const lost = payments.find(({ state }) => state !== 'settled');
  if (!lost) return { messageId, status: 'ACSC' };
  const detail = `${lost.endToEndId} ${lost.reason ?? lost.state}`;
  const code = lost.state === 'rejected' ? 'AM04' : 'CUST';
  return { messageId, status: 'RJCT', reason: { code, detail } };
}
