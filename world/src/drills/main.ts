// `npm run drill -- <name>`: breaks something in a running world while buyers pay, and says whether what
// must hold has held. Exit 0 only then.
//   npm run drill                       what there is
//   npm run drill -- all                every one, in one run
//   npm run drill -- provider-down answers-lost --shoppers 50

import { parseArgs } from 'node:util';
import { z } from 'zod';
import { drills } from './all-drills.ts';
import { type Drill, type Run, runDrill } from './drill.ts';
import { commandOf, failuresText, lastLine, type Repeat, tableOf } from './report.ts';
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
  const runs = await runAll(wished, wishes);
  const failures = failuresText(runs, (name) => commandOf(name, wishes));
  console.log(`\n${tableOf(runs)}\n`);
  if (failures !== '') fail(`${failures}\n`);
  console.log(lastLine(runs, Date.now() - startedAtMs));
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

async function runAll(wished: readonly Drill[], wishes: Repeat): Promise<Run[]> {
  const runs: Run[] = [];
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
    for (const drill of own) runs.push(await runOne(drill, stage, wishes));
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.off(signal, stop);
  }
  return runs;
}

async function runOne(drill: Drill, stage: Stage, { shoppers, ...more }: Repeat): Promise<Run> {
  const startedAtMs = Date.now();
  process.stdout.write(`${drill.name}: ${drill.title}; ${shoppers} buyers … `);
  const run = await runDrill(drill, stage, { shoppers, kills: more.kills ?? drill.kills ?? 1 });
  const took = `${((Date.now() - startedAtMs) / 1000).toFixed(0)} s`;
  console.log(`${run.failures.length === 0 ? 'passed' : 'FAILED'} (${took})`);
  return run;
}

function fail(text: string): void {
  console.error(text);
  process.exitCode = 1;
}
