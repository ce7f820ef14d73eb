// Runs a program of ours in this process: `node tools/run.mjs world/src/year/main.ts --seed 1`.
import { install, root } from './install.mjs';

const [entry, ...args] = process.argv.slice(2);
process.env.NODE_ENV ??= 'production';
install();
process.chdir(root);
process.argv.splice(1, process.argv.length, entry, ...args);
const { become } = await import('./program-file.mjs');
await become(entry);
