// `npm test`: sets up what is missing, runs every test, ends with the line that CI reads.
//   npm test                     everything: what stands beside the code, and whole worlds at the same time
//   npm test -- parties/gateway  the files whose path contains that text
// A few files that fail beside the others are run once more, alone; see docs/decisions/0036.
import { fork } from 'node:child_process';
import { relative } from 'node:path';
import { install, root } from './install.mjs';

const lanes = [['unit'], ['journeys', 'worlds']];
/** More of them are no accident. */
const againMax = 4;

install();
process.chdir(root);

// Each lane in a process of its own: both wait a good deal, for banks and for browsers.
const ends = await Promise.all(
  lanes.map((projects) => runProjects(projects, process.argv.slice(2))),
);
const total = { passed: 0, failed: 0, skipped: 0 };
for (const end of ends) add(total, end, 1);
const failedFiles = ends.flatMap((end) => end.failedFiles);
const passedAlone = failedFiles.length > againMax ? [] : await again();
for (const file of passedAlone) {
  console.log(`UNSTEADY: ${file} failed beside the others and passed alone. Mend it.`);
}
console.log(`${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
process.exit(total.passed > 0 && total.failed === 0 ? 0 : 1);

/** The second run counts instead of the first; what only passes alone is said aloud. */
async function again() {
  const passed = [];
  for (const first of failedFiles) {
    const file = relative(root, first.file);
    console.log(`\n${file} failed beside the others: once more, alone`);
    const second = await runProjects([first.project], [file]);
    add(total, first, -1);
    add(total, second, 1);
    if (second.failed === 0) passed.push(file);
  }
  return passed;
}

function add(sum, counts, sign) {
  for (const state of Object.keys(sum)) sum[state] += sign * counts[state];
}

function runProjects(projects, filters) {
  const child = fork(`${root}tools/test-projects.mjs`, [projects.join(), ...filters]);
  let counts = { passed: 0, failed: 1, skipped: 0, failedFiles: [] };
  child.on('message', (told) => {
    counts = told;
  });
  return new Promise((resolve) => child.on('exit', () => resolve(counts)));
}
