// `npm start`: sets up what is missing, then hands over to the world's own entry in this process.
//   npm start                    the whole world
//   npm start -- <party>         one party alone
//   npm start -- --prove         prove every book
//   npm run dev                  the same, started again at every change of a file
//   npm run bench -- [name]      the benchmarks
//   npm run drill -- [name]      breaks something while buyers pay, and says what held
import { spawn } from 'node:child_process';
import { install, root } from './install.mjs';

const args = process.argv.slice(2);
process.env.NODE_ENV ??= 'production';
install();
process.chdir(root);
stopWithNpm();

if (args[0] === '--watch') {
  const child = spawn(
    process.execPath,
    ['--watch', '--import', 'tsx', 'world/src/main.ts', ...args.slice(1)],
    { stdio: 'inherit' },
  );
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
  child.on('exit', (code) => process.exit(code ?? 1));
} else {
  const { become, programFile } = await import('./program-file.mjs');
  const others = { '--bench': 'bench/main.ts', '--drill': 'world/src/drills/main.ts' };
  const other = others[args[0]];
  process.argv.splice(2, args.length, ...(other ? args.slice(1) : args));
  if (args[0] === '--drill') process.env.KASSA_TEST_WORLD = await programFile('world/src/main.ts');
  await become(other ?? 'world/src/main.ts');
}

// Who stops `npm start` by a signal stops npm and its shell, which do not pass it on: losing the
// parent is then the signal.
function stopWithNpm() {
  if (!process.env.npm_lifecycle_event) return;
  const parent = process.ppid;
  const watch = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(watch);
    process.kill(process.pid, 'SIGTERM');
  }, 500);
  watch.unref();
}
