// Store and forward: sends the advices that the switch has taken over, one after the other for each
// issuer, and repeats them (0421) until the issuer acknowledges. Survives a restart: what is unsent
// is in the database.

import { unit } from '@kassa/database';
import { asRepeat } from '@kassa/iso8583';
import { recordPassed } from './journal.ts';
import type { SwitchPorts } from './ports.ts';
import {
  acknowledgeAdvice,
  countAttempt,
  loadPendingAdvices,
  type PendingAdvice,
} from './store.ts';

export type AdvicePump = {
  /** Something may wait for this issuer: look now. */
  kick(issuerId: string): void;
  /** Resolves when no advice is being sent; what the issuer does not take waits for later. */
  idle(): Promise<void>;
  stop(): Promise<void>;
};

export function openAdvicePump(ports: SwitchPorts, repeatMs: number): AdvicePump {
  const working = new Map<string, Promise<void>>();
  const wanted = new Set<string>();
  const timers = new Map<string, NodeJS.Timeout>();
  let isStopped = false;

  const kick = (issuerId: string): void => {
    if (isStopped) return;
    clearTimeout(timers.get(issuerId));
    wanted.add(issuerId);
    if (working.has(issuerId)) return;
    const round = work(issuerId)
      .catch((error: unknown) => ports.log.error({ err: error, issuerId }, 'advices not sent'))
      .finally(() => {
        working.delete(issuerId);
        if (wanted.has(issuerId)) kick(issuerId);
      });
    working.set(issuerId, round);
  };

  const work = async (issuerId: string): Promise<void> => {
    wanted.delete(issuerId);
    // A new connection kicks again.
    while (ports.isReachable(issuerId)) {
      const pending = await loadPendingAdvices(ports.db, issuerId);
      for (const advice of pending) {
        if (isStopped) return;
        if (await send(ports, issuerId, advice)) continue;
        timers.set(
          issuerId,
          setTimeout(() => kick(issuerId), repeatMs),
        );
        return;
      }
      if (pending.length === 0) return;
    }
  };

  const idle = async (): Promise<void> => {
    while (working.size > 0) await Promise.all(working.values());
  };
  return {
    kick,
    idle,
    async stop() {
      isStopped = true;
      wanted.clear();
      for (const timer of timers.values()) clearTimeout(timer);
      await idle();
    },
  };
}

/** Codes of an issuer that could not take the advice now. Any other answer acknowledges it. */
const notNow = ['91', '96'];

/** True when the issuer has acknowledged. */
async function send(ports: SwitchPorts, issuerId: string, advice: PendingAdvice): Promise<boolean> {
  const first = ports.cover.openMessage(advice.sealedMessage, advice.id);
  const message = advice.attempts === 0 ? first : asRepeat(first);
  const counted = await ports.db.commit(
    unit(countAttempt(advice.id), {
      inserts: [recordPassed({ message, peer: issuerId, direction: 'out', atMs: ports.nowMs() })],
    }),
  );
  // Acknowledged meanwhile by a late answer.
  if (!counted.ok) return true;
  const answer = await ports.askIssuer(issuerId, message);
  if (answer.kind !== 'answered') return false;
  const atMs = ports.nowMs();
  const responseCode = answer.message.fields[39] ?? '';
  const isTaken = !notNow.includes(responseCode);
  const passed = { message: answer.message, peer: issuerId, direction: 'in', atMs } as const;
  await ports.db.commit(
    unit(isTaken ? acknowledgeAdvice(advice.id, responseCode, atMs) : {}, {
      inserts: [recordPassed(passed)],
    }),
  );
  return isTaken;
}
