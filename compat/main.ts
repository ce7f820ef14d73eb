// `npm run compat`: starts a whole world on free ports, runs programs of others against it unchanged,
// and says what passes. Fails when something fails that is not known to.
//   npm run compat -- medusa      one of them: medusa, cli

import { withWorld } from '../bench/world.ts';
import { knownOfMedusa, knownOfStripeCli } from './known.ts';
import { runMedusa } from './medusa.ts';
import { openRecorder } from './recorder.ts';
import { cliVersion, runStripeCli } from './stripe-cli.ts';
import { judge } from './table.ts';

const wished = process.argv.slice(2);
const isWished = (name: string): boolean => wished.length === 0 || wished.includes(name);

let failures = 0;
await withWorld(async ({ port }) => {
  const gatewayPort = port + 1;
  if (isWished('medusa')) {
    const rows = await runMedusa(gatewayPort);
    failures += judge('@medusajs/payment-stripe 2.21.2', rows, knownOfMedusa);
  }
  if (isWished('cli')) {
    await using door = await openRecorder(gatewayPort);
    const rows = await runStripeCli(door, () => nextBusinessDay(port));
    failures += judge(
      `stripe trigger (Stripe CLI 1.52.0), --api-version ${cliVersion}`,
      rows,
      knownOfStripeCli,
    );
  }
});
if (failures > 0) {
  console.error(`\n${failures} failed that should pass`);
  process.exitCode = 1;
}

/** As the button on the world's first page does. */
async function nextBusinessDay(port: number): Promise<void> {
  const page = `http://127.0.0.1:${port}/clock/next-business-day`;
  const answer = await fetch(page, { method: 'POST', redirect: 'manual' });
  if (answer.status >= 400) throw new Error(`the clock does not move: ${await answer.text()}`);
}
