// `npm run compat`: programs of others against a whole world. They are 300 MB of packages, so they are
// kept apart in compat/ and installed when they are first wanted.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { install, root } from './install.mjs';

install();
installOthers();
process.chdir(root);
const { register } = await import('tsx/esm/api');
register();
await import('../compat/main.ts');

function installOthers() {
  const folder = `${root}compat/`;
  const done = `${folder}node_modules/.package-lock.json`;
  if (existsSync(done) && matches(done, `${folder}package-lock.json`)) return;
  console.log('Installing the programs of others (once, about a minute) …');
  const { status } = spawnSync('npm', ['ci', '--loglevel=error'], {
    cwd: folder,
    stdio: ['ignore', 'inherit', 'inherit'],
    shell: process.platform === 'win32',
  });
  if (status !== 0) process.exit(1);
}

/** Packages of other platforms may be absent. */
function matches(installed, wished) {
  const read = (path) => JSON.parse(readFileSync(path, 'utf8')).packages;
  const have = read(installed);
  return Object.entries(read(wished)).every(
    ([path, entry]) => path === '' || entry.optional || have[path]?.version === entry.version,
  );
}
