// `npm run bench` runs all, `npm run bench -- payment` one; `-- compare A B` shows two runs. It prints
// figures and ratios, and asserts nothing about time: what is slow on this machine now may be the
// neighbour's doing.

import { benchCodecs } from './codecs.ts';
import { compare } from './compare.ts';
import { benchDatabase } from './database.ts';
import { benchEmulate } from './emulate.ts';
import { benchExplain } from './explain.ts';
import { benchGateway } from './gateway.ts';
import { benchHistory } from './history.ts';
import { benchLedger } from './ledger.ts';
import { benchLists } from './lists.ts';
import { wished } from './options.ts';
import { benchPages } from './pages.ts';
import { benchPayment } from './payment.ts';
import { openReport, type Report } from './report.ts';
import { benchSettlement } from './settlement.ts';
import { benchSoak } from './soak.ts';
import { benchStart } from './start.ts';
import { benchTargets } from './targets.ts';
import { benchWebhooks } from './webhooks.ts';

const benches: Readonly<Record<string, (report: Report) => Promise<void>>> = {
  codecs: benchCodecs,
  database: benchDatabase,
  ledger: benchLedger,
  gateway: benchGateway,
  start: benchStart,
  payment: benchPayment,
  pages: benchPages,
  history: benchHistory,
  webhooks: benchWebhooks,
  settlement: benchSettlement,
  lists: benchLists,
  emulate: benchEmulate,
  soak: benchSoak,
  explain: benchExplain,
};
/** By name only: it measures again what others have measured. */
const summaries: typeof benches = { targets: benchTargets };

if (wished[0] === 'compare') {
  compare(wished.slice(1));
  process.exit();
}
const known = { ...benches, ...summaries };
const unknown = wished.filter((name) => !(name in known));
if (unknown.length > 0) {
  console.error(`no bench named ${unknown.join(', ')}: there are ${Object.keys(known).join(', ')}`);
  process.exit(1);
}
const report = openReport();
try {
  for (const [name, bench] of Object.entries(wished.length === 0 ? benches : known)) {
    if (wished.length === 0 || wished.includes(name)) await bench(report);
  }
} finally {
  // What was measured before something failed is kept.
  report.save();
}
