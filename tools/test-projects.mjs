// Some projects of the tests, for `tools/test.mjs`: node tools/test-projects.mjs <project>[,…] [filter…]
// Tells its parent how many passed, failed and were skipped.
import { startVitest } from 'vitest/node';

const [projects = '', ...filters] = process.argv.slice(2);
const project = projects.split(',');
const vitest = await startVitest('test', filters, { watch: false, run: true, project });

const counts = { passed: 0, failed: 0, skipped: 0 };
for (const module of vitest?.state.getTestModules() ?? []) {
  if (module.errors().length > 0) counts.failed += 1;
  for (const test of module.children.allTests()) counts[test.result().state] += 1;
}
counts.failed += vitest?.state.getUnhandledErrors().length ?? 1;
await vitest?.close();

process.send?.(counts, () => process.exit(counts.failed === 0 ? 0 : 1));
