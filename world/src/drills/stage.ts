// The world of a drill, in processes of its own, with what a drill may do to it. Kept as long as
// drills want the same world, so that a run of all of them starts few.

import { chmod, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import Stripe from 'stripe';
import { z } from 'zod';
import {
  findPlace,
  leavePlace,
  type Place,
  startWorldProcess,
  until,
  type WorldProcess,
} from '../journeys/world-process.ts';
import { partyNames } from '../places.ts';
import type { Addresses } from './buyer.ts';

export type Stage = AsyncDisposable & {
  readonly place: Place;
  readonly at: Addresses;
  readonly stripe: Stripe;
  /** Sets faults, in the fault box's own words. */
  breakIt(...faults: readonly string[]): Promise<void>;
  heal(): Promise<void>;
  /** The one command that would set the same faults again. */
  replay(): Promise<string>;
  /** Takes the gateway's process away; it is back when this resolves. */
  killGateway(): Promise<void>;
  /** Takes the database server away, and with it the world; both are back when this resolves. */
  killDatabase(): Promise<void>;
};

const databaseGoneWithinMs = 20_000;

/** `split`: the gateway in a process of its own. */
export async function openStage(kind: 'whole' | 'split'): Promise<Stage> {
  const place = await findPlace();
  // The database's own user must get through, else its files lie elsewhere.
  await chmod(place.dataFolder, 0o711);
  const others = partyNames.filter((name) => name !== 'gateway');
  let world = await startWorldProcess(place, kind === 'split' ? others : []);
  let gateway: WorldProcess | undefined;
  if (kind === 'split') gateway = await startWorldProcess(place, ['gateway']);
  const lobby = `http://127.0.0.1:${place.port}`;
  return {
    place,
    at: {
      shop: `http://127.0.0.1:${place.port + 2}`,
      gateway: `http://127.0.0.1:${place.port + 1}`,
    },
    stripe: new Stripe('sk_test_diva', {
      ...{ host: '127.0.0.1', port: place.port + 1, protocol: 'http' },
      ...{ maxNetworkRetries: 5, timeout: 20_000, telemetry: false },
    }),
    async breakIt(...faults) {
      for (const fault of faults) await ask(lobby, { method: 'POST', body: { fault } });
    },
    async heal() {
      await ask(lobby, { method: 'DELETE' });
    },
    async replay() {
      return z.object({ command: z.string() }).parse(await ask(lobby, { method: 'GET' })).command;
    },
    async killGateway() {
      await gateway?.kill();
      gateway = await startWorldProcess(place, ['gateway']);
    },
    async killDatabase() {
      const pidFile = join(place.dataFolder, 'cluster', 'postmaster.pid');
      const [pid = ''] = (await readFile(pidFile, 'utf8')).split('\n');
      process.kill(Number(pid), 'SIGKILL');
      const isGone = await until(() => world.hasEnded(), databaseGoneWithinMs);
      if (!isGone) throw new Error('the world has not noticed that its database is dead');
      world = await startWorldProcess(place);
    },
    async [Symbol.asyncDispose]() {
      await gateway?.stop();
      await world.stop();
      await leavePlace(place);
    },
  };
}

type Asking = { readonly method: string; readonly body?: unknown };

async function ask(lobby: string, { method, body }: Asking): Promise<unknown> {
  const answer = await fetch(`${lobby}/faults.json`, {
    method,
    headers: { 'content-type': 'application/json' },
    body: body === undefined ? null : JSON.stringify(body),
    signal: AbortSignal.timeout(10_000),
  });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`the fault box refuses: ${text}`);
  return text === '' ? undefined : JSON.parse(text);
}
