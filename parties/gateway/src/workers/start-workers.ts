// Several gateways on one port. This process holds the port and its workers take connections from it
// themselves; one that dies is replaced under the same name, and so finds what it left behind.

import cluster, { type Worker } from 'node:cluster';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { Log } from '@kassa/log';
import { assert } from '@kassa/result';
import { Secret } from '@kassa/secret';
import type { VirtualClock } from '@kassa/time';
import type { ConfigInput } from '../config.ts';
import type { FromWorker, ToWorker } from './messages.ts';

export type Workers = {
  readonly name: string;
  readonly url: string;
  stop(): Promise<void>;
};

export type WorkersOptions = {
  readonly count: number;
  /** Follows that of the workers, so that a new one begins where they are. */
  readonly clock: VirtualClock;
  readonly log: Log;
};

type Place = { readonly name: string; worker: Worker; deaths: number };

/** With a database to set up; longer is a worker that hangs. */
const readyWithinMs = 120_000;
const stopWithinMs = 12_000;
const againMs = 500;
const againMaxMs = 15_000;

export async function startWorkers(input: ConfigInput, options: WorkersOptions): Promise<Workers> {
  const { count, clock, log } = options;
  assert(input.port !== 0, 'workers share a port that is known beforehand');
  // Given out by this process, a connection that is on its way to a worker that dies would hang.
  cluster.schedulingPolicy = cluster.SCHED_NONE;
  cluster.setupPrimary({
    exec: fileURLToPath(new URL('../../../../tools/run.mjs', import.meta.url)),
    args: ['parties/gateway/src/workers/worker.ts'],
    execArgv: [],
    serialization: 'advanced',
    // Their lines go into the log of this process.
    silent: true,
  });
  const { instance = 'gateway' } = input;
  const told = revealed(input);
  const places: Place[] = [];
  let isStopping = false;

  const hire = (name: string): Worker => {
    const worker = cluster.fork();
    relayLines(worker, log.child({ worker: name }));
    const config = { ...told, instance: name, clockOffsetMs: clock.offsetMs() };
    worker.on('message', (message: FromWorker) => {
      if (message.said === 'here') tell(worker, { do: 'start', config });
      if (message.said === 'clock') clock.setOffsetMs(message.offsetMs);
      if (message.said !== 'news') return;
      for (const other of places) {
        if (other.worker !== worker) tell(other.worker, { do: 'hear', news: message.news });
      }
    });
    return worker;
  };
  const replaceWhenDead = (place: Place) => {
    const { worker } = place;
    worker.on('message', ({ said }: FromWorker) => {
      if (said === 'ready') place.deaths = 0;
      if (said === 'failed') worker.process.kill('SIGKILL');
    });
    worker.once('exit', (code, signal) => {
      if (isStopping) return;
      place.deaths += 1;
      log.error({ worker: place.name, code, signal }, 'a gateway process has died; another starts');
      const waitMs = Math.min(againMs * 2 ** (place.deaths - 1), againMaxMs);
      setTimeout(() => {
        if (isStopping) return;
        place.worker = hire(place.name);
        replaceWhenDead(place);
      }, waitMs);
    });
  };
  const stop = async () => {
    isStopping = true;
    await Promise.all(places.map(({ worker }) => dismiss(worker)));
  };

  for (let number = 1; number <= count; number += 1) {
    const name = `${instance}-${number}`;
    places.push({ name, worker: hire(name), deaths: 0 });
  }
  try {
    const urls = await Promise.all(places.map(({ worker }) => whenReady(worker)));
    for (const place of places) replaceWhenDead(place);
    return { name: 'gateway', url: urls[0] ?? '', stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** For the pipe to a worker, which is to know the secrets. */
function revealed(fields: object): object {
  const of = (value: unknown): unknown => {
    if (value instanceof Secret) return value.reveal();
    if (Array.isArray(value)) return value.map(of);
    const isPlain = typeof value === 'object' && value !== null && !ArrayBuffer.isView(value);
    return isPlain ? revealed(value) : value;
  };
  return Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, of(value)]));
}

function whenReady(worker: Worker): Promise<string> {
  return new Promise((resolve, reject) => {
    const fail = (why: string) => {
      clearTimeout(timer);
      reject(new Error(why));
    };
    const timer = setTimeout(
      () =>
        fail(`a gateway process is not ready after ${readyWithinMs / 1000} s; the log says more`),
      readyWithinMs,
    );
    worker.on('message', (message: FromWorker) => {
      if (message.said === 'failed') fail(message.why);
      if (message.said !== 'ready') return;
      clearTimeout(timer);
      resolve(message.url);
    });
    worker.once('exit', (code) => fail(`a gateway process ended with ${code}`));
  });
}

async function dismiss(worker: Worker): Promise<void> {
  if (worker.isDead()) return;
  const ended = new Promise<void>((resolve) => worker.once('exit', () => resolve()));
  tell(worker, { do: 'stop' });
  const timer = setTimeout(() => worker.process.kill('SIGKILL'), stopWithinMs);
  await ended;
  clearTimeout(timer);
}

function tell(worker: Worker, message: ToWorker): void {
  if (worker.isConnected()) worker.send(message);
}

const levels = ['trace', 'debug', 'info', 'warn', 'error'] as const;

/** The lines of its log are objects; what else it prints is said as it is. */
function relayLines(worker: Worker, log: Log): void {
  const { stdout, stderr } = worker.process;
  if (stderr) createInterface(stderr).on('line', (line) => log.error({ line }, 'printed'));
  if (!stdout) return;
  createInterface(stdout).on('line', (line) => {
    const { level, msg = '', ...fields } = readLine(line);
    log[levels.find((one) => one === level) ?? 'info'](fields, String(msg));
  });
}

function readLine(line: string): Record<string, unknown> {
  try {
    const fields: Record<string, unknown> = JSON.parse(line);
    return fields;
  } catch {
    return { line };
  }
}
