// `npm test`: sets up what is missing, runs every test, ends with the line that CI reads.
//   npm test                     everything
//   npm test -- parties/gateway  the files whose path contains that text
import { install, root } from './install.mjs';

install();
process.chdir(root);

const { startVitest } = await import('vitest/node');
const filters = process.argv.slice(2);
const vitest = await startVitest('test', filters, { watch: false, run: true });

const counts = { passed: 0, failed: 0, skipped: 0 };
for (const module of vitest?.state.getTestModules() ?? []) {
  if (module.errors().length > 0) counts.failed += 1;
  for (const test of module.children.allTests()) counts[test.result().state] += 1;
}
const stray = vitest?.state.getUnhandledErrors().length ?? 0;
await vitest?.close();

console.log(`${counts.passed} passed, ${counts.failed + stray} failed, ${counts.skipped} skipped`);
process.exit(counts.passed > 0 && counts.failed + stray === 0 ? 0 : 1);
