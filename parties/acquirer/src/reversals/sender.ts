// Sends reversals to the network: at once when they are written, again and again until they are
// acknowledged, whatever the network says about them.

import { asRepeat, isMti, type Message } from '@kassa/iso8583';
import { assert } from '@kassa/result';
import { z } from 'zod';
import type { Ports } from '../ports.ts';
import { reversalContext } from './own-reversal.ts';
import {
  dueReversals,
  hurryReversals,
  nextReversalAtMs,
  type Reversal,
  recordAcknowledged,
  recordAttempt,
} from './store.ts';

type Means = Pick<Ports, 'db' | 'clock' | 'cards' | 'network' | 'log'>;

const batch = 50;
const pauseMinMs = 1_000;
const pauseMaxMs = 60_000;

/** One attempt for everything that is due; the next due time, if something still waits. */
export async function sendDueReversals(ports: Means): Promise<number | undefined> {
  for (;;) {
    const due = await dueReversals(ports.db, ports.clock.nowMs(), batch);
    if (due.length === 0) return nextReversalAtMs(ports.db);
    await Promise.all(due.map((reversal) => send(ports, reversal)));
  }
}

export function hurry(ports: Means): Promise<void> {
  return hurryReversals(ports.db, ports.clock.nowMs());
}

async function send(ports: Means, reversal: Reversal): Promise<void> {
  const { db, clock, network, log } = ports;
  const first = messageOf(ports, reversal);
  const answer = await network.exchange(reversal.attempts === 0 ? first : asRepeat(first));
  const responseCode = answer.ok ? answer.value.fields[39] : undefined;
  // 91 and 96 are troubles of the way; anything else is the network's word on it.
  if (responseCode !== undefined && responseCode !== '91' && responseCode !== '96') {
    await db.commit(recordAcknowledged(reversal, responseCode, clock.nowMs()));
    return;
  }
  const pauseMs = Math.min(pauseMinMs * 2 ** Math.min(reversal.attempts, 10), pauseMaxMs);
  log.warn({ reversal: reversal.id, rrn: reversal.rrn }, 'a reversal is sent again');
  await db.commit(recordAttempt(reversal, clock.nowMs() + pauseMs));
}

const storedMessage = z.object({ mti: z.string(), fields: z.record(z.string(), z.string()) });

/** Also used to read the requests that were under way when the program ended. */
export function readStored(text: string): Message {
  const { mti, fields } = storedMessage.parse(JSON.parse(text));
  assert(isMti(mti), `a stored message has the type ${mti}`);
  return { mti, fields };
}

function messageOf(ports: Means, reversal: Reversal): Message {
  assert(reversal.sealedMessage !== null, `reversal ${reversal.id} has no message any more`);
  return readStored(ports.cards.open(reversal.sealedMessage, reversalContext(reversal.id)));
}
