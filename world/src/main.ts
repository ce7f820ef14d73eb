// `npm start`: reads the command line and the settings, starts the world, stops it when asked.

import { readdir } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { describeConfig, readConfig } from '@kassa/config';
import { type Log, openLog } from '@kassa/log';
import { type Command, helpText, parseCommandLine } from './command-line.ts';
import { type LogFile, openLogFile } from './log-file.ts';
import type { PartyName } from './places.ts';
import { readSettings, type Settings, settingsSchema } from './settings.ts';
import { announce } from './start/announce.ts';
import { openDatabaseDeath } from './start/database-death.ts';
import { startWorld, type World } from './start/start-world.ts';

const stopWithinMs = 15_000;
const databaseStopped =
  'the database has stopped; start again with npm start: nothing acknowledged is lost';

await main(process.argv.slice(2));

async function main(args: readonly string[]): Promise<void> {
  const command = parseCommandLine(args);
  if (!command.ok) return fail(`kassa: ${command.error}`, 2);
  if (command.value.do === 'help') return console.log(help());
  let settings: Settings;
  try {
    settings = readSettings(process.env);
  } catch (error) {
    return fail(`kassa: ${messageOf(error)}`, 2);
  }
  const path = join(settings.dataFolder, 'kassa.log');
  const file = openLogFile(path);
  const log = openLog({ name: 'kassa', level: settings.logLevel, destination: file });
  try {
    await run(command.value, settings, { log, file });
  } catch (error) {
    log.error({ err: error }, 'the start failed');
    await file.close();
    fail(`kassa: ${messageOf(error)}\nMore is in ${relative(process.cwd(), path) || path}`, 1);
  }
}

type Logging = { readonly log: Log; readonly file: LogFile };

async function run(command: Command, settings: Settings, logging: Logging): Promise<void> {
  if (command.do === 'prove') {
    const { proveCommand } = await import('./prove/prove-command.ts');
    const proof = await proveCommand(settings, logging.log);
    console.log(proof.text);
    await logging.file.close();
    process.exitCode = proof.ok ? 0 : 1;
    return;
  }
  if (command.do !== 'start') return;
  if (command.faults !== undefined && !settings.hasFaultBox) {
    throw new Error(
      '--fault and --seed need the fault box: leave KASSA_FAULTS out, or set it to on',
    );
  }
  const stopping = stopOnSignals(logging);
  await sayIfFirst(settings);
  const starting = startWorld({
    ...settings,
    log: logging.log,
    databaseDeath: stopping.databaseDeath,
    parties: wished(command),
    faults: settings.hasFaultBox ? command.faults : false,
  });
  stopping.watch(starting);
  const world = await starting;
  console.log(announce(world.places, world.parties));
  for (const party of world.unwell)
    console.log(`${party} waits for others; /_kassa/health of its address says for what.`);
  if (command.faults !== undefined && world.faults !== undefined) {
    console.log(`Faults are set. The same again: ${world.faults.command()}\n`);
  }
  console.log('kassa is ready');
  logging.log.info({ tookMs: Math.round(performance.now()) }, 'ready');
}

function wished(command: { readonly parties: readonly PartyName[] }) {
  return command.parties.length === 0 ? undefined : command.parties;
}

/** The first start makes the database, which takes a moment. */
async function sayIfFirst({ dataFolder, databaseUrl }: Settings): Promise<void> {
  if (databaseUrl !== undefined) return;
  const files: string[] = await readdir(dataFolder).catch(() => []);
  if (files.includes('keys')) return;
  console.log(`Making a new world in ${relative(process.cwd(), dataFolder) || dataFolder} …`);
}

/** One signal stops cleanly, a second one at once; a bug that nobody caught stops too. */
function stopOnSignals({ log, file }: Logging) {
  let world: Promise<World> | undefined;
  let isStopping = false;
  let isDatabaseDead = false;
  const stop = async (code: number) => {
    if (isStopping) process.exit(130);
    isStopping = true;
    const timer = setTimeout(() => {
      console.error('kassa: the stop takes too long; leaving');
      process.exit(1);
    }, stopWithinMs);
    try {
      // A stop that comes in the middle of the start waits for it, or the database would live on.
      await (await world)?.stop();
    } catch (error) {
      if (isDatabaseDead) log.debug({ err: error }, 'the stop without a database');
      else log.error({ err: error }, 'the stop failed');
    }
    await file.close();
    clearTimeout(timer);
    process.exit(isDatabaseDead ? 1 : code);
  };
  const databaseDeath = openDatabaseDeath(() => {
    isDatabaseDead = true;
    log.error(databaseStopped);
    console.error(`kassa: ${databaseStopped}`);
    if (!isStopping) void stop(1);
  });
  const crash = async (error: unknown) => {
    // With the database every connection breaks, in the midst of whatever it was used for.
    if (await databaseDeath.hasDied()) {
      return log.debug({ err: error }, 'broken off by the end of the database');
    }
    log.error({ err: error }, 'a bug that nobody caught');
    console.error('kassa: a bug that nobody caught, see the log:', messageOf(error));
    void stop(1);
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => void stop(0));
  process.on('uncaughtException', (error) => void crash(error));
  process.on('unhandledRejection', (error) => void crash(error));
  return {
    databaseDeath,
    watch: (starting: Promise<World>) => {
      world = starting;
    },
  };
}

function help(): string {
  return helpText(describeConfig(settingsSchema, readConfig(settingsSchema, {})));
}

function fail(message: string, code: number): void {
  console.error(message);
  process.exitCode = code;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
