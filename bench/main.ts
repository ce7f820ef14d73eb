// `npm run bench` runs all, `npm run bench -- payment` one. It prints figures and ratios, and
// asserts nothing about time: what is slow on this machine now may be the neighbour's doing.

import { benchCodecs } from './codecs.ts';
import { benchDatabase } from './database.ts';
import { benchGateway } from './gateway.ts';
import { benchHistory } from './history.ts';
import { benchLedger } from './ledger.ts';
import { wished } from './options.ts';
import { benchPages } from './pages.ts';
import { benchPayment } from './payment.ts';
import { openReport, type Report } from './report.ts';
import { benchStart } from './start.ts';

const benches: Readonly<Record<string, (report: Report) => Promise<void>>> = {
  start: benchStart,
  payment: benchPayment,
  pages: benchPages,
  codecs: benchCodecs,
  database: benchDatabase,
  ledger: benchLedger,
  history: benchHistory,
  gateway: benchGateway,
};

const unknown = wished.filter((name) => !(name in benches));
if (unknown.length > 0) {
  console.error(
    `no bench named ${unknown.join(', ')}: there are ${Object.keys(benches).join(', ')}`,
  );
  process.exit(1);
}
const report = openReport();
for (const [name, bench] of Object.entries(benches)) {
  if (wished.length === 0 || wished.includes(name)) await bench(report);
}
report.save();
