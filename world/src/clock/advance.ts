// Moves the world to the next business day, the one on which a payment made now is paid out, step by
// step: always to the earliest moment at which some party has something due, so that the order of
// events is that of real days.

import { atZone, type PlainDate, type VirtualClock } from '@kassa/time';
import { businessDayOf, zone } from './business-day.ts';
import type { PartyClock } from './party-clocks.ts';

export type Ran = {
  /** Virtual time of the step. */
  readonly at: number;
  readonly party: string;
  /** `cut-off 2026-11-20` */
  readonly what: string;
};

export type Steps = {
  readonly from: number;
  readonly to: number;
  readonly ran: readonly Ran[];
  /** Parties that did not answer, or whose work at some step did not end well. */
  readonly problems: readonly string[];
};

export type Advance = Steps & { readonly businessDate: PlainDate };

export type AdvanceOptions = {
  readonly clock: VirtualClock;
  readonly parties: readonly PartyClock[];
  /** Remembers the offset before anybody is told. */
  readonly remember: (offsetMs: number) => Promise<void>;
};

const noon = '12:00';
/** A day has a handful of due moments; this bounds a party that always has one more. */
const stepsMax = 200;

export async function advanceToNextBusinessDay(options: AdvanceOptions): Promise<Advance> {
  const { paidOutOn: businessDate } = businessDayOf(options.clock.nowMs());
  const steps = await advanceTo(options, atZone(businessDate, noon, zone));
  return { ...steps, businessDate };
}

/** To a moment, through everything that is due on the way; one that has passed is where we are. */
export async function advanceTo(options: AdvanceOptions, to: number): Promise<Steps> {
  const { clock } = options;
  const from = clock.nowMs();
  const walk: Walk = {
    ...options,
    ran: [],
    problems: new Set(),
    stuck: new Set(),
    commits: new Map(),
  };
  // What is under way at this moment (a capture still to be told) belongs before anything later.
  await stepTo(walk, from, undefined);
  for (let step = 0; step < stepsMax; step++) {
    const due = await earliestDue(walk);
    if (due === undefined || due.at > to) break;
    await stepTo(walk, Math.max(due.at, clock.nowMs()), due);
  }
  await stepTo(walk, to, undefined);
  return { from, to, ran: walk.ran, problems: [...walk.problems] };
}

type Due = { readonly at: number; readonly parties: readonly PartyClock[] };

type Walk = AdvanceOptions & {
  readonly ran: Ran[];
  readonly problems: Set<string>;
  /** `party at moment` that was due, was asked, and is due still. */
  readonly stuck: Set<string>;
  /** How much each party had committed when it was last moved. */
  readonly commits: Map<PartyClock, number>;
};

async function earliestDue(walk: Walk): Promise<Due | undefined> {
  const asked = await Promise.all(
    walk.parties.map(async (party) => ({ party, at: await party.nextDueMs() })),
  );
  for (const { party, at } of asked) {
    if (at === undefined) walk.problems.add(`${party.party} does not answer`);
  }
  const open = asked.flatMap(({ party, at }) => {
    if (typeof at !== 'number' || walk.stuck.has(markOf(party, at))) return [];
    return [{ party, at }];
  });
  if (open.length === 0) return undefined;
  const at = Math.min(...open.map((one) => one.at));
  return { at, parties: open.filter((one) => one.at === at).map((one) => one.party) };
}

async function stepTo(walk: Walk, toMs: number, due: Due | undefined): Promise<void> {
  const { clock, parties } = walk;
  clock.advanceTo(toMs);
  await walk.remember(clock.offsetMs());
  const first = due?.parties ?? [];
  for (const party of first) await move(walk, party);
  // What the due work set off elsewhere (a file, a report, a webhook) is waited for too; a second
  // round takes in what the first one set off, unless nothing has happened at any other party.
  const others = parties.filter((party) => !first.includes(party));
  const moved = await Promise.all(others.map((party) => move(walk, party)));
  const isQuiet = first.length === 1 && moved.every((happened) => !happened);
  if (first.length > 0 && !isQuiet) await Promise.all(parties.map((party) => move(walk, party)));
  for (const party of first) {
    const next = await party.nextDueMs();
    if (due === undefined || next !== due.at) continue;
    walk.stuck.add(markOf(party, due.at));
    walk.problems.add(`${party.party} could not finish what was due`);
  }
}

/** Has anything happened there since its last move, as far as one can tell? */
async function move(walk: Walk, party: PartyClock): Promise<boolean> {
  const moved = await party.move(walk.clock.offsetMs());
  if (moved === undefined) {
    walk.problems.add(`${party.party} does not answer`);
    return true;
  }
  const at = walk.clock.nowMs();
  for (const what of moved.ran) walk.ran.push({ at, party: party.party, what });
  const { commits } = moved;
  const isSame = commits !== undefined && walk.commits.get(party) === commits;
  if (commits !== undefined) walk.commits.set(party, commits);
  return !isSame;
}

const markOf = (party: PartyClock, at: number) => `${party.party} ${at}`;
