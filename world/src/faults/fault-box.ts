// The faults that are set, what they have done, and the one command that does it again. It decides;
// the proxies carry out. Nothing of a message is kept but its kind and, of ISO 8583, STAN and RRN.

import { err, ok, type Result } from '@kassa/result';
import {
  befallsAll,
  type Counter,
  type Counters,
  type Decision,
  decide,
  isInTime,
  type Passing,
  type SetFault,
} from './decide.ts';
import { type Fault, type FaultInput, impossible, type Protocol } from './fault.ts';
import { checkFault, parseFault, printFault } from './fault-text.ts';
import { linkNames } from './lines.ts';
import { commandOf, type Past } from './replay.ts';

export type Recorded = {
  /** Since 1970, of the machine's clock. */
  readonly atMs: number;
  readonly link: string;
  readonly kind: string;
  readonly side: Passing['is'];
  /** `drop`, `delay 5000 ms`: what was done. */
  readonly did: string;
  readonly fault: number;
  readonly stan?: string;
  readonly rrn?: string;
};

export type Standing = {
  readonly number: number;
  readonly text: string;
  readonly fault: Fault;
  readonly links: readonly string[];
  readonly setAtMs: number;
  readonly isInTime: boolean;
} & Counter;

/** What a recorded message was, to find it again elsewhere. */
export type Marks = { readonly stan?: string; readonly rrn?: string };

export type FaultBox = {
  readonly seed: number;
  set(fault: string | FaultInput): Result<Standing, string>;
  /** False: there is none of that number. */
  heal(number: number): boolean;
  healAll(): void;
  standing(): Standing[];
  /** The newest last; the oldest are forgotten. */
  recorded(): readonly Recorded[];
  /** How often what was done where, since the start; `link kind did` to times. */
  counts(): Readonly<Record<string, number>>;
  /** `npm start -- --fault … --seed …`: does all of this again. */
  command(): string;
  /** Whether anything is set on this link: what nothing is set on is only piped. */
  isWatched(link: string): boolean;
  /** What befalls all connections of the link, new and standing. */
  befallsAll(link: string): 'refuse' | 'half-open' | undefined;
  decide(passing: Passing, marks?: () => Marks): Decision | undefined;
  /** Is told when a fault was set or healed, begins or ends. */
  onChange(listener: () => void): void;
  close(): void;
};

const standingMax = 100;
const recordedMax = 1000;
const countsMax = 1000;
const pastMax = 200;

