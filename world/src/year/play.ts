// The world of a year: its parties, its notebook, its shops' programs, and the judgement at the end.

import { runningEmbeddedUrl } from '@kassa/database';
import type { Log } from '@kassa/log';
import { atZone } from '@kassa/time';
import { merchants } from '../cast/cast.ts';
import { zone } from '../clock/business-day.ts';
import type { PartyName } from '../places.ts';
import { proveWorld } from '../prove/prove-world.ts';
import { startWorld } from '../start/start-world.ts';
import { type Checked, checkAll } from './checks.ts';
import { openNotebook } from './notebook.ts';
import { isFlat, type Memory } from './report.ts';
import { openShopper } from './shopper.ts';
import { runYear, type YearFigures } from './year.ts';

export type Wishes = {
  readonly seed: number;
  readonly days: number;
  readonly payments: number;
  readonly faults: 'on' | 'off';
};

export type PlayOptions = Wishes & {
  readonly port: number;
  readonly dataFolder: string;
  readonly databaseUrl?: string | undefined;
  readonly log: Log;
  readonly restDays?: number;
  /** Is told after each day. */
  readonly onDay: (figures: YearFigures, memory: Memory) => void;
  /** Aborted, the year ends with the day. */
  readonly signal?: AbortSignal;
};

export type Judgement = {
  readonly figures: YearFigures;
  readonly checks: readonly Checked[];
  readonly proof: { readonly ok: boolean; readonly text: string };
  readonly memory: readonly Memory[];
  /** Empty: the year is proven. */
  readonly failures: readonly string[];
};

/** The shops are played; nobody reads mail, and nobody looks at a lobby. */
const parties: readonly PartyName[] = [
  'clearing-klir',
  'issuer-plava',
  'issuer-fjord',
  'network-mozaik',
  'acquirer-zelena',
  'acquirer-crvena',
  'gateway',
];
/** With a weekend and a holiday in it. */
const restDaysUsual = 8;
/** A Monday; the same in every run, since holidays fall where they fall. */
export const firstDay = '2027-01-04';

export async function playYear(options: PlayOptions): Promise<Judgement> {
  const { port, dataFolder, databaseUrl, log, seed, days, payments, faults } = options;
  await using world = await startWorld({
    ...{ port, dataFolder, databaseUrl, log, parties, isAlone: true },
    beginsAtMs: atZone(firstDay, '08:30', zone),
    faults: faults === 'on' ? { seed, set: [] } : false,
  });
  const url = databaseUrl ?? (await runningEmbeddedUrl(dataFolder, log));
  if (url === undefined) throw new Error('the world runs without a database');
  await using notebook = await openNotebook(url, log);
  await using shopper = openShopper(world.places.url('gateway'));
  for (const merchant of merchants) await shopper.stopWebhooks(merchant);
  const memory: Memory[] = [];
  const figures = await runYear({
    ...{ world, shopper, notebook, seed, payments, firstDay, bankingDays: days },
    restDays: options.restDays ?? restDaysUsual,
    onDay: (now) => {
      const last = memoryOn(now.bankingDays);
      memory.push(last);
      options.onDay(now, last);
      return options.signal?.aborted !== true;
    },
  });
  const checks = await checkAll(notebook.db, { day: figures.day, atMs: world.clock.nowMs() });
  const proof = await proveWorld(url, log);
  return {
    figures,
    checks,
    proof,
    memory,
    failures: failuresOf({ figures, checks, proof, memory }),
  };
}

function memoryOn(day: number): Memory {
  const { heapUsed, rss } = process.memoryUsage();
  return { day, heapMb: heapUsed / 2 ** 20, rssMb: rss / 2 ** 20 };
}

function failuresOf({ figures, checks, proof, memory }: Omit<Judgement, 'failures'>): string[] {
  return [
    ...checks.flatMap(({ what, wrong }) => (wrong === 0 ? [] : [`${what}: ${wrong} wrong`])),
    ...(proof.ok ? [] : ['the books are not proven']),
    ...(isFlat(memory) ? [] : ['memory grew']),
    ...figures.problems.map((one) => `otherwise than planned: ${one}`),
  ];
}
