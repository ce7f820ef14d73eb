// Starts one party. Its code is loaded only now: a party that is not asked for costs nothing.

import type { Database } from '@kassa/database';
import type { WorldClock } from '../clock/world-clock.ts';
import type { Faults } from '../faults/open-faults.ts';
import type { PartyName } from '../places.ts';
import type { WorldContext } from './party-plan.ts';
import { planOf } from './plans.ts';
import type { Running } from './running.ts';

/** Begins to load the code of these parties; whether it can be loaded shows at their start. */
export function preload(parties: readonly PartyName[]): void {
  for (const party of parties) load(party).catch(() => undefined);
}

function load(party: PartyName): Promise<unknown> {
  if (party === 'inbox') return import('../inbox/start-inbox.ts');
  if (party === 'lobby') return import('../lobby/start-lobby.ts');
  return planOf(party)?.book() ?? Promise.resolve();
}

export async function startParty(
  party: PartyName,
  starting: {
    readonly context: WorldContext;
    readonly db: Database;
    readonly worldClock: WorldClock;
    readonly faults: Faults | undefined;
  },
): Promise<Running | undefined> {
  const { context, db, worldClock, faults } = starting;
  const { places, clock } = context;
  const log = context.logOf(party);
  const at = { host: places.host, port: places.port(party) };
  if (party === 'inbox') {
    const { startInbox } = await import('../inbox/start-inbox.ts');
    const lobbyUrl = places.url('lobby');
    return startInbox({ ...at, db, smtpPort: places.wirePort('smtp'), lobbyUrl, clock, log });
  }
  if (party === 'lobby') {
    const { startLobby } = await import('../lobby/start-lobby.ts');
    return startLobby({ ...at, places, keys: context.keys, clock: worldClock, faults, log });
  }
  return planOf(party)?.start(context);
}
