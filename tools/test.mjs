// `npm test`: sets up what is missing, runs every test, ends with the line that CI reads.
//   npm test                     everything: what stands beside the code, and whole worlds at the same time
//   npm test -- parties/gateway  the files whose path contains that text
import { fork } from 'node:child_process';
import { install, root } from './install.mjs';

const lanes = [['unit'], ['journeys', 'worlds']];

install();
process.chdir(root);

// Each lane in a process of its own: both wait a good deal, for banks and for browsers.
const ends = await Promise.all(
  lanes.map((projects) => runProjects(projects, process.argv.slice(2))),
);
const sum = (of) => ends.reduce((total, end) => total + end[of], 0);
const [passed, failed, skipped] = [sum('passed'), sum('failed'), sum('skipped')];
console.log(`${passed} passed, ${failed} failed, ${skipped} skipped`);
process.exit(passed > 0 && failed === 0 ? 0 : 1);

function runProjects(projects, filters) {
  const child = fork(`${root}tools/test-projects.mjs`, [projects.join(), ...filters]);
  let counts = { passed: 0, failed: 1, skipped: 0 };
  child.on('message', (told) => {
    counts = told;
  });
  return new Promise((resolve) => child.on('exit', () => resolve(counts)));
}
