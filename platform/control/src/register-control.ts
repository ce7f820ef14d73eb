// The operator's door of a program, under /_kassa: health for everybody, the rest with the key.

import { createHash, timingSafeEqual } from 'node:crypto';
import { type HttpApp, parseInput, RequestError } from '@kassa/http';
import type { Secret } from '@kassa/secret';
import type { VirtualClock } from '@kassa/time';
import { z } from 'zod';
import type {
  ClockMoved,
  ClockState,
  Health,
  Position,
  ProofReport,
  TraceLine,
} from './reports.ts';
import type { Schedule } from './schedule.ts';

export type ControlOptions = {
  readonly key: Secret<string>;
  readonly clock: VirtualClock;
  readonly party: string;
  readonly schedule?: Schedule;
  /** Counts what it has committed, so that the world need not ask twice where nothing happens. */
  readonly db: { readonly commits: number };
  prove(): Promise<ProofReport>;
  /** Everything the party knows about a reference such as an RRN, oldest first. */
  trace(reference: string): Promise<TraceLine[]>;
  /** Waits until no job is due and no answer is awaited. */
  drain(): Promise<void>;
  positions(): Promise<Position[]>;
  /** Shown to everybody, so nothing secret; `ok: false` marks the party as unwell. */
  health?(): Promise<{ readonly ok: boolean; readonly details: Record<string, unknown> }>;
};

const clockInput = z.object({ offsetMs: z.number().int() });
const referenceInput = z.object({ reference: z.string().min(1).max(200) });

export function registerControl(app: HttpApp, options: ControlOptions): void {
  const { clock, schedule, db } = options;
  const guarded = { onRequest: requireKey(options.key) };
  const clockState = (): ClockState => ({
    nowMs: clock.nowMs(),
    offsetMs: clock.offsetMs(),
    nextDueMs: schedule?.nextDueMs() ?? null,
  });
  // Moves of the clock go one after the other: each answers what it alone set off.
  let moving: Promise<unknown> = Promise.resolve();
  const move = (offsetMs: number): Promise<ClockMoved> => {
    const moved = moving.then(async () => {
      clock.setOffsetMs(offsetMs);
      const ran = await settle(options);
      return { ran, commits: db.commits, ...clockState() };
    });
    moving = moved.catch(() => undefined);
    return moved;
  };

  app.get('/_kassa/health', () => healthOf(options));
  app.get('/_kassa/clock', guarded, async () => clockState());
  app.post('/_kassa/clock', guarded, (request) =>
    move(parseInput(clockInput, request.body).offsetMs),
  );
  app.get('/_kassa/prove', guarded, () => options.prove());
  app.get('/_kassa/positions', guarded, () => options.positions());
  app.get('/_kassa/trace/:reference', guarded, (request) =>
    options.trace(parseInput(referenceInput, request.params).reference),
  );
}

/** Tasks may set off jobs, and jobs may make tasks possible: until a round runs nothing more. */
async function settle({ schedule, drain }: ControlOptions): Promise<string[]> {
  const ran: string[] = [];
  await drain();
  while (schedule?.isDue()) {
    const round = await schedule.runDue();
    await drain();
    if (round.length === 0) break;
    ran.push(...round);
  }
  return ran;
}

async function healthOf(options: ControlOptions): Promise<Health> {
  const own = (await options.health?.()) ?? { ok: true, details: {} };
  const failing = options.schedule?.failing().map(({ task, on }) => `${task} ${on}`) ?? [];
  const details = failing.length > 0 ? { ...own.details, failingTasks: failing } : own.details;
  return { party: options.party, ok: own.ok && failing.length === 0, details };
}

function requireKey(key: Secret<string>) {
  // Hashes have one length, so the comparison takes as long for any key.
  const hash = (text: string) => createHash('sha256').update(text).digest();
  return async (request: { headers: { authorization?: string | undefined } }): Promise<void> => {
    const given = request.headers.authorization ?? '';
    if (timingSafeEqual(hash(given), hash(`Bearer ${key.reveal()}`))) return;
    throw new RequestError(401, 'unauthorized', 'This address needs the control key as a bearer.');
  };
}
