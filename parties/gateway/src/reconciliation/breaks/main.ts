// `npm run breaks -- --rows 100000 --seed 1`: plants breaks of every name among the rows of four
// sources, has them reconciled, and judges. Exit 0 only if each was found and named, and nothing else.

import { parseArgs } from 'node:util';
import type { Exception } from '../matching/outcome.ts';
import { reconcile } from '../matching/reconcile.ts';
import { sources } from '../matching/source-row.ts';
import { generate } from './generate.ts';
import { judge, tableOf } from './judge.ts';
import { today } from './truth.ts';

const { values } = parseArgs({
  options: {
    rows: { type: 'string', default: '100000' },
    seed: { type: 'string', default: '1' },
  },
});
const say = (line: string) => process.stdout.write(`${line}\n`);
const [wanted, seed] = [Number(values.rows), Number(values.seed)];
if (!(Number.isSafeInteger(wanted) && wanted >= 2_000) || !Number.isSafeInteger(seed)) {
  throw new Error('--rows is a whole number of at least 2000, --seed a whole number');
}

const { rows, planted } = generate({ rows: wanted, seed });
const startedMs = performance.now();
const usedBefore = process.cpuUsage();
const outcomes = reconcile(rows, new Set(sources), today);
const tookMs = Math.round(performance.now() - startedMs);
const used = process.cpuUsage(usedBefore);
const cpuMs = Math.round((used.user + used.system) / 1000);

const count = (result: string) => outcomes.filter((one) => one.result === result).length;
const found = outcomes.filter((one): one is Exception => one.result === 'exception');
const verdict = judge(planted, found);
const per = sources.map((name) => {
  return `${rows.filter(({ source }) => source === name).length} ${name}`;
});
say(`seed ${seed}: ${rows.length} rows: ${per.join(', ')}`);
say(`${count('matched')} matches, ${found.length} exceptions, ${count('waiting')} in time still`);
say(`reconciled in ${tookMs} ms, ${cpuMs} ms of processor\n`);
say(tableOf(verdict));
for (const line of verdict.wrong) say(line);
say(verdict.isRight ? '\neach was found and named, and nothing else' : '\nNOT ALL WAS RIGHT');
process.exitCode = verdict.isRight ? 0 : 1;
