// `npm run drill -- <name>`: breaks something in a running world while buyers pay, and says whether what
// must hold has held. Exit 0 only then.
//   npm run drill                       what there is
//   npm run drill -- all                every one, in one run
//   npm run drill -- provider-down answers-lost --shoppers 50

import { drills } from './all-drills.ts';
import { type Drill, type Run, runDrill } from './drill.ts';
import { failuresText, tableOf } from './report.ts';
import { openStage, type Stage } from './stage.ts';

const shoppersMax = 500;
const usage = `npm run drill -- <name> … | all  [--shoppers 50]

${drills.map(({ name, title }) => `  ${name.padEnd(18)}${title}`).join('\n')}`;

await main(process.argv.slice(2));

async function main(args: readonly string[]): Promise<void> {
  const at = args.indexOf('--shoppers');
  const shoppers = at < 0 ? 50 : Number(args[at + 1]);
  const names = at < 0 ? args : args.filter((_, index) => index !== at && index !== at + 1);
  const wished = names.includes('all') ? drills : drills.filter(({ name }) => names.includes(name));
  const unknown = names.find((name) => name !== 'all' && !drills.some((one) => one.name === name));
  const isCrowd = Number.isInteger(shoppers) && shoppers >= 1 && shoppers <= shoppersMax;
  if (unknown !== undefined) return fail(`there is no drill "${unknown}"\n\n${usage}`);
  if (!isCrowd) return fail(`--shoppers is a number from 1 to ${shoppersMax}\n\n${usage}`);
  if (wished.length === 0) return console.log(usage);
  const runs = await runAll(wished, shoppers);
  const failures = failuresText(runs);
  console.log(`\n${tableOf(runs)}\n`);
  if (failures !== '') fail(failures);
}

async function runAll(wished: readonly Drill[], shoppers: number): Promise<Run[]> {
  const runs: Run[] = [];
  for (const kind of ['whole', 'split'] as const) {
    const own = wished.filter(({ world }) => world === kind);
    if (own.length === 0) continue;
    await using stage = await openStage(kind);
    for (const drill of own) runs.push(await runOne(drill, stage, shoppers));
  }
  return runs;
}

async function runOne(drill: Drill, stage: Stage, shoppers: number): Promise<Run> {
  const startedAtMs = Date.now();
  process.stdout.write(`${drill.name}: ${drill.title}; ${shoppers} buyers … `);
  const run = await runDrill(drill, stage, shoppers);
  const took = `${((Date.now() - startedAtMs) / 1000).toFixed(0)} s`;
  console.log(`${run.failures.length === 0 ? 'passed' : 'FAILED'} (${took})`);
  return run;
}

function fail(text: string): void {
  console.error(text);
  process.exitCode = 1;
}
