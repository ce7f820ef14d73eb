// `npm run drill -- <name>`: breaks something in a running world while buyers pay, and says whether what
// must hold has held. Exit 0 only then.
//   npm run drill                       what there is
//   npm run drill -- all                every one, in one run
//   npm run drill -- provider-down answers-lost --shoppers 50

import { parseArgs } from 'node:util';
import { z } from 'zod';
import { drills } from './all-drills.ts';
import { type Drill, type Run, runDrill } from './drill.ts';
import {
  type CutOff,
  commandOf,
  cutOffText,
  failuresText,
  lastLine,
  type Repeat,
  tableOf,
} from './report.ts';
import { openStage, type Stage } from './stage.ts';

const usage = `npm run drill -- <name> … | all  [--shoppers 50] [--kills <how often>] [--seed 1]

${drills.map(({ name, title }) => `  ${name.padEnd(18)}${title}`).join('\n')}`;

const wishesSchema = z.object({
  shoppers: z.coerce.number().int().min(1).max(500).default(50),
  kills: z.coerce.number().int().min(1).max(100).optional(),
  seed: z.coerce.number().int().min(0).max(4_294_967_295).default(1),
});

await main(process.argv.slice(2));

async function main(args: readonly string[]): Promise<void> {
  const read = readArgs(args);
  if (read === undefined) return fail(usage);
  const { names, wishes } = read;
  const unknown = names.find((name) => name !== 'all' && !drills.some((one) => one.name === name));
  if (unknown !== undefined) return fail(`there is no drill "${unknown}"\n\n${usage}`);
  const wished = names.includes('all') ? drills : drills.filter(({ name }) => names.includes(name));
  if (wished.length === 0) return console.log(usage);
  const startedAtMs = Date.now();
  const { runs, cutOff } = await runAll(wished, wishes);
  const again = (name: string) => commandOf(name, wishes);
  console.log(`\n${tableOf(runs)}\n`);
  for (const text of [failuresText(runs, again), cutOffText(cutOff, again)]) {
    if (text !== '') fail(`${text}\n`);
  }
  console.log(lastLine(runs, cutOff, Date.now() - startedAtMs));
}

/** Undefined: not as the usage says. */
function readArgs(args: readonly string[]) {
  const text = { type: 'string' } as const;
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      options: { shoppers: text, kills: text, seed: text },
      allowPositionals: true,
    });
    const { shoppers, kills, seed } = wishesSchema.parse(values);
    return { names: positionals, wishes: { shoppers, kills, seed } };
  } catch {
    return undefined;
  }
}

type Ends = { readonly runs: readonly Run[]; readonly cutOff: readonly CutOff[] };

async function runAll(wished: readonly Drill[], wishes: Repeat): Promise<Ends> {
  const runs: Run[] = [];
  const cutOff: CutOff[] = [];
  for (const kind of ['whole', 'split'] as const) {
    const own = wished.filter(({ world }) => world === kind);
    if (own.length === 0) continue;
    await using stage = await openStage(kind, wishes.seed);
    const stop = async () => {
      await stage[Symbol.asyncDispose]();
      process.exit(130);
    };
    // Who has enough of it leaves no world behind.
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, stop);
    for (const drill of own) {
      const end = await runOne(drill, stage, wishes);
      if ('drill' in end) {
        runs.push(end);
        continue;
      }
      cutOff.push(end);
      // Nothing can be said in a world that somebody was cut off in.
      break;
    }
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.off(signal, stop);
  }
  const tried = new Set([
    ...runs.map(({ drill }) => drill.name),
    ...cutOff.map(({ name }) => name),
  ]);
  const reason = 'not begun: the world of the one before was lost';
  for (const { name } of wished) if (!tried.has(name)) cutOff.push({ name, reason });
  return { runs, cutOff };
}

async function runOne(
  drill: Drill,
  stage: Stage,
  { shoppers, ...more }: Repeat,
): Promise<Run | CutOff> {
  const startedAtMs = Date.now();
  process.stdout.write(`${drill.name}: ${drill.title}; ${shoppers} buyers … `);
  const told = (end: string) => {
    console.log(`${end} (${((Date.now() - startedAtMs) / 1000).toFixed(0)} s)`);
  };
  try {
    const run = await runDrill(drill, stage, { shoppers, kills: more.kills ?? drill.kills ?? 1 });
    told(run.failures.length === 0 ? 'passed' : 'FAILED');
    return run;
  } catch (error) {
    told('CUT OFF');
    return { name: drill.name, reason: error instanceof Error ? error.message : String(error) };
  }
}

function fail(text: string): void {
  console.error(text);
  process.exitCode = 1;
}
