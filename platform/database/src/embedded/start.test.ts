import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openLog, silentLog } from '@kassa/log';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  column,
  openDatabase,
  runningEmbeddedUrl,
  startEmbedded,
  stopAbandoned,
} from '../index.ts';

const diedCode = 7;
let root: string;
let folder: string;
let port: number;

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'kassa-embedded-'));
  await chmod(root, 0o755);
  folder = join(root, 'data');
  port = await freePort();
});
afterEach(async () => {
  await stopAbandoned(folder, silentLog);
  await rm(root, { recursive: true, force: true });
});

const start = (log = silentLog) => startEmbedded({ dataFolder: folder, port, log });

describe('the embedded server', () => {
  test('keeps its data from one start to the next, and is gone after the last stop', async () => {
    const first = await start();
    await write(first.url, 'kept');
    await first.stop();
    expect(await runningEmbeddedUrl(folder, silentLog)).toBeUndefined();
    await using second = await start();
    expect(await read(second.url)).toEqual(['kept']);
    expect(await runningEmbeddedUrl(folder, silentLog)).toBe(second.url);
  });

  test('that outlived its killed program is adopted with what was acknowledged', async () => {
    const child = await startInChild();
    const url = await runningEmbeddedUrl(folder, silentLog);
    await write(url ?? '', 'before the kill');
    const postmaster = await postmasterPid();
    child.kill('SIGKILL');
    await once(child, 'exit');
    const lines: string[] = [];
    await using adopted = await start(
      openLog({ name: 'test', level: 'trace', destination: { write: (line) => lines.push(line) } }),
    );
    expect(await postmasterPid()).toBe(postmaster);
    expect(await read(adopted.url)).toEqual(['before the kill']);
    expect(lines.join('')).toContain('adopted');
  });

  test('that was killed itself recovers what was acknowledged', async () => {
    const child = await startInChild();
    await write((await runningEmbeddedUrl(folder, silentLog)) ?? '', 'before the kill');
    process.kill(await postmasterPid(), 'SIGKILL');
    child.kill('SIGKILL');
    await once(child, 'exit');
    await using again = await start();
    expect(await read(again.url)).toEqual(['before the kill']);
  });

  test('that is killed under a running program is noticed there, and one that is stopped is not', async () => {
    const child = await startInChild();
    process.kill(await postmasterPid(), 'SIGKILL');
    const [code] = await once(child, 'exit');
    expect(code).toBe(diedCode);
    const again = await start();
    let isNoticed = false;
    void again.died.then(() => {
      isNoticed = true;
    });
    await again.stop();
    expect(isNoticed).toBe(false);
  });

  test('is joined by a second start, and stopped by the last one to leave', async () => {
    const [first, second] = await Promise.all([start(), start()]);
    expect(second.url).toBe(first.url);
    await first.stop();
    await write(second.url, 'still there');
    expect(await stopAbandoned(folder, silentLog)).toBe(false);
    await second.stop();
    await second.stop();
    expect(await runningEmbeddedUrl(folder, silentLog)).toBeUndefined();
  });

  test('is not held up by a start that was killed while it held the lock', async () => {
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, 'lock'), '999999999@1~dead');
    await using server = await start();
    await write(server.url, 'fine');
  });

  test('moves to the wished port when nobody uses it', async () => {
    const child = await startInChild();
    child.kill('SIGKILL');
    await once(child, 'exit');
    port = await freePort();
    await using moved = await start();
    expect(new URL(moved.url).port).toBe(String(port));
  });

  test('says so when the port is taken', async () => {
    const other = createServer().listen(port, '127.0.0.1');
    await once(other, 'listening');
    await expect(start()).rejects.toThrow(/did not start on 127\.0\.0\.1:\d+/);
    other.close();
  });

  test('keeps its password in a file of its owner, and out of the log', async () => {
    const lines: string[] = [];
    await using server = await start(
      openLog({ name: 'test', level: 'trace', destination: { write: (line) => lines.push(line) } }),
    );
    const password = new URL(server.url).password;
    expect(password.length).toBeGreaterThan(20);
    expect((await stat(join(folder, 'password'))).mode & 0o777).toBe(0o600);
    expect(lines.join('')).not.toContain(password);
    expect(await readFile(join(folder, 'postgres.log'), 'utf8')).not.toContain(password);
    const wrong = server.url.replace(password, 'guess');
    await expect(read(wrong)).rejects.toThrow(/password authentication failed/);
  });

  test('begins anew on a cluster whose making was cut off', async () => {
    await mkdir(join(folder, 'cluster'), { recursive: true });
    await writeFile(join(folder, 'cluster', 'PG_VERSION'), '18\n');
    await using server = await start();
    await write(server.url, 'fine');
  });

  test('flushes every commit', async () => {
    await using server = await start();
    await using db = open(server.url);
    const settings = await db.query(
      {
        text: `select name, setting from pg_settings where name in ('fsync', 'synchronous_commit')`,
      },
      (row) => column.text(row, 'setting'),
    );
    expect(settings).toEqual(['on', 'on']);
  });

  const isRoot = process.getuid?.() === 0;
  test.runIf(isRoot)('as root below a folder that only root may enter (needs root)', async () => {
    await chmod(root, 0o700);
    const first = await start();
    await write(first.url, 'reached');
    await first.stop();
    const cluster = await readFile(join(folder, 'location'), 'utf8');
    expect((await stat(cluster)).uid).not.toBe(0);
    const second = await start();
    expect(await read(second.url)).toEqual(['reached']);
    await second.stop();
    // The cluster of a deleted data folder is swept by the next start that needs such a place.
    await rm(folder, { recursive: true });
    await using third = await start();
    expect(await readdir('/var/lib/kassa')).not.toContain(cluster.split('/').at(-1));
    await write(third.url, 'empty again');
    await third.stop();
    await rm(await readFile(join(folder, 'location'), 'utf8'), { recursive: true });
  });
});

const open = (url: string) => openDatabase({ url, schema: 'public', log: silentLog, name: 'test' });

async function write(url: string, word: string): Promise<void> {
  await using db = open(url);
  await db.exec('create table if not exists word (word text)');
  await db.exec('insert into word values ($1)', [word]);
}

async function read(url: string): Promise<string[]> {
  await using db = open(url);
  return await db.query({ text: 'select word from word' }, (row) => column.text(row, 'word'));
}

async function postmasterPid(): Promise<number> {
  const noted = await readFile(join(folder, 'location'), 'utf8').catch(() => undefined);
  const cluster = noted ?? join(folder, 'cluster');
  return Number.parseInt(await readFile(join(cluster, 'postmaster.pid'), 'utf8'), 10);
}

/** Another Node process that starts the server and then stays until that dies. */
async function startInChild(): Promise<ChildProcess> {
  const script = `
    import { startEmbedded } from ${JSON.stringify(new URL('./start.ts', import.meta.url).href)};
    import { silentLog } from '@kassa/log';
    const server = await startEmbedded({ ...JSON.parse(process.argv[1]), log: silentLog });
    process.stdout.write('ready');
    setInterval(() => {}, 1000);
    await server.died;
    process.exit(${diedCode});`;
  const options = JSON.stringify({ dataFolder: folder, port });
  const child = spawn(
    process.execPath,
    ['--import', 'tsx', '--input-type=module', '-e', script, options],
    { stdio: ['ignore', 'pipe', 'inherit'], cwd: new URL('../..', import.meta.url) },
  );
  await Promise.race([once(child.stdout, 'data'), once(child, 'exit')]);
  expect(child.exitCode).toBeNull();
  return child;
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}
