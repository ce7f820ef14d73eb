// `npm run simulate -- --seeds 2000 --first 1`: one run after the other; exit 0 only if all are clean.
//   --payments N        so many payments a run
//   --seed N --trace    one run, with its history

import { parseArgs } from 'node:util';
import { runSeed } from './run.ts';

const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '200' },
    first: { type: 'string', default: '1' },
    payments: { type: 'string', default: '40' },
    seed: { type: 'string' },
    trace: { type: 'boolean', default: false },
  },
});
const payments = Number(values.payments);
const first = Number(values.seed ?? values.first);
const seeds = values.seed === undefined ? Number(values.seeds) : 1;
const say = (line: string) => process.stdout.write(`${line}\n`);

const startedMs = performance.now();
const sums = { payments: 0, steps: 0, crashes: 0, handed: 0, together: 0, halved: 0, broken: 0 };
for (let seed = first; seed < first + seeds; seed += 1) {
  const report = await runSeed({ seed, payments, isTraced: values.trace });
  sums.payments += report.payments;
  sums.steps += report.steps;
  sums.crashes += report.crashes;
  sums.handed += report.handed;
  sums.together += report.together;
  sums.halved += report.halved;
  for (const line of report.history) say(line);
  if (report.breaches.length > 0) {
    sums.broken += 1;
    for (const { promise, order, detail, atMs } of report.breaches.slice(0, 5)) {
      say(`seed ${seed}: broken after ${atMs / 1000} s, ${order}: ${promise}: ${detail}`);
    }
    say(`  again: npm run simulate -- --seed ${seed} --payments ${payments} --trace`);
  }
  if ((seed - first + 1) % 100 === 0) say(`${seed - first + 1} of ${seeds} seeds, ${figures()}`);
}
say(`${seeds} seeds, ${figures()}`);
process.exitCode = sums.broken > 0 ? 1 : 0;

function figures(): string {
  const seconds = (performance.now() - startedMs) / 1000;
  const pace = Math.round(sums.payments / seconds);
  const { payments: paid, steps, crashes, handed, together, halved, broken } = sums;
  const batches = `${together} units committed together, ${halved} batches halved`;
  const seen = `${paid} payments, ${steps} steps, ${crashes} crashes, ${handed} for people, ${batches}`;
  return `${seen}, ${broken} broken; ${pace} payments a second`;
}
