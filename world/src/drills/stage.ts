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
import { type PartyName, partyNames, placesOf } from '../places.ts';
import type { Addresses } from './buyer.ts';
import type { Dark } from './figures.ts';

export type Stage = AsyncDisposable & {
  /** Buyers have bought here before. */
  isWarm: boolean;
  readonly place: Place;
  readonly at: Addresses;
  readonly stripe: Stripe;
  /** Sets faults, in the fault box's own words. */
  breakIt(...faults: readonly string[]): Promise<void>;
  heal(): Promise<void>;
  /** What a party says of itself. */
  health(party: PartyName): Promise<Health>;
  /** Takes the gateway's process away; it is back when this resolves. */
  killGateway(): Promise<void>;
  /** Takes the database server away, and with it the world; both are back when this resolves. */
  killDatabase(): Promise<void>;
  /** When so much was gone that nobody could be told anything. */
  dark(): readonly Dark[];
};

const healthSchema = z.object({ details: z.record(z.string(), z.unknown()) });
export type Health = z.output<typeof healthSchema>;

const databaseGoneWithinMs = 20_000;

/** `split`: the gateway in a process of its own. */
export async function openStage(kind: 'whole' | 'split', seed: number): Promise<Stage> {
  const place = await findPlace();
  // The database's own user must get through, else its files lie elsewhere.
  await chmod(place.dataFolder, 0o711);
  const others = partyNames.filter((name) => name !== 'gateway');
  const start = () =>
    startWorldProcess(place, [...(kind === 'split' ? others : []), '--seed', String(seed)]);
  let world = await start();
  let gateway: WorldProcess | undefined;
  if (kind === 'split') gateway = await startWorldProcess(place, ['gateway']);
  const lobby = `http://127.0.0.1:${place.port}`;
  const places = placesOf({ host: '127.0.0.1', port: place.port });
  const dark: Dark[] = [];
  const inTheDark = async (work: () => Promise<void>) => {
    const fromMs = Date.now();
    await work();
    dark.push({ fromMs, toMs: Date.now() });
  };
  return {
    isWarm: false,
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
    async health(party) {
      const limit = { signal: AbortSignal.timeout(10_000) };
      const answer = await fetch(`${places.url(party)}/_kassa/health`, limit);
      return healthSchema.parse(await answer.json());
    },
    killGateway: () =>
      inTheDark(async () => {
        await gateway?.kill();
        gateway = await startWorldProcess(place, ['gateway']);
      }),
    killDatabase: () =>
      inTheDark(async () => {
        const pidFile = join(place.dataFolder, 'cluster', 'postmaster.pid');
        const [pid = ''] = (await readFile(pidFile, 'utf8')).split('\n');
        process.kill(Number(pid), 'SIGKILL');
        const isGone = await until(() => world.hasEnded(), databaseGoneWithinMs);
        if (!isGone) throw new Error('the world has not noticed that its database is dead');
        world = await start();
      }),
    dark: () => dark,
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
