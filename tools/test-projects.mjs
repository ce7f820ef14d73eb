// Some projects of the tests, for `tools/test.mjs`: node tools/test-projects.mjs <project>[,…] [filter…]
// Tells its parent how many passed, failed and were skipped, and the same of each file that failed.
import { startVitest } from 'vitest/node';

const [projects = '', ...filters] = process.argv.slice(2);
const project = projects.split(',');
const vitest = await startVitest('test', filters, { watch: false, run: true, project });

const counts = { passed: 0, failed: 0, skipped: 0 };
const unheard = [...(vitest?.state.getUnhandledErrors() ?? ['vitest did not start'])];
const failedFiles = [];
for (const module of vitest?.state.getTestModules() ?? []) {
  const own = {
    file: module.moduleId,
    project: module.project.name,
    passed: 0,
    failed: 0,
    skipped: 0,
  };
  own.failed += module.errors().length > 0 ? 1 : 0;
  own.failed += unheard.filter((error) => error.VITEST_TEST_PATH === module.moduleId).length;
  for (const test of module.children.allTests()) own[test.result().state] += 1;
  for (const state of Object.keys(counts)) counts[state] += own[state];
  if (own.failed > 0) failedFiles.push(own);
}
const files = new Set(failedFiles.map(({ file }) => file));
const nobodys = unheard.filter((error) => !files.has(error.VITEST_TEST_PATH)).length;
counts.failed += nobodys;
await vitest?.close();

process.send?.({ ...counts, failedFiles }, () => process.exit(counts.failed === 0 ? 0 : 1));
