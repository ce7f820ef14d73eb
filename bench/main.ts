// `npm run bench` runs all, `npm run bench -- ledger` one. It prints rates and ratios, and asserts
// nothing about time: what is slow on this machine now may be the neighbour's doing.

import { cpus, release } from 'node:os';
import { benchDatabase } from './database.ts';
import { benchLedger } from './ledger.ts';

const benches: Readonly<Record<string, () => Promise<void>>> = {
  database: benchDatabase,
  ledger: benchLedger,
};

const wished = process.argv.slice(2).filter((argument) => !argument.startsWith('-'));
const unknown = wished.filter((name) => !(name in benches));
if (unknown.length > 0) {
  console.error(
    `no bench named ${unknown.join(', ')}: there are ${Object.keys(benches).join(', ')}`,
  );
  process.exit(1);
}
const [cpu] = cpus();
console.log(`node ${process.version}, ${cpus().length} x ${cpu?.model ?? 'cpu'}, ${release()}`);
console.log('medians of alternating rounds; ratios are to the first line of each table');
for (const [name, bench] of Object.entries(benches)) {
  if (wished.length === 0 || wished.includes(name)) await bench();
}
