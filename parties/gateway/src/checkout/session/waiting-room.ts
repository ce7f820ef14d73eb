// Where buyers wait while nobody can take their payment: first come, first served at each merchant, so
// many in all, and not for ever. Their cards are sealed and in this process's memory alone, as they
// are on every way to the vault; who leaves, or waits in vain, was sent to no bank.

import type { Log } from '@kassa/log';
import type { Clock } from '@kassa/time';
import type { AccountId } from '../../ids.ts';

export type Guest = {
  readonly sessionId: string;
  readonly accountId: AccountId;
  /** Resolves as soon as it is in, or will never be, or there is no room yet. */
  readonly tryNow: () => Promise<'over' | 'no_room'>;
  /** It has waited in vain, or wishes to wait no more. */
  readonly giveUp: () => void;
};

export type WaitingRoom = {
  /** How many of its merchant's are before it; undefined: it does not wait. */
  ahead(sessionId: string): number | undefined;
  hasGuestsOf(accountId: AccountId): boolean;
  /** Who is in keeps their place. False: the room is full. */
  join(guest: Guest): boolean;
  leave(sessionId: string): void;
  /** There is no place for it: its page says so. */
  turnAway(sessionId: string): void;
  /** Not long ago, and nothing has been tried since. */
  wasTurnedAway(sessionId: string): boolean;
  /** It is tried again. */
  comesBack(sessionId: string): void;
  /** Resolves when nobody is being let in any more. */
  close(): Promise<void>;
};

export type WaitingRoomMeans = {
  readonly clock: Clock;
  readonly log: Log;
  readonly pause: (ms: number) => Promise<void>;
  readonly onRoom: (told: () => void) => () => void;
  readonly waitingMax: number;
  readonly waitMs: number;
};

/** Room that other processes make is found by looking. */
const everyMs = 500;
/** Between two rounds, however often room is made. */
const restMs = 20;
const rememberMs = 600_000;
const turnedAwayMax = 10_000;

type Waiting = { readonly guest: Guest; readonly untilMs: number; isTrying: boolean };

export function openWaitingRoom(means: WaitingRoomMeans): WaitingRoom {
  const { clock, log, pause, waitingMax, waitMs } = means;
  /** By their coming. */
  const guests = new Map<string, Waiting>();
  const turnedAway = new Map<string, number>();
  let isOpen = true;
  /** Undefined while nobody waits. */
  let calling: Promise<void> | undefined;
  let roomMade = () => {};

  const turnAway = (sessionId: string) => {
    if (turnedAway.size >= turnedAwayMax) turnedAway.clear();
    turnedAway.set(sessionId, clock.nowMs() + rememberMs);
  };
  const sendAway = () => {
    const nowMs = clock.nowMs();
    for (const [sessionId, { guest, untilMs, isTrying }] of guests) {
      // What may be on its way to the bank already has no end of this kind.
      if (untilMs > nowMs || isTrying) continue;
      guests.delete(sessionId);
      turnAway(sessionId);
      guest.giveUp();
    }
  };
  const lineOf = (accountId: AccountId) =>
    [...guests.values()].filter(({ guest }) => guest.accountId === accountId);

  /** In order, until there is no room; others' lines do not wait for this one. */
  const callLine = async (accountId: AccountId): Promise<void> => {
    for (const waiting of lineOf(accountId)) {
      if (!isOpen) return;
      const { guest } = waiting;
      // It has left while others were let in.
      if (guests.get(guest.sessionId) !== waiting) continue;
      waiting.isTrying = true;
      const came = await guest.tryNow().catch((error: unknown) => {
        log.warn(
          { err: error, sessionId: guest.sessionId },
          'a waiting payment could not be tried',
        );
        return 'no_room' as const;
      });
      waiting.isTrying = false;
      if (came === 'no_room') return;
      guests.delete(guest.sessionId);
    }
  };
  const callIn = async (): Promise<void> => {
    while (isOpen && guests.size > 0) {
      const room = new Promise<void>((resolve) => {
        roomMade = resolve;
      });
      sendAway();
      const accounts = new Set([...guests.values()].map(({ guest }) => guest.accountId));
      await Promise.all([...accounts].map(callLine));
      await pause(restMs);
      await Promise.race([room, pause(everyMs)]);
    }
    calling = undefined;
  };
  const noLonger = means.onRoom(() => roomMade());
  return {
    turnAway,
    ahead(sessionId) {
      sendAway();
      const found = guests.get(sessionId);
      return found && lineOf(found.guest.accountId).indexOf(found);
    },
    hasGuestsOf: (accountId) => lineOf(accountId).length > 0,
    join(guest) {
      if (guests.has(guest.sessionId)) return true;
      if (guests.size >= waitingMax) return false;
      const untilMs = clock.nowMs() + waitMs;
      guests.set(guest.sessionId, { guest, untilMs, isTrying: false });
      calling ??= callIn();
      return true;
    },
    leave(sessionId) {
      const found = guests.get(sessionId);
      if (found === undefined || found.isTrying) return;
      guests.delete(sessionId);
      found.guest.giveUp();
    },
    wasTurnedAway: (sessionId) => (turnedAway.get(sessionId) ?? 0) > clock.nowMs(),
    comesBack: (sessionId) => void turnedAway.delete(sessionId),
    async close() {
      isOpen = false;
      noLonger();
      roomMade();
      await calling;
    },
  };
}
