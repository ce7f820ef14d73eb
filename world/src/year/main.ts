// `npm run year -- --seed 1`: a year of business on the virtual clock, in a world of its own, without
// shops: their programs are played. Exit 0 only if every book balances, the parties agree, and what was
// told and promised came true.
//   --days 250 --payments 400     banking days, and sales of each
//   --faults off                  without the fault box between the parties, and so without troubles

import { chmod } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { silentLog } from '@kassa/log';
import { z } from 'zod';
import { findPlace, leavePlace } from '../journeys/world-process.ts';
import { firstDay, type Judgement, playYear, type Wishes } from './play.ts';
import { checkTable, type Memory, progressHead, progressLine, toldTable } from './report.ts';
import type { YearFigures } from './year.ts';

const usage = 'npm run year -- [--seed 1] [--days 250] [--payments 400] [--faults on|off]';

const wishesSchema = z.strictObject({
  seed: z.coerce.number().int().min(0).max(4_294_967_295).default(1),
  days: z.coerce.number().int().min(1).max(260).default(250),
  payments: z.coerce.number().int().min(1).max(100_000).default(400),
  faults: z.enum(['on', 'off']).default('on'),
});
const reportEvery = 10;

await main();

async function main(): Promise<void> {
  const wishes = readArgs();
  if (wishes === undefined) return fail(usage);
  const closing = new AbortController();
  // The day is played to its end, so that no world is left behind; a second time ends it at once.
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => closing.abort());
  const place = await findPlace();
  // The database's own user must get through, else its files lie elsewhere.
  await chmod(place.dataFolder, 0o711);
  try {
    const { days, payments, seed } = wishes;
    console.log(`From ${firstDay}: ${days} banking days of ${payments} payments, seed ${seed}.\n`);
    console.log(progressHead);
    const startedMs = performance.now();
    const seconds = () => (performance.now() - startedMs) / 1000;
    const judgement = await playYear({
      ...wishes,
      ...place,
      databaseUrl: process.env['DATABASE_URL'],
      log: silentLog,
      signal: closing.signal,
      onDay: progress(days, seconds),
    });
    print(judgement, wishes, seconds());
  } finally {
    await leavePlace(place);
  }
}

function readArgs(): Wishes | undefined {
  const text = { type: 'string' } as const;
  try {
    const { values } = parseArgs({
      options: { seed: text, days: text, payments: text, faults: text },
    });
    return wishesSchema.parse(values);
  } catch {
    return undefined;
  }
}

function progress(days: number, seconds: () => number) {
  let told = 0;
  return (now: YearFigures, memory: Memory) => {
    const { bankingDays } = now;
    if (bankingDays === told || (bankingDays % reportEvery !== 0 && bankingDays !== days)) return;
    told = bankingDays;
    console.log(progressLine(now, seconds(), memory));
  };
}

function print(judgement: Judgement, { days }: Wishes, seconds: number): void {
  const { figures, checks, proof, memory, failures } = judgement;
  const { refunds, captures, cancels, disputesAnswered, payoutsAsked, troubles } = figures;
  console.log(`\nWhat the shops were told:\n${toldTable(figures.told)}`);
  console.log(
    `\n${refunds} refunds, ${captures} captures and ${cancels} cancellations of holds, ` +
      `${disputesAnswered} disputes answered, ${payoutsAsked} payouts asked for, ${troubles} troubles.\n`,
  );
  console.log(`${checkTable(checks)}\n\n${proof.text}\n`);
  const heapOn = (at: number) => `${(memory.at(at)?.heapMb ?? 0).toFixed(0)} MB`;
  console.log(`Heap on the first day ${heapOn(0)}, on the last ${heapOn(-1)}.`);
  const { sales, bankingDays } = figures;
  const length = `${sales} sales on ${bankingDays} banking days in ${seconds.toFixed(0)} s`;
  if (bankingDays < days) fail(`${length}: CUT OFF`);
  else if (failures.length > 0) fail(`${failures.join('\n')}\n${length}: NOT PROVEN`);
  else console.log(`${length}: the year is proven.`);
}

function fail(text: string): void {
  console.error(text);
  process.exitCode = 1;
}
