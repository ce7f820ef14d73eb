// `npm run check`: what CI runs. Format and lint, types, dead code, then the README's test command.
import { spawnSync } from 'node:child_process';
import { install, root } from './install.mjs';

install();

const steps = [
  ['format and lint', 'biome', ['check', '--error-on-warnings', '.']],
  ['types', 'tsc', ['--noEmit']],
  ['types of islands', 'tsc', ['-p', 'parties/gateway/src/checkout/pages/islands']],
  ['types of the element', 'tsc', ['-p', 'parties/gateway/src/elements/islands']],
  ['types of the shop’s island', 'tsc', ['-p', 'parties/shop/src/orders/islands']],
  ['dead code', 'knip', []],
];

for (const [name, command, args] of steps) {
  const startedMs = Date.now();
  const done = spawnSync(`${root}node_modules/.bin/${command}`, args, {
    cwd: root,
    stdio: 'inherit',
  });
  if (done.status !== 0) {
    console.error(`check failed at: ${name} (${command} ${args.join(' ')})`);
    process.exit(1);
  }
  console.log(`${name}: good (${((Date.now() - startedMs) / 1000).toFixed(1)} s)`);
}

const tests = spawnSync('npm', ['test'], { cwd: root, stdio: 'inherit' });
process.exit(tests.status ?? 1);
