// Installs the packages when what is installed is not what the lockfile says.
// Runs on bare Node: it is the first thing that a fresh clone executes.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('..', import.meta.url));

const lockfile = `${root}package-lock.json`;

export function install() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major < 20 || (major === 20 && minor < 19)) {
    stop(`Kassa needs Node 20.19 or newer; this is ${process.versions.node}.`);
  }
  if (matchesLockfile()) return;
  console.log('Installing packages (once, about half a minute) …');
  // tsx runs the world, also where NODE_ENV=production makes npm leave such packages out.
  const args = ['ci', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error'];
  const done = spawnSync('npm', args, {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
    shell: process.platform === 'win32',
  });
  if (done.error) stop(`npm could not be started: ${done.error.message}`);
  if (done.status !== 0) stop('npm ci failed; its message stands above.');
}

/** npm writes down what it has installed; packages of other platforms may be absent. */
function matchesLockfile() {
  const installed = `${root}node_modules/.package-lock.json`;
  if (!existsSync(installed)) return false;
  const have = JSON.parse(readFileSync(installed, 'utf8')).packages;
  const want = JSON.parse(readFileSync(lockfile, 'utf8')).packages;
  return Object.entries(want).every(
    ([path, entry]) =>
      !path.startsWith('node_modules/') ||
      entry.optional ||
      entry.link ||
      have[path]?.version === entry.version,
  );
}

function stop(message) {
  console.error(message);
  process.exit(1);
}
