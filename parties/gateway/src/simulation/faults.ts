// The troubles that come and go by themselves, as often as the weather says: providers and lines that
// are down, the database, processes that are killed. Each ends after a while.

import type { Chance } from '@kassa/chance';
import type { Scheduler } from './scheduler.ts';
import type { Trouble } from './trouble.ts';
import type { Weather } from './weather.ts';
import type { Line } from './wire-to-bank.ts';

export type Struck = {
  readonly scheduler: Scheduler;
  readonly chance: Chance;
  readonly trouble: Trouble;
  readonly weather: Weather;
  readonly isHealed: () => boolean;
  readonly lines: Readonly<Record<string, Line>>;
  readonly database: { isUp: boolean };
  readonly owners: readonly string[];
  readonly kill: (owner: string) => void;
  readonly start: (owner: string) => void;
  /** A line is back. */
  readonly hurry: () => void;
};

type Fault = {
  readonly everyMs: number | null;
  readonly lastsMs: readonly [least: number, most: number];
  readonly what: string;
  readonly down: () => void;
  readonly up: () => void;
};

export function letFaultsHappen(struck: Struck): void {
  for (const fault of faultsOf(struck)) comeAndGo(struck, fault);
}

function faultsOf({ weather, lines, database, owners, ...act }: Struck): Fault[] {
  const ofLines = Object.entries(lines).flatMap(([name, line]): Fault[] => [
    {
      everyMs: weather.providerDownEveryMs,
      lastsMs: [1_000, 90_000],
      what: `${name} does not answer`,
      down: () => {
        line.isAnswering = false;
      },
      up: () => {
        line.isAnswering = true;
      },
    },
    {
      everyMs: weather.lineDownEveryMs,
      lastsMs: [500, 60_000],
      what: `the line to ${name} is down`,
      down: () => {
        line.isUp = false;
      },
      up: () => {
        line.isUp = true;
        act.hurry();
      },
    },
  ]);
  const ofDatabase: Fault = {
    everyMs: weather.databaseDownEveryMs,
    lastsMs: [500, 20_000],
    what: 'the database is down',
    down: () => {
      database.isUp = false;
    },
    up: () => {
      database.isUp = true;
    },
  };
  const ofProcesses = owners.map(
    (owner): Fault => ({
      everyMs: weather.crashEveryMs,
      lastsMs: [200, 10_000],
      what: `${owner} is killed`,
      down: () => act.kill(owner),
      up: () => act.start(owner),
    }),
  );
  return [...ofLines, ofDatabase, ...ofProcesses];
}

function comeAndGo(
  { scheduler, chance, trouble, isHealed }: Struck,
  { everyMs, lastsMs: [least, most], what, down, up }: Fault,
): void {
  if (everyMs === null) return;
  const wait = () => Math.ceil(-Math.log(1 - chance.next()) * everyMs);
  const strike = () => {
    if (isHealed()) return;
    trouble.note('-', what);
    down();
    scheduler.after(chance.between(least, most), () => {
      up();
      scheduler.after(wait(), strike);
    });
  };
  scheduler.after(wait(), strike);
}