export function openFaultBox(options: {
  readonly seed: number;
  /** What each link here carries. */
  readonly links: ReadonlyMap<string, readonly Protocol[]>;
  readonly nowMs?: () => number;
}): FaultBox {
  const { seed, links, nowMs = Date.now } = options;
  const openedAtMs = nowMs();
  const past: Past[] = [];
  const record: Recorded[] = [];
  const counts = new Map<string, number>();
  const timers = new Map<number, NodeJS.Timeout[]>();
  const listeners: (() => void)[] = [];
  let faults: readonly SetFault[] = [];
  let counters: Counters = {};
  let watched: ReadonlySet<string> = new Set();
  let lastNumber = 0;

  const changed = (next: readonly SetFault[]) => {
    faults = next;
    watched = new Set(next.flatMap((one) => one.links));
    for (const listener of listeners) listener();
  };
  const standingOf = (set: SetFault): Standing => ({
    ...set,
    text: printFault(set.fault),
    isInTime: isInTime(set, nowMs()),
    ...(counters[set.number] ?? { seen: 0, struck: 0 }),
  });
  /** Begins and ends are told too, so that connections that stand are looked at again. */
  const tellOfTimes = ({ number, fault }: SetFault) => {
    const moments = [fault.fromMs, fault.untilMs].filter((one) => one !== undefined);
    timers.set(
      number,
      moments.map((ms) => setTimeout(() => changed(faults), ms + 1).unref()),
    );
  };
  const forget = (gone: readonly SetFault[]) => {
    for (const { number } of gone) {
      for (const timer of timers.get(number) ?? []) clearTimeout(timer);
      timers.delete(number);
      const known = past.find((one) => one.number === number);
      if (known !== undefined) known.healedAtMs = nowMs() - openedAtMs;
    }
  };
  const remember = (passing: Passing, decision: Decision, marks: Marks) => {
    const { link, kind, is } = passing;
    const did = wordsOf(decision);
    record.push({ atMs: nowMs(), link, kind, side: is, did, fault: decision.by.number, ...marks });
    if (record.length > recordedMax) record.shift();
    const key = `${link} ${kind || is} ${decision.strike.deed}`;
    if (counts.has(key) || counts.size < countsMax) counts.set(key, (counts.get(key) ?? 0) + 1);
  };

  return {
    seed,
    set(given) {
      const read = typeof given === 'string' ? parseFault(given) : checkFault(given);
      if (!read.ok) return read;
      const placed = placeOf(read.value, links);
      if (!placed.ok) return placed;
      if (faults.length >= standingMax) {
        return err(`${standingMax} faults are set already: heal one first`);
      }
      lastNumber += 1;
      const set = { number: lastNumber, fault: read.value, links: placed.value, setAtMs: nowMs() };
      if (past.length === pastMax) past.shift();
      past.push({ number: lastNumber, fault: read.value, setAtMs: set.setAtMs - openedAtMs });
      tellOfTimes(set);
      changed([...faults, set]);
      return ok(standingOf(set));
    },
    heal(number) {
      const gone = faults.filter((one) => one.number === number);
      forget(gone);
      if (gone.length > 0) changed(faults.filter((one) => one.number !== number));
      return gone.length > 0;
    },
    healAll() {
      forget(faults);
      changed([]);
    },
    standing: () => faults.map(standingOf),
    recorded: () => record,
    counts: () => Object.fromEntries(counts),
    command: () => commandOf(past, seed),
    isWatched: (link) => watched.has(link),
    befallsAll: (link) => befallsAll(faults, link, nowMs()),
    decide(passing, marks) {
      if (!watched.has(passing.link)) return undefined;
      const decided = decide(faults, counters, passing, { nowMs: nowMs(), seed });
      counters = decided.counters;
      if (decided.decision !== undefined) remember(passing, decided.decision, marks?.() ?? {});
      return decided.decision;
    },
    onChange: (listener) => void listeners.push(listener),
    close() {
      forget(faults);
      listeners.length = 0;
    },
  };
}

/** The links that a fault names, if it can be done there. */
function placeOf(
  fault: Fault,
  here: ReadonlyMap<string, readonly Protocol[]>,
): Result<readonly string[], string> {
  const named = Object.hasOwn(linkNames, fault.link) ? (linkNames[fault.link] ?? []) : [];
  const found = named.filter((link) => here.has(link));
  const text = `the fault "${printFault(fault)}" is wrong`;
  if (found.length === 0) {
    const known = Object.entries(linkNames).filter(([, all]) => all.some((one) => here.has(one)));
    const why = named.length > 0 ? 'runs through no proxy of this process' : 'is no link';
    const names = known.map(([name]) => name).join(', ') || 'none';
    return err(`${text}: "${fault.link}" ${why}\n  links: ${names}`);
  }
  const protocols = found.flatMap((link) => here.get(link) ?? []);
  const reasons = protocols.map((protocol) => impossible(fault, protocol));
  if (reasons.some((reason) => reason === undefined)) return ok(found);
  return err(`${text}: on ${fault.link}, ${reasons[0] ?? 'nothing can be done'}`);
}

function wordsOf({ strike }: Decision): string {
  if (strike.deed === 'delay') return `delay ${strike.ms} ms`;
  if (strike.deed === 'trickle') return `trickle ${strike.bytesPerSecond} bytes a second`;
  return strike.deed;
}
