// The network's instruction arrives: taken once, settled on the morning of its banking day.

import { unit } from '@kassa/database';
import { readPacs009 } from '@kassa/iso20022';
import { assert, err, ok, type Result } from '@kassa/result';
import type { Refusal, StatusReport } from '../errors.ts';
import type { Member } from '../members/directory.ts';
import { findTaken, fingerprintOf, takeMessage } from '../messages.ts';
import type { Ports } from '../ports.ts';
import { openWindow, whileOpen } from '../windows/store.ts';
import { decideSettlement, settlesOn } from './decide.ts';
import { findSettlement, recordSettlement } from './store.ts';

export async function receiveSettlement(
  ports: Ports,
  sender: Member,
  xml: string,
  triesLeft = 3,
): Promise<Result<StatusReport, Refusal>> {
  const read = readPacs009(xml);
  if (!read.ok) return err({ code: 'unreadable', error: read.error });
  const instruction = read.value;
  const key = { sender: sender.code, messageId: instruction.messageId };
  const fingerprint = fingerprintOf([instruction.settledOn, instruction.transfers]);

  const taken = await findTaken(ports.db, key.sender, key.messageId);
  if (taken) return answerAgain(ports, key, taken.fingerprint === fingerprint);

  const decided = decideSettlement(instruction, sender, ports.members);
  if (!decided.ok) return decided;
  const receivedAtMs = ports.clock.nowMs();
  const settleOn = settlesOn(instruction.settledOn, receivedAtMs, ports.day);
  const window = { businessDate: settleOn, currency: decided.value };
  await openWindow(ports.db, window, receivedAtMs);
  const done = await ports.db.commit(
    unit(
      takeMessage({ ...key, kind: 'pacs.009', fingerprint, receivedAtMs }),
      whileOpen(window),
      recordSettlement(
        { ...key, receivedAtMs, settleOn, currency: window.currency },
        instruction.transfers,
      ),
    ),
  );
  if (done.ok) return ok({ messageId: key.messageId, status: 'ACCP', settlesOn: settleOn });
  const { error } = done;
  // The same message on two connections at once: the other one won. Or the window has closed in this
  // moment: its hour has come, and the next one takes it.
  assert(
    (error.code === 'conflict' && error.constraint === 'message_pk') ||
      (error.code === 'guard' && error.guard === 'window_open' && triesLeft > 0),
    `a settlement was refused by the database: ${JSON.stringify(error)}`,
  );
  return receiveSettlement(ports, sender, xml, triesLeft - 1);
}

async function answerAgain(
  ports: Ports,
  key: { readonly sender: string; readonly messageId: string },
  isSame: boolean,
): Promise<Result<StatusReport, Refusal>> {
  if (!isSame) {
    const detail = `${key.messageId} was used for another message`;
    return err({ code: 'message_id_reused', detail });
  }
  const settlement = await findSettlement(ports.db, key);
  if (!settlement) {
    return err({ code: 'message_id_reused', detail: `${key.messageId} was no settlement` });
  }
  const status = settlement.state === 'settled' ? 'ACSC' : 'ACCP';
  return ok({ messageId: key.messageId, status, settlesOn: settlement.settleOn });
}
