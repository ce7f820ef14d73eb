// `npm start -- --prove`

import type { Log } from '@kassa/log';
import { placesOf } from '../places.ts';
import type { Settings } from '../settings.ts';
import { openServer } from '../start/database-server.ts';
import { proveWorld, type WorldProof } from './prove-world.ts';

/** Starts the database when it does not run, and then also stops it again. */
export async function proveCommand(settings: Settings, log: Log): Promise<WorldProof> {
  const server = await openServer({ ...settings, places: placesOf(settings), log });
  try {
    return await proveWorld(server.url, log);
  } finally {
    await server.stop();
  }
}
